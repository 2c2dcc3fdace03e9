package dev.canopy.model;

import dev.canopy.selection.Selection;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The write that a hook runs in. Valid until the hook returns.
 *
 * @param <R> the rows that are written
 */
public interface Operation<R extends Record> {
    WriteKind kind();

    /** The columns whose value differs from what the database has; on a create, those that were set. */
    Set<Field<?>> changedFields();

    /** Plain jOOQ in the operation's transaction. */
    DSLContext dsl();

    /** Another table, in the operation's transaction. */
    <T extends Table<X>, X extends Record> Selection<T, X> on(T table);
}
