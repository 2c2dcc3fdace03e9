package dev.canopy.persist;

import dev.canopy.error.AfterCommitException;
import dev.canopy.load.Channel;
import dev.canopy.load.Entities;
import dev.canopy.model.Meaning;
import dev.canopy.model.WriteKind;
import dev.canopy.plan.Models;
import dev.canopy.selection.Conflict;
import dev.canopy.selection.Upserted;
import dev.canopy.sql.LazyTransaction;
import dev.canopy.sql.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The one path of every write of records, whatever its door. A write is of rows of one table; a single one is a list of one.
 * Thread-safe; the records are not.
 *
 * <p>A write has a transaction of its own only where it needs one: where it has several statements, or a hook follows its SQL,
 * or a hook before it executed something. A write that fails leaves all its records as they were. If its SQL had begun, the
 * transaction around it can only be rolled back.
 */
public final class WritePipeline {
    private final Surroundings surroundings;
    private final Entities entities;
    private final Clock clock;
    private final Channel channel;
    private final ManyRows statements;
    private final Models models;

    /**
     * @param models what the rows below a row mean
     * @param channel sends the statements
     * @param clock gives the time for timestamps and soft deletion
     */
    public WritePipeline(Surroundings surroundings, Models models, Channel channel, Entities entities, Clock clock) {
        this.models = models;
        this.surroundings = surroundings;
        this.entities = entities;
        this.clock = clock;
        this.channel = channel;
        this.statements = new ManyRows(channel, entities);
    }

    /** Inserts the rows. */
    public <T extends Table<R>, R extends Record> void create(Meaning<T, R> meaning, List<? extends R> rows) {
        create(meaning, rows, Inserting.plainly());
    }

    /** Inserts those of the rows that no key keeps out, and returns them; the others are as they were. */
    public <T extends Table<R>, R extends Record> List<R> createMissing(Meaning<T, R> meaning, List<? extends R> rows) {
        return create(meaning, rows, Inserting.<R>plainly().on(new OnConflict.Ignore<>(OnConflict.Target.any())));
    }

    /** Inserts the rows in this way, and returns those that were inserted. */
    <T extends Table<R>, R extends Record> List<R> create(
            Meaning<T, R> meaning, List<? extends R> rows, Inserting<R> how) {
        return write(meaning, WriteKind.CREATE, rows, write -> write.create(how))
                .rows();
    }

    /** Inserts the rows, and where the conflict's key is there already, updates that row. */
    <T extends Table<R>, R extends Record> List<Upserted<R>> upsert(
            Meaning<T, R> meaning, List<? extends R> rows, Conflict<T, R> conflict, Inserting<R> how) {
        return write(meaning, WriteKind.UPSERT, rows, write -> write.upsert(conflict, how))
                .upserted();
    }

    /**
     * Updates the columns that differ from what the database has.
     *
     * @return the rows in which something differed
     */
    public <T extends Table<R>, R extends Record> List<R> update(Meaning<T, R> meaning, List<? extends R> rows) {
        return write(meaning, WriteKind.UPDATE, rows, Write::update).rows();
    }

    /** Marks the rows as deleted where the model has soft deletion, else deletes them. */
    public <T extends Table<R>, R extends Record> void destroy(Meaning<T, R> meaning, List<? extends R> rows) {
        write(meaning, WriteKind.DESTROY, rows, Write::destroy);
    }

    /** Deletes the rows, also where the model has soft deletion. */
    public <T extends Table<R>, R extends Record> void forceDestroy(Meaning<T, R> meaning, List<? extends R> rows) {
        write(meaning, WriteKind.DESTROY, rows, Write::forceDestroy);
    }

    /** Takes the mark of soft deletion away. */
    public <T extends Table<R>, R extends Record> void restore(Meaning<T, R> meaning, List<? extends R> rows) {
        write(meaning, WriteKind.RESTORE, rows, Write::restore);
    }

    /**
     * Inserts a tree of new rows, all or none; every row of every stage is valid before the first one is inserted. One statement,
     * where no hook runs between the stages; else one for each, in a transaction.
     *
     * @param transaction in which it is done; may not have begun
     * @param after what belongs to it and needs the keys that it generated
     */
    public void createTree(List<TreeStage<?, ?>> stages, LazyTransaction transaction, List<Runnable> after) {
        TreeWrite tree = new TreeWrite(this, stages, Nesting.innermost());
        try {
            transactions().lazily(same -> {
                tree.run(this, transaction, after.isEmpty());
                after.forEach(Runnable::run);
                return tree;
            });
        } catch (AfterCommitException committed) {
            // As below: the rows are in the database.
            throw committed;
        } catch (RuntimeException | Error failure) {
            tree.undo();
            if (tree.hasBegun()) {
                transactions().failed(failure);
            }
            throw failure;
        }
    }

