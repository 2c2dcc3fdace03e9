package dev.canopy;

import dev.canopy.error.DefinitionException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;

/** A value from outside as a value of a column, where that loses nothing. */
final class ExactValue {
    private ExactValue() {}

    /** As the column has it; empty where it is none of its values. */
    static Optional<Object> of(Field<?> column, Object value) {
        return of(column.getType(), value)
                .or(() -> converted(column.getConverter(), value))
                .filter(exact -> fits(column.getDataType(), exact));
    }

    /** As a value of this type; empty where it is none. */
    static Optional<Object> of(Class<?> type, Object value) {
        if (value instanceof Number number && Number.class.isAssignableFrom(type)) {
            return ExactNumber.of(type, number);
        }
        if (type.isInstance(value)) {
            return Optional.of(value);
        }
        if (type == JSONB.class) {
            return Optional.of(JSONB.valueOf(JsonText.of(value)));
        }
        if (type == JSON.class) {
            return Optional.of(JSON.valueOf(JsonText.of(value)));
        }
        return switch (value) {
            case String text -> type == byte[].class ? bytes(text) : text(type, text);
            case Collection<?> all -> type.isArray() ? array(type.getComponentType(), all) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** What a value of the column must be. */
    static String what(Field<?> column) {
        DataType<?> type = column.getDataType();
        return isDecimal(type)
                ? what(column.getType()) + " of at most " + type.scale() + " decimals"
                : what(column.getConverter().fromType());
    }

    /** What a value of this type must be. */
    static String what(Class<?> type) {
        if (type == byte[].class) {
            return "bytes in Base64";
        }
        if (type.isArray()) {
            return "an array, each element " + what(type.getComponentType());
        }
        try {
            return ValueText.of("value", type).what();
        } catch (DefinitionException ofNoText) {
            return "of type " + type.getSimpleName();
        }
    }

    /** By way of what the database has, where a user's own type stands before it. */
    private static <D, V> Optional<Object> converted(Converter<D, V> converter, Object value) {
        if (converter.fromType() == converter.toType()) {
            return Optional.empty();
        }
        return of(converter.fromType(), value).map(converter.fromType()::cast).flatMap(stored -> {
            try {
                return Optional.ofNullable((Object) converter.from(stored));
            } catch (RuntimeException none) {
                // Whatever a converter throws, it says that there is no such value.
                return Optional.empty();
            }
        });
    }

    /** The server would round a number with more decimals. */
    private static boolean fits(DataType<?> type, Object exact) {
        return !(exact instanceof BigDecimal number)
                || !isDecimal(type)
                || number.stripTrailingZeros().scale() <= type.scale();
    }

    private static boolean isDecimal(DataType<?> type) {
        return type.getType() == BigDecimal.class && type.precisionDefined();
    }

    private static Optional<Object> text(Class<?> type, String text) {
        try {
            return ValueText.of("value", type).read(text).map(Object.class::cast);
        } catch (DefinitionException ofNoText) {
            return Optional.empty();
        }
    }

    private static Optional<Object> bytes(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Optional<Object> array(Class<?> element, Collection<?> all) {
        Object array = Array.newInstance(element, all.size());
        int index = 0;
        for (Object each : all) {
            if (each != null) {
                Optional<Object> exact = of(element, each);
                if (exact.isEmpty()) {
                    return Optional.empty();
                }
                Array.set(array, index, exact.get());
            }
            index++;
        }
        return Optional.of(array);
    }
}
