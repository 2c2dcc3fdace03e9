package dev.canopy;

import dev.canopy.error.AfterCommitException;
import dev.canopy.persist.Snapshot;
import dev.canopy.sql.LazyTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The writes of one verb: rows of one table at a time go through the pipeline, and all of them are written or none. If one
 * fails, every row that took part is as it was before the verb.
 */
final class Writes {
    private final Engine engine;
    private final IdentityHashMap<Record, Snapshot> before = new IdentityHashMap<>();
    private final List<Runnable> onFailure = new ArrayList<>();
    private boolean begun;

    private Writes(Engine engine) {
        this.engine = engine;
    }

    /** Work of one write, which needs no transaction around it. */
    static void one(Engine engine, Consumer<Writes> work) {
        new Writes(engine).run(writes -> {
            work.accept(writes);
            return true;
        });
    }

    /** Work of several statements, in one transaction. */
    static <V> V together(Engine engine, Function<Writes, V> work) {
        return new Writes(engine).run(writes -> engine.transactions().lazily(transaction -> work.apply(writes)));
    }

    /** The same for work that begins the transaction where it needs one. */
    static <V> V lazily(Engine engine, BiFunction<Writes, LazyTransaction, V> work) {
        return new Writes(engine)
                .run(writes -> engine.transactions().lazily(transaction -> work.apply(writes, transaction)));
    }

    private <V> V run(Function<Writes, V> work) {
        try {
            V result = engine.transactions().onPrimary(() -> work.apply(this));
            onFailure.forEach(engine.transactions()::changed);
            return result;
        } catch (AfterCommitException committed) {
            // The rows are in the database, so they stay as they were written.
            throw committed;
        } catch (RuntimeException | Error failure) {
            before.forEach((row, snapshot) -> snapshot.restore(row));
            onFailure.forEach(Runnable::run);
            if (begun) {
                engine.transactions().failed(failure);
            }
            throw failure;
        }
    }

    /** Remembers how a row is, before something is put into it. */
    void keep(Record row) {
        if (!before.containsKey(row)) {
            Snapshot now = Snapshot.of(row);
            before.put(row, now);
            engine.remember(row, now);
        }
        if (row.configuration() == null) {
            row.attach(engine.dsl().configuration());
        }
    }

    /** How a row was that was remembered. */
    Snapshot before(Record row) {
        return Objects.requireNonNull(before.get(row));
    }

    void keep(Collection<? extends Record> rows) {
        rows.forEach(this::keep);
    }

    /** Runs if one of the writes fails, when the rows are as they were. */
    void onFailure(Runnable undo) {
        onFailure.add(undo);
    }

    /** Inserts the rows that are new and updates the others, where they differ. */
    <C extends Table<R>, R extends Record> void save(C table, Collection<? extends R> rows) {
        List<R> known = new ArrayList<>();
        List<R> fresh = new ArrayList<>();
        rows.forEach(row -> (isNew(row) ? fresh : known).add(row));
        update(table, known);
        create(table, fresh);
    }

    <C extends Table<R>, R extends Record> void create(C table, Collection<? extends R> rows) {
        write(rows, all -> engine.create(all, table));
    }

    /** Inserts those of the rows that no key of the table keeps out, and returns the others. */
    @SuppressWarnings("ReferenceEquality") // the very rows that were given
    <C extends Table<R>, R extends Record> List<R> createMissing(C table, List<R> rows) {
        List<R> left = new ArrayList<>(rows);
        write(rows, all -> engine.createMissing(all, table).forEach(made -> left.removeIf(row -> row == made)));
        return left;
    }

    <C extends Table<R>, R extends Record> void update(C table, Collection<? extends R> rows) {
        write(rows, all -> engine.update(all, table));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // each entity is a row of its own table
    void update(Entity<?> entity) {
        update((Table) entity.getTable(), List.of((Record) entity));
    }

    <C extends Table<R>, R extends Record> void destroy(C table, Collection<? extends R> rows) {
        write(rows, all -> engine.destroy(all, table));
    }

    <C extends Table<R>, R extends Record> void restore(C table, Collection<? extends R> rows) {
        write(rows, all -> engine.restore(all, table));
    }

    private <R extends Record> void write(Collection<? extends R> rows, Consumer<List<? extends R>> write) {
        if (!rows.isEmpty()) {
            keep(rows);
            write.accept(List.copyOf(rows));
            begun = true;
        }
    }

    /** A row of a table without a primary key can only be inserted. */
    static boolean isNew(Record row) {
        return !(row instanceof Entity<?> entity) || entity.isNew();
    }
}
