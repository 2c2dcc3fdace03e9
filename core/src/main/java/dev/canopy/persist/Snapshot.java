package dev.canopy.persist;

import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** How an entity was at a moment, so that a write that fails leaves no trace in it. */
public final class Snapshot {
    private final @Nullable Object[] values;

    /** What the database had, as far as the row knew; null where that was nothing. */
    private final @Nullable Object @Nullable [] originals;

    private final boolean[] touched;

    private Snapshot(@Nullable Object[] values, @Nullable Object @Nullable [] originals, boolean[] touched) {
        this.values = values;
        this.originals = originals;
        this.touched = touched;
    }

    /** How it is now. */
    @SuppressWarnings("ReferenceEquality") // the very values
    public static Snapshot of(Record row) {
        int size = row.size();
        @Nullable Object[] values = new @Nullable Object[size];
        boolean[] touched = new boolean[size];
        boolean none = true;
        boolean same = true;
        for (int i = 0; i < size; i++) {
            values[i] = copy(row.get(i));
            touched[i] = row.touched(i);
            Object original = row.original(i);
            none &= original == null;
            same &= original == values[i];
        }
        // None of a row that is new, and the values of one in which nothing was set.
        return new Snapshot(values, none ? null : same ? values : originals(row), touched);
    }

    private static @Nullable Object[] originals(Record row) {
        @Nullable Object[] originals = new @Nullable Object[row.size()];
        for (int i = 0; i < originals.length; i++) {
            originals[i] = row.original(i);
        }
        return originals;
    }

    private @Nullable Object original(int column) {
        return originals == null ? null : originals[column];
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
        return (V) original(row.indexOf(column));
    }

    /** Makes the row that again. */
    public void restore(Record row) {
        for (int i = 0; i < values.length; i++) {
            put(row, row.field(i), original(i));
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
        if (value == null || !value.getClass().isArray()) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        return value instanceof Object[] array ? array.clone() : value;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the record held the very value before
    private static <V> void put(Record row, @Nullable Field<V> column, @Nullable Object value) {
        row.set(column, (V) value);
    }
}
