package dev.canopy.persist;

import java.util.Arrays;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** How an entity was at a moment, so that a write that fails leaves no trace in it. */
public final class Snapshot {
    private final @Nullable Object[] values;
    private final @Nullable Object[] originals;
    private final boolean[] touched;

    private Snapshot(@Nullable Object[] values, @Nullable Object[] originals, boolean[] touched) {
        this.values = values;
        this.originals = originals;
        this.touched = touched;
    }

    /** How it is now. */
    public static Snapshot of(Record row) {
        int size = row.size();
        Snapshot now = new Snapshot(new Object[size], new Object[size], new boolean[size]);
        for (int i = 0; i < size; i++) {
            now.values[i] = copy(row.get(i));
            now.originals[i] = row.original(i);
            now.touched[i] = row.touched(i);
        }
        return now;
    }

    /** Whether the row has these values, by content. */
    boolean holds(Record row) {
        for (int i = 0; i < values.length; i++) {
            if (!Objects.deepEquals(values[i], row.get(i)) || touched[i] != row.touched(i)) {
                return false;
            }
        }
        return true;
    }

    /** What the database had in this column then, as far as the row knew. */
    @SuppressWarnings("unchecked") // it was read from this very column
    <V> @Nullable V original(Record row, Field<V> column) {
        return (V) originals[row.indexOf(column)];
    }

    /** Makes the row that again. */
    public void restore(Record row) {
        for (int i = 0; i < values.length; i++) {
            put(row, row.field(i), originals[i]);
        }
        row.touched(false);
        for (int i = 0; i < values.length; i++) {
            if (touched[i]) {
                put(row, row.field(i), values[i]);
            }
            row.touched(i, touched[i]);
        }
    }

    /** What a hook changes inside an array must not change the snapshot. */
    private static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> bytes.clone();
            case Object[] array -> Arrays.copyOf(array, array.length);
            case null -> null;
            default -> value;
        };
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the record held the very value before
    private static <V> void put(Record row, @Nullable Field<V> column, @Nullable Object value) {
        row.set(column, (V) value);
    }
}
