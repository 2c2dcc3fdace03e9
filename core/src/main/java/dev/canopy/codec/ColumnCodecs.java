package dev.canopy.codec;

import dev.canopy.error.DefinitionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.XML;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;
import org.jooq.util.postgres.PostgresUtils;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** The codec of each Java type that jOOQ gives a PostgreSQL type. */
public final class ColumnCodecs {
    private static final Map<Class<?>, ColumnCodec> SCALARS = new HashMap<>();

    /** Reads an element of an array, as PostgreSQL writes it. */
    private static final Map<Class<?>, Function<String, ?>> TEXTS = new HashMap<>();

    static {
        scalar(Boolean.class, text -> text.startsWith("t"), (rows, i) -> orNull(rows.getBoolean(i), rows.wasNull()));
        scalar(Short.class, Short::valueOf, (rows, i) -> orNull(rows.getShort(i), rows.wasNull()));
        scalar(Integer.class, Integer::valueOf, (rows, i) -> orNull(rows.getInt(i), rows.wasNull()));
        scalar(Long.class, Long::valueOf, (rows, i) -> orNull(rows.getLong(i), rows.wasNull()));
        scalar(Float.class, Float::valueOf, (rows, i) -> orNull(rows.getFloat(i), rows.wasNull()));
        scalar(Double.class, Double::valueOf, (rows, i) -> orNull(rows.getDouble(i), rows.wasNull()));
        scalar(BigInteger.class, BigInteger::new, (rows, i) -> parsed(rows.getString(i), BigInteger::new));
        scalar(String.class, Function.identity(), (rows, i) -> rows.getString(i));
        scalar(UUID.class, UUID::fromString, (rows, i) -> rows.getObject(i, UUID.class));
        scalar(LocalDate.class, TimeText::date, (rows, i) -> rows.getObject(i, LocalDate.class));
        scalar(LocalTime.class, TimeText::time, (rows, i) -> rows.getObject(i, LocalTime.class));
        scalar(LocalDateTime.class, TimeText::timestamp, (rows, i) -> rows.getObject(i, LocalDateTime.class));
        scalar(OffsetDateTime.class, TimeText::instant, new Instants());
        scalar(
                OffsetTime.class,
                TimeText::timeWithZone,
                (rows, i) -> parsed(rows.getString(i), TimeText::timeWithZone));
        scalar(Instant.class, text -> TimeText.instant(text).toInstant(), (rows, i) -> {
            OffsetDateTime time = rows.getObject(i, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        });
        scalar(XML.class, XML::valueOf, (rows, i) -> parsed(rows.getString(i), XML::valueOf));
        interval(YearToSecond.class, PostgresUtils::toYearToSecond);
        interval(YearToMonth.class, PostgresUtils::toYearToMonth);
        interval(DayToSecond.class, PostgresUtils::toDayToSecond);

        asText(JSON.class, JSON::valueOf);
        asText(JSONB.class, JSONB::valueOf);

        TEXTS.put(byte[].class, text -> HexFormat.of().parseHex(text, 2, text.length()));
        SCALARS.put(
                byte[].class,
                new ColumnCodec(
                        (rows, i) -> rows.getBytes(i),
                        json -> HexFormat.of().parseHex(json.getString()),
                        column -> column,
                        column -> DSL.function("encode", SQLDataType.VARCHAR, column, DSL.inline("hex"))));
    }

    /** The constants of an enum by what the database calls them. */
    private static final ClassValue<Map<String, Object>> LITERALS = new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> type) {
            Map<String, Object> byLiteral = new HashMap<>();
            for (Object constant : type.getEnumConstants()) {
                byLiteral.put(((EnumType) constant).getLiteral(), constant);
            }
            return Map.copyOf(byLiteral);
        }
    };

    private ColumnCodecs() {}

    /** What to select for a column of the result. */
    public static Field<?> atTop(Field<?> field) {
        return of(field).atTop().apply(field);
    }

    /** What to put into a JSON array. */
    public static Field<?> nested(Field<?> field) {
        return of(field).nested().apply(field);
    }

    /** The codec of what the database holds, before any converter. */
    public static ColumnCodec of(Field<?> column) {
        if (column instanceof Decoded decoded) {
            return decoded.codec();
        }
        Class<?> type = column.getConverter().fromType();
        if (type == BigDecimal.class) {
            return ColumnCodec.text((rows, i) -> decimal(rows, i, column), text -> decimal(text, column));
        }
        ColumnCodec scalar = SCALARS.get(type);
        if (scalar != null) {
            return scalar;
        }
        if (type.isArray()) {
            Function<String, ?> element = text(innermost(type), column);
            return ColumnCodec.asText(
                    ColumnCodecs::toText, text -> ArrayText.read(text, type.getComponentType(), element));
        }
        if (EnumType.class.isAssignableFrom(type)) {
            Function<String, ?> literal = text(type, column);
            return ColumnCodec.text((rows, i) -> parsed(rows.getString(i), literal), literal);
        }
        if (type == Object.class) {
            String name = column.getDataType().getTypeName();
            return ColumnCodec.asText(ColumnCodecs::asWritten, text -> object(name, text));
        }
        throw new DefinitionException(
                "The column %s has the Java type %s, which Canopy cannot read; map it with a converter from a type that jOOQ knows."
                        .formatted(column, type.getName()));
    }

    private static Function<String, ?> text(Class<?> type, Field<?> column) {
        if (type == BigDecimal.class) {
            return text -> decimal(text, column);
        }
        Function<String, ?> known = TEXTS.get(type);
        if (known != null) {
            return known;
        }
        if (EnumType.class.isAssignableFrom(type)) {
            Map<String, Object> byLiteral = LITERALS.get(type);
            return literal -> {
                Object constant = byLiteral.get(literal);
                if (constant == null) {
                    throw new DefinitionException(
                            "%s holds \"%s\", which the generated %s does not know; generate the code anew."
                                    .formatted(column, literal, type.getSimpleName()));
                }
                return constant;
            };
        }
        if (type == Object.class) {
            return text -> text;
        }
        throw new DefinitionException(
                "The column %s is an array of %s, which Canopy cannot read; map it with a converter."
                        .formatted(column, type.getName()));
    }

    private static Class<?> innermost(Class<?> array) {
        Class<?> type = array;
        while (type.isArray() && type != byte[].class) {
            type = type.getComponentType();
        }
        return type;
    }

    private static <B> void scalar(Class<B> type, Function<String, B> parse, ColumnCodec.RowValue row) {
        TEXTS.put(type, parse);
        SCALARS.put(type, ColumnCodec.text(row, parse));
    }

    private static <B> void asText(Class<B> type, Function<String, B> parse) {
        TEXTS.put(type, parse);
        SCALARS.put(type, ColumnCodec.asText(ColumnCodecs::toText, parse));
    }

    private static <B> void interval(Class<B> type, Function<PGInterval, B> convert) {
        Function<String, B> parse = text -> {
            try {
                return convert.apply(new PGInterval(text));
            } catch (SQLException e) {
                throw new DefinitionException("\"%s\" is not an interval as PostgreSQL writes it.".formatted(text), e);
            }
        };
        scalar(type, parse, (rows, i) -> parsed(rows.getString(i), parse));
    }

    private static BigDecimal decimal(String text, Field<?> column) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new DefinitionException(
                    "The column %s holds %s, which BigDecimal cannot; map it with a converter from String."
                            .formatted(column.getName(), text),
                    e);
        }
    }

    /** As the driver has it, which is what PostgreSQL writes; what the driver refuses is refused by its text. */
    private static @Nullable Object decimal(ResultSet rows, int index, Field<?> column) throws SQLException {
        try {
            return rows.getBigDecimal(index);
        } catch (SQLException notFinite) {
            return parsed(rows.getString(index), text -> decimal(text, column));
        }
    }

    private static Object object(String type, String text) {
        PGobject object = new PGobject();
        object.setType(type);
        try {
            object.setValue(text);
        } catch (SQLException e) {
            throw new DefinitionException("\"%s\" is not a value of %s.".formatted(text, type), e);
        }
        return object;
    }

    /** The text that the type itself writes; a cast of an inet to text adds its netmask. */
    private static Field<?> asWritten(Field<?> column) {
        return DSL.field("case when {0} is not null then format('%s', {0}) end", String.class, column);
    }

    private static Field<?> toText(Field<?> column) {
        return DSL.field("{0}::text", String.class, column);
    }

    private static <B> @Nullable Object parsed(@Nullable String text, Function<String, B> parse) {
        return text == null ? null : parse.apply(text);
    }

    private static @Nullable Object orNull(Object value, boolean wasNull) {
        return wasNull ? null : value;
    }
}
