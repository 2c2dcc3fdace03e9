package dev.canopy.model;

import dev.canopy.selection.Conflict;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Upserted;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /**
     * Creates many rows of another table at once, in the operation's transaction, through that table's validators and hooks. One
     * statement for some thousands.
     *
     * @param rows new ones, as their constructor makes them
     * @return the same rows in the same order, as the database has them
     */
    <T extends Table<X>, X extends Record> List<X> bulkCreate(T table, Collection<? extends X> rows);

    /**
     * Creates a row of another table, or changes the one that has its key already, in the operation's transaction, through that
     * table's validators and hooks. One statement.
     */
    <T extends Table<X>, X extends Record> Upserted<X> upsert(
            T table, Consumer<? super X> values, Function<? super Conflict.On<T, X>, Conflict<T, X>> on);

    /**
     * The row of another table with a unique key, which is created if there is none, in the operation's transaction, through that
     * table's validators and hooks, whatever others do meanwhile. One statement if it is there; else two, and a savepoint.
     *
     * @param key sets the columns of a unique key, and nothing else
     * @param rest sets the rest of a new row
     */
    <T extends Table<X>, X extends Record> FoundOrCreated<X> findOrCreate(
            T table, Consumer<? super X> key, Consumer<? super X> rest);

    /**
     * Waits for a lock that stands for nothing but this key and is given back when the outermost transaction ends. One statement.
     *
     * @throws dev.canopy.error.TransactionException where the operation is in none: a find outside of all, and whatever follows a
     *     commit
     * @throws dev.canopy.error.LockNotAvailableException if {@code lockTimeout} passes first
     */
    void lock(String key);

    /** Who asked, as {@code db.actingAs(..)} was told; empty if nobody said, or it is of another type. */
    <A> Optional<A> actor(Class<A> type);

    /** Runs the action after the outermost transaction has been committed, and not if it is rolled back. */
    void afterCommit(Runnable action);

    /** Runs the action after the outermost transaction has ended, if what the operation did was rolled back. */
    void afterRollback(Runnable action);
}
