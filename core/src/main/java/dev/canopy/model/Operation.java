package dev.canopy.model;

import dev.canopy.selection.Selection;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The write that a hook runs in. Valid until the hook returns.
 *
 * @param <R> the rows that are written
 */
public interface Operation<R extends Record> {
    WriteKind kind();

    /**
     * The columns that the write changes: on a create, those that were set; on an update, those that differ from what the database
     * had. The same after the SQL as before it.
     */
    Set<Field<?>> changedFields();

    /** What the database had in this column before the write; null where it had NULL, or no such row. */
    <V> @Nullable V original(Field<V> column);

    /** Plain jOOQ in the operation's transaction. */
    DSLContext dsl();

    /** Another table, in the operation's transaction. */
    <T extends Table<X>, X extends Record> Selection<T, X> on(T table);
}