    /** Runs work that sets columns of a row and writes it; where that fails, the row is as it was before. */
    public <R extends Record> void orAsBefore(R row, Runnable work) {
        Snapshot before = Snapshot.of(row);
        remember(row, before);
        try {
            work.run();
        } catch (AfterCommitException committed) {
            // As below: the rows are in the database.
            throw committed;
        } catch (RuntimeException | Error failure) {
            before.restore(row);
            throw failure;
        }
    }

    /** Lets the transaction, of which a write of the row is one part, make the row this again where it is rolled back. */
    public void remember(Record row, Snapshot before) {
        if (isPartOfMore()) {
            transactions().changing(row, before::restore);
        }
    }

    /** The same, of how the row is now. */
    public void remember(Record row) {
        if (isPartOfMore()) {
            transactions().changing(row, Snapshot.of(row)::restore);
        }
    }

    /** Whether a write that begins now can be rolled back after it succeeded, by what it is a part of. */
    boolean isPartOfMore() {
        return Nesting.innermost() != null || transactions().remembers();
    }

    /** Begins the write of a row whose SQL jOOQ sends. */
    public <T extends Table<R>, R extends Record> JooqWrite begin(Meaning<T, R> meaning, WriteKind kind, R row) {
        return JooqWrite.begin(this, meaning, kind, row);
    }

    /** A write within the one whose hooks the thread is in. */
    <T extends Table<R>, R extends Record> Write<T, R> within(Meaning<T, R> meaning, WriteKind kind, R row) {
        return new Write<>(this, meaning, kind, List.of(row), Nesting.innermost());
    }

    /** Runs one part of a write, of whose transaction somebody else takes care. */
    <T extends Table<R>, R extends Record> void run(Write<T, R> write, Consumer<Write<T, R>> part) {
        write.nesting().enter();
        try {
            transactions().lazily(transaction -> {
                write.in(transaction);
                part.accept(write);
                return write;
            });
        } finally {
            write.nesting().leave();
        }
    }

    @SuppressWarnings("unchecked") // a meaning is filed under its own table
    <T extends Table<R>, R extends Record> Meaning<T, R> meaning(T table) {
        return (Meaning<T, R>) models.known(table);
    }

    Models models() {
        return models;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    DSLContext dsl() {
        return surroundings.dsl();
    }

    Channel channel() {
        return channel;
    }

    Transactions transactions() {
        return surroundings.transactions();
    }

    Entities entities() {
        return entities;
    }

    Clock clock() {
        return clock;
    }

    ManyRows statements() {
        return statements;
    }

    /**
     * Runs an operation that has hooks around its SQL, in one transaction. Where it fails, the rows are as they were before, and if
     * its SQL had begun, the transaction can only be rolled back.
     *
     * @param before what runs before the SQL
     * @param operation the SQL and what follows it
     */
    <V> V together(List<? extends Record> rows, Runnable before, Supplier<V> operation) {
        List<Snapshot> old = rows.stream().map(Snapshot::of).toList();
        for (int i = 0; i < old.size(); i++) {
            remember(rows.get(i), old.get(i));
        }
        try {
            return transactions().joined(() -> {
                before.run();
                return begun(operation);
            });
        } catch (AfterCommitException committed) {
            // As below: the rows are in the database.
            throw committed;
        } catch (RuntimeException | Error failure) {
            for (int i = 0; i < rows.size(); i++) {
                old.get(i).restore(rows.get(i));
            }
            throw failure;
        }
    }

    /** Runs SQL; where it fails, the transaction that it stands in can only be rolled back. */
    <V> V begun(Supplier<V> sql) {
        try {
            return sql.get();
        } catch (RuntimeException | Error failure) {
            transactions().failed(failure);
            throw failure;
        }
    }

    private <T extends Table<R>, R extends Record> Write<T, R> write(
            Meaning<T, R> meaning, WriteKind kind, List<? extends R> rows, Consumer<Write<T, R>> stages) {
        Write<T, R> write = new Write<>(this, meaning, kind, rows, Nesting.innermost());
        write.nesting().enter();
        try {
            transactions().lazily(transaction -> {
                run(write, transaction, stages);
                return write;
            });
        } catch (AfterCommitException committed) {
            // The rows are in the database, so the records stay as they were written.
            throw committed;
        } catch (RuntimeException | Error failure) {
            write.undo();
            throw failure;
        } finally {
            write.nesting().leave();
        }
        return write;
    }

    private <T extends Table<R>, R extends Record> void run(
            Write<T, R> write, LazyTransaction transaction, Consumer<Write<T, R>> stages) {
        write.in(transaction);
        try {
            stages.accept(write);
        } catch (RuntimeException | Error failure) {
            if (write.hasBegun()) {
                transactions().failed(failure);
            }
            throw failure;
        }
    }
}
