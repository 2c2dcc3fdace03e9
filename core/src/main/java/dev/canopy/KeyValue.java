package dev.canopy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** A value on its way from one column of a key to the other one, which may have another type of number. */
final class KeyValue {
    private KeyValue() {}

    /** The value as this column has it. */
    static <V> @Nullable V as(Field<V> column, @Nullable Object value) {
        Class<V> type = column.getType();
        return value instanceof Number number && !type.isInstance(value)
                ? type.cast(exact(number, type))
                : type.cast(value);
    }

    private static Number exact(Number number, Class<?> type) {
        BigDecimal exact = new BigDecimal(number.toString());
        if (type == Long.class) {
            return exact.longValueExact();
        }
        if (type == Integer.class) {
            return exact.intValueExact();
        }
        if (type == Short.class) {
            return exact.shortValueExact();
        }
        return type == BigInteger.class ? exact.toBigIntegerExact() : exact;
    }
}
