package dev.canopy;

import dev.canopy.error.DefinitionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Converter;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.exception.DataTypeException;
import org.jspecify.annotations.Nullable;

/**
 * How the text of a request becomes a value.
 *
 * @param what a text must be, for the message when it is not
 * @param parse gives null, or throws an IllegalArgumentException, a DateTimeException or jOOQ's DataTypeException, where it cannot
 */
record ValueText<V>(String what, Function<String, ? extends @Nullable V> parse) {
    private static final Map<Class<?>, ValueText<?>> KNOWN = new HashMap<>();

    static {
        KNOWN.put(String.class, new ValueText<>("a text", text -> text));
        KNOWN.put(Short.class, new ValueText<>("a whole number of at most 2 bytes", Short::valueOf));
        KNOWN.put(Integer.class, new ValueText<>("a whole number of at most 4 bytes", Integer::valueOf));
        KNOWN.put(Long.class, new ValueText<>("a whole number", Long::valueOf));
        KNOWN.put(BigInteger.class, new ValueText<>("a whole number", BigInteger::new));
        KNOWN.put(BigDecimal.class, new ValueText<>("a number", BigDecimal::new));
        KNOWN.put(Float.class, new ValueText<>("a number", text -> ExactNumber.ofFloat(new BigDecimal(text))));
        KNOWN.put(Double.class, new ValueText<>("a number", text -> ExactNumber.ofDouble(new BigDecimal(text))));
        KNOWN.put(Boolean.class, new ValueText<>("true or false", ValueText::truth));
        KNOWN.put(UUID.class, new ValueText<>("a UUID", ValueText::uuid));
        KNOWN.put(LocalDate.class, new ValueText<>("a date like 2026-11-24", LocalDate::parse));
        KNOWN.put(LocalTime.class, new ValueText<>("a time like 10:11:12", LocalTime::parse));
        KNOWN.put(
                LocalDateTime.class, new ValueText<>("a date and time like 2026-11-24T10:11:12", LocalDateTime::parse));
        KNOWN.put(OffsetDateTime.class, new ValueText<>("an instant like 2026-11-24T10:11:12Z", OffsetDateTime::parse));
        KNOWN.put(Instant.class, new ValueText<>("an instant like 2026-11-24T10:11:12Z", Instant::parse));
    }

    /** The values of a column; a user's own type by way of its converter. */
    static <V> ValueText<V> of(String name, Field<V> column) {
        return converted(name, column.getConverter());
    }

    @SuppressWarnings("unchecked") // filed under the class of its values
    static <V> ValueText<V> of(String name, Class<V> type) {
        ValueText<?> known = type.isEnum() ? ofEnum(type) : KNOWN.get(type);
        if (known == null) {
            throw new DefinitionException(
                    "The filter \"%s\" has values of %s, which no text of a request becomes; take a column of another type, or by(\"%s\", String.class, ..)."
                            .formatted(name, type.getSimpleName(), name));
        }
        return (ValueText<V>) known;
    }

    /** A text that is not empty, for an empty one would let everything pass. */
    static ValueText<String> someText() {
        return new ValueText<>("a text of one letter at least; leave it out to have all", text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
            return text;
        });
    }

    Optional<V> read(String text) {
        try {
            return Optional.ofNullable(parse.apply(text));
        } catch (IllegalArgumentException | DateTimeException | DataTypeException notOne) {
            return Optional.empty();
        }
    }

    private static <B, V> ValueText<V> converted(String name, Converter<B, V> converter) {
        ValueText<B> stored = of(name, converter.fromType());
        return new ValueText<>(what(stored, converter), text -> converter.from(stored.parse.apply(text)));
    }

    /** A converter may refuse what its column could hold. */
    private static <B, V> String what(ValueText<B> stored, Converter<B, V> converter) {
        Class<V> type = converter.toType();
        if (type == converter.fromType()) {
            return stored.what;
        }
        V[] constants = type.getEnumConstants();
        return constants == null
                ? "%s that becomes a %s".formatted(stored.what, type.getSimpleName())
                : oneOf(Arrays.stream(constants).map(converter::to));
    }

    private static String oneOf(Stream<?> texts) {
        return "one of " + texts.map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static ValueText<Object> ofEnum(Class<?> type) {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            byName.put(constant instanceof EnumType literal ? literal.getLiteral() : constant.toString(), constant);
        }
        return new ValueText<>(oneOf(byName.keySet().stream()), byName::get);
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** UUID.fromString takes shorter texts as well. */
    private static UUID uuid(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException(text);
        }
        return UUID.fromString(text);
    }
}
