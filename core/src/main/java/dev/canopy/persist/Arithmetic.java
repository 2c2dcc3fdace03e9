package dev.canopy.persist;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jooq.Converter;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Sums of values of a column, as exact as the column's type is. */
final class Arithmetic {
    private Arithmetic() {}

    /** The value and so many more, as the column has it; nothing and any number is nothing, as in SQL. */
    static <V> @Nullable V sum(Field<V> column, @Nullable Object value, Number by) {
        return value == null
                ? null
                : as(column.getConverter(), new BigDecimal(value.toString()).add(new BigDecimal(by.toString())));
    }

    /** The number with the other sign, as the column has it. */
    static <V> V negated(Field<V> column, Number number) {
        return as(column.getConverter(), new BigDecimal(number.toString()).negate());
    }

    /** The number, as the column has it. */
    static <V> V as(Field<V> column, BigInteger number) {
        return as(column.getConverter(), new BigDecimal(number));
    }

    private static <D, V> V as(Converter<D, V> converter, BigDecimal number) {
        Class<D> type = converter.fromType();
        Object plain = switch (type.getSimpleName()) {
            case "Short" -> number.shortValueExact();
            case "Integer" -> number.intValueExact();
            case "Long" -> number.longValueExact();
            case "BigInteger" -> number.toBigIntegerExact();
            case "Float" -> number.floatValue();
            case "Double" -> number.doubleValue();
            default -> number;
        };
        return converter.from(type.cast(plain));
    }
}
