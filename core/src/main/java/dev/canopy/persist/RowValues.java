package dev.canopy.persist;

import java.util.Arrays;
import java.util.BitSet;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a row's columns are to be, by their places in the table: a value of the column's type, null for NULL, or a jOOQ field: an
 * expression for the server to compute. Not thread-safe.
 */
final class RowValues {
    private static final Object UNSET = new Object();

    private final @Nullable Object[] values;

    /** None yet, of so many columns. */
    RowValues(int columns) {
        this.values = new @Nullable Object[columns];
        Arrays.fill(values, UNSET);
    }

    void set(int column, @Nullable Object value) {
        values[column] = value;
    }

    boolean has(int column) {
        return values[column] != UNSET;
    }

    /** The value of a column that has one; null for one that has none, too. */
    @Nullable
    Object get(int column) {
        Object value = values[column];
        return value == UNSET ? null : value;
    }

    /** The columns that have a value. */
    BitSet columns() {
        BitSet columns = new BitSet(values.length);
        for (int i = 0; i < values.length; i++) {
            if (has(i)) {
                columns.set(i);
            }
        }
        return columns;
    }

    /** Whether the server computes the value. */
    boolean isComputed(int column) {
        return values[column] instanceof Field<?>;
    }
}
