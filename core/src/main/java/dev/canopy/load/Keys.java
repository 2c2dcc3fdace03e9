package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.ColumnCodecs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Reads the cells of a key as one value that is equal where PostgreSQL finds the keys equal. */
final class Keys {
    private final ColumnCodec[] codecs;

    /** The type of the only column; of several, no column's. */
    private final Class<?> type;

    Keys(List<Field<?>> columns) {
        this.type = columns.size() == 1 ? columns.getFirst().getConverter().fromType() : List.class;
        this.codecs = columns.stream().map(ColumnCodecs::of).toArray(ColumnCodec[]::new);
    }

    int width() {
        return codecs.length;
    }

    /** Whether the key is one whole number that a long can hold. */
    boolean isWholeNumber() {
        return type == Long.class || type == Integer.class || type == Short.class;
    }

    /** Such a number as its column has it. */
    Object number(long number) {
        if (type == Integer.class) {
            return (int) number;
        }
        return type == Short.class ? (Object) (short) number : number;
    }

    /** The key as it was read: the value of its only column, or the values in a list; null if one of them is NULL. */
    @Nullable
    Object read(Cells cells) {
        if (codecs.length == 1) {
            return cells.value(codecs[0]);
        }
        List<Object> values = new ArrayList<>(codecs.length);
        boolean whole = true;
        for (ColumnCodec codec : codecs) {
            Object value = cells.value(codec);
            if (value == null) {
                whole = false;
            } else {
                values.add(value);
            }
        }
        return whole ? values : null;
    }

    /** The values of a key that was read. */
    List<Object> values(Object key) {
        return codecs.length == 1 ? List.of(key) : List.copyOf((List<?>) key);
    }

    /** One value for the whole key, to be found by. */
    Object found(Object key) {
        return codecs.length == 1
                ? comparable(key)
                : ((List<?>) key).stream().map(Keys::comparable).toList();
    }

    /** A number is the same number in every type and scale. */
    private static Object comparable(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case BigInteger number -> comparable(new BigDecimal(number));
            case BigDecimal number -> {
                BigDecimal stripped = number.stripTrailingZeros();
                yield stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 18
                        ? (Object) stripped.longValueExact()
                        : stripped;
            }
            default -> value;
        };
    }
}
