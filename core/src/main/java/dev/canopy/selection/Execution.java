package dev.canopy.selection;

import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;

/** What a selection needs to run; the Database supplies it. */
public interface Execution {
    /** The reading verbs. */
    Finding finding();

    <R extends Record> R create(Table<R> table, Consumer<? super R> values);

    <T extends Table<R>, R extends Record> List<R> bulkCreate(T table, Collection<? extends R> rows);

    <T extends Table<R>, R extends Record> Upserted<R> upsert(
            T table, Consumer<? super R> values, Function<? super Conflict.On<T, R>, Conflict<T, R>> on);

    <T extends Table<R>, R extends Record> FoundOrCreated<R> findOrCreate(
            T table, Consumer<? super R> key, Consumer<? super R> rest);

    <T extends Table<R>, R extends Record> int update(Selection<T, R> selection, Consumer<? super R> patch);

    <T extends Table<R>, R extends Record> int update(
            Selection<T, R> selection, BiConsumer<? super T, ? super Assignments<R>> assignments);

    <T extends Table<R>, R extends Record> int destroy(Selection<T, R> selection);

    <T extends Table<R>, R extends Record> int forceDestroy(Selection<T, R> selection);

    <T extends Table<R>, R extends Record> int restore(Selection<T, R> selection);

    /** Refuses a condition that names a table which neither is the root nor stands in a FROM of its own. */
    void requireKnownTables(Table<?> root, Condition condition);
}
