package dev.canopy.persist;

import dev.canopy.error.AfterCommitException;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.BulkCreate;
import dev.canopy.model.Hooks;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.Moment;
import dev.canopy.selection.BulkInsert;
import dev.canopy.selection.Conflict;
import dev.canopy.selection.Upserted;
import dev.canopy.selection.Written;
import dev.canopy.sql.Remembered;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.UniqueKey;

/**
 * Creates and upserts many rows at once: what is around the pipeline's write of them, the hooks for all of them together and the
 * transaction that several statements need. Thread-safe.
 */
public record BulkWriter(WritePipeline pipeline) {
    /** Creates the rows, and returns those that were written. */
    public <T extends Table<R>, R extends Record> Written<R> create(
            Meaning<T, R> defined, List<R> rows, BulkInsert<T, R> said) {
        Meaning<T, R> meaning = said.runsHooks() ? defined : defined.with(Hooks.none());
        if (rows.isEmpty()) {
            return new Written<>(List.of(), List.of(), List.of());
        }
        requireNew(meaning, rows);
        return around(meaning, rows, () -> write(meaning, rows, said, said.progress()));
    }

    /** Creates the rows that the iterator gives, a chunk at a time, in one transaction, and returns how many were written. */
    public <T extends Table<R>, R extends Record> long create(
            Meaning<T, R> defined, Iterator<? extends R> rows, BulkInsert<T, R> said) {
        Remembered earlier = new Remembered();
        try {
            return chunks(defined, rows, said, earlier);
        } catch (AfterCommitException committed) {
            // The rows are in the database, so the records stay as they were written.
            throw committed;
        } catch (RuntimeException | Error failure) {
            earlier.takeBack();
            throw failure;
        }
    }

    private <T extends Table<R>, R extends Record> long chunks(
            Meaning<T, R> defined, Iterator<? extends R> rows, BulkInsert<T, R> said, Remembered earlier) {
        return pipeline.transactions().joined(() -> {
            long sent = 0;
            long written = 0;
            while (rows.hasNext()) {
                List<R> chunk = new ArrayList<>();
                while (chunk.size() < said.chunkSize() && rows.hasNext()) {
                    chunk.add(rows.next());
                }
                chunk.forEach(row -> earlier.row(row, Snapshot.of(row)::restore));
                long before = sent;
                BulkInsert<T, R> silent =
                        said.onlyTelling(done -> said.progress().accept(before + done));
                written += create(defined, chunk, silent).rows().size();
                sent += chunk.size();
            }
            return written;
        });
    }

    /** Upserts the rows. */
    public <T extends Table<R>, R extends Record> List<Upserted<R>> upsert(
            Meaning<T, R> meaning, List<R> rows, Conflict<T, R> conflict) {
        if (rows.isEmpty()) {
            return List.of();
        }
        requireNew(meaning, rows);
        return pipeline.upsert(meaning, rows, conflict, Inserting.plainly());
    }

    private <T extends Table<R>, R extends Record> Written<R> write(
            Meaning<T, R> meaning, List<R> rows, BulkInsert<T, R> said, LongConsumer progress) {
        Inserting<R> how = new Inserting<>(null, said.chunkSize(), progress);
        Conflict<T, R> conflict = said.conflict();
        if (conflict != null) {
            return written(pipeline.upsert(meaning, rows, conflict, how));
        }
        List<R> created = pipeline.create(
                meaning,
                rows,
                said.ignoresDuplicates() ? how.on(new OnConflict.Ignore<>(OnConflict.Target.any())) : how);
        return new Written<>(created, created, List.of());
    }

    private static <R extends Record> Written<R> written(List<Upserted<R>> upserted) {
        List<R> created = new ArrayList<>();
        List<R> updated = new ArrayList<>();
        for (Upserted<R> each : upserted) {
            switch (each) {
                case Upserted.Created<R> one -> created.add(one.row());
                case Upserted.Updated<R> one -> updated.add(one.row());
            }
        }
        return new Written<>(upserted.stream().map(Upserted::row).toList(), created, updated);
    }

    private <T extends Table<R>, R extends Record> Written<R> around(
            Meaning<T, R> meaning, List<R> rows, Supplier<Written<R>> write) {
        List<Consumer<? super BulkCreate<R>>> before = meaning.hooks().atCreate(Moment.BEFORE_BULK_CREATE);
        List<Consumer<? super BulkCreate<R>>> after = meaning.hooks().atCreate(Moment.AFTER_BULK_CREATE);
        if (before.isEmpty() && after.isEmpty()) {
            return write.get();
        }
        return pipeline.together(rows, () -> tell(meaning, Moment.BEFORE_BULK_CREATE, before, rows), () -> {
            Written<R> written = write.get();
            tell(meaning, Moment.AFTER_BULK_CREATE, after, written.rows());
            return written;
        });
    }

    private <T extends Table<R>, R extends Record> void tell(
            Meaning<T, R> meaning, Moment now, List<Consumer<? super BulkCreate<R>>> hooks, List<R> rows) {
        BulkCreate<R> all = new CreatedTogether<>(pipeline.surroundings(), rows);
        Nesting.hear("bulk create", meaning.table(), now, () -> hooks.forEach(hook -> hook.accept(all)));
    }

    private static <R extends Record> void requireNew(Meaning<? extends Table<R>, R> meaning, List<R> rows) {
        UniqueKey<R> key = meaning.table().getPrimaryKey();
        if (key == null) {
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            R row = rows.get(i);
            if (isThere(row, key.getFields())) {
                throw new DefinitionException(
                        "The row of %s of index %d is in the database already, so it cannot be created; change it with save()."
                                .formatted(ModelName.of(meaning.table()), i));
            }
        }
    }

    private static boolean isThere(Record row, List<? extends Field<?>> key) {
        for (Field<?> column : key) {
            if (row.original(column) == null) {
                return false;
            }
        }
        return true;
    }
}
