package dev.canopy.model;

import dev.canopy.selection.Selection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/**
 * What a hook may reach: the database, in the transaction of the operation that it runs in, and who asked for it. Everything that
 * is written through it stands or falls with the operation.
 */
public interface Reach {
    /** Plain jOOQ in the operation's transaction; the pipeline's validators and hooks do not see what it writes. */
    DSLContext dsl();

    /** Another table, in the operation's transaction, to read from and to write to. */
    <T extends Table<X>, X extends Record> Selection<T, X> on(T table);

    /** Creates a row of another table, in the operation's transaction, through that table's validators and hooks. One statement. */
    <X extends Record> X create(Table<X> table, Consumer<? super X> values);

    /** Who asked, as {@code db.actingAs(..)} was told; empty if nobody said, or it is of another type. */
    <A> Optional<A> actor(Class<A> type);

    /** Runs the action after the outermost transaction has been committed, and not if it is rolled back. */
    void afterCommit(Runnable action);
}
