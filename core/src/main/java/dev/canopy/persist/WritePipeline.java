package dev.canopy.persist;

import dev.canopy.load.Entities;
import dev.canopy.model.Hook;
import dev.canopy.model.Meaning;
import dev.canopy.model.WriteKind;
import dev.canopy.selection.Execution;
import dev.canopy.sql.Transactions;
import java.time.Clock;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The one path of every write of a record, whatever its door. Thread-safe; the records are not.
 *
 * <p>A write that fails leaves the record as it was. If its SQL had begun, the transaction around it can only be rolled back.
 *
 * @param dsl runs the statements
 * @param execution runs the selections of hooks
 * @param clock gives the time for timestamps and soft deletion
 */
public record WritePipeline(
        DSLContext dsl, Transactions transactions, Entities entities, Execution execution, Clock clock) {

    /** Inserts the row. One statement. */
    public <T extends Table<R>, R extends Record> void create(Meaning<T, R> meaning, R row) {
        write(new Write<>(this, meaning, row, WriteKind.CREATE), Write::create);
    }

    /**
     * Updates the columns that differ from what the database has. One statement; none if nothing differs.
     *
     * @return whether anything differed
     */
    public <T extends Table<R>, R extends Record> boolean update(Meaning<T, R> meaning, R row) {
        return write(new Write<>(this, meaning, row, WriteKind.UPDATE), Write::update);
    }

    /** Marks the row as deleted where the model has soft deletion, else deletes it. One statement. */
    public <T extends Table<R>, R extends Record> void destroy(Meaning<T, R> meaning, R row) {
        write(new Write<>(this, meaning, row, WriteKind.DESTROY), Write::destroy);
    }

    /** Deletes the row, also where the model has soft deletion. One statement. */
    public <T extends Table<R>, R extends Record> void forceDestroy(Meaning<T, R> meaning, R row) {
        write(new Write<>(this, meaning, row, WriteKind.DESTROY), Write::forceDestroy);
    }

    /** Takes the mark of soft deletion away. One statement. */
    public <T extends Table<R>, R extends Record> void restore(Meaning<T, R> meaning, R row) {
        write(new Write<>(this, meaning, row, WriteKind.RESTORE), Write::restore);
    }

    private <T extends Table<R>, R extends Record> boolean write(Write<T, R> write, Predicate<Write<T, R>> steps) {
        Snapshot before = Snapshot.of(write.row());
        try {
            // Hooks may execute statements of their own; together with the write they stand or fall.
            return write.meaning().hooks().wantRows(write.kind())
                    ? transactions.joined(() -> together(write, steps))
                    : steps.test(write);
        } catch (RuntimeException | Error failure) {
            before.restore(write.row());
            throw failure;
        }
    }

    private <T extends Table<R>, R extends Record> boolean together(Write<T, R> write, Predicate<Write<T, R>> steps) {
        boolean written;
        try {
            written = steps.test(write);
        } catch (RuntimeException | Error failure) {
            if (write.hasBegun()) {
                transactions.failed(failure);
            }
            throw failure;
        }
        if (written) {
            for (Hook<R> hook : write.meaning().hooks().afterCommit(write.kind())) {
                transactions.afterCommit(() -> hook.run(write.row(), write));
            }
        }
        return written;
    }
}
