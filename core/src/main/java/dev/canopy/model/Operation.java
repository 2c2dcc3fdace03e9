package dev.canopy.model;

import dev.canopy.validation.Violation;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * The write of one row that a hook runs in. Of a write of many rows, each has its own.
 *
 * @param <R> the rows that are written
 */
public interface Operation<R extends Record> extends Reach {
    /** What the write does to the row. */
    WriteKind kind();

    /**
     * The columns that the write changes: on a create, those that were set; on an update, those that differ from what the database
     * had; on a soft deletion and its undoing, the column that marks it. The same after the SQL as before it.
     */
    Set<Field<?>> changedFields();

    /** Whether the write changes this column. */
    default boolean changes(Field<?> column) {
        return changedFields().contains(column);
    }

    /** What the database had in this column before the write; null where it had NULL, or no such row. */
    <V> @Nullable V original(Field<V> column);

    /** What is wrong with the row; empty except after {@code validationFailed}. */
    List<Violation> violations();
}
