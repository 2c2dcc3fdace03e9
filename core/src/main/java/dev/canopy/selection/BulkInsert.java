package dev.canopy.selection;

import dev.canopy.error.DefinitionException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * How many rows are to be created at once. An immutable value; every word returns a copy.
 *
 * @param <T> the table
 * @param <R> its rows
 */
public final class BulkInsert<T extends Table<R>, R extends Record> {
    private static final int CHUNK = 5_000;

    private final T table;
    private final Duplicates duplicates;
    private final @Nullable Conflict<T, R> conflict;
    private final int chunk;
    private final LongConsumer progress;
    private final boolean hooks;

    private enum Duplicates {
        REFUSED,
        IGNORED,
        UPDATED
    }

    private BulkInsert(
            T table,
            Duplicates duplicates,
            @Nullable Conflict<T, R> conflict,
            int chunk,
            LongConsumer progress,
            boolean hooks) {
        this.table = table;
        this.duplicates = duplicates;
        this.conflict = conflict;
        this.chunk = chunk;
        this.progress = progress;
        this.hooks = hooks;
    }

    /** For models: nothing said yet. */
    public static <T extends Table<R>, R extends Record> BulkInsert<T, R> into(T table) {
        return new BulkInsert<>(table, Duplicates.REFUSED, null, CHUNK, done -> {}, true);
    }

    /** Leaves out a row that any unique key has no room for; it is not in the answer. */
    public BulkInsert<T, R> ignoringDuplicates() {
        requireUndecided("ignoringDuplicates");
        return new BulkInsert<>(table, Duplicates.IGNORED, null, chunk, progress, hooks);
    }

    /** Changes the row that is there, where one has the same key: {@code b.updatingDuplicates(on -> on.key(u -> u.EMAIL))}. */
    public BulkInsert<T, R> updatingDuplicates(Function<? super Conflict.On<T, R>, Conflict<T, R>> on) {
        requireUndecided("updatingDuplicates");
        Conflict<T, R> said = on.apply(new Conflict.On<>(table));
        return new BulkInsert<>(table, Duplicates.UPDATED, said, chunk, progress, hooks);
    }

    /** Writes at most so many rows by one statement, and fewer where they are large; 5,000 if it is not said. */
    public BulkInsert<T, R> chunks(int rows) {
        if (rows < 1) {
            throw new DefinitionException("chunks(%d) holds no row; say how many rows.".formatted(rows));
        }
        return new BulkInsert<>(table, duplicates, conflict, rows, progress, hooks);
    }

    /** Tells after each chunk how many of the rows given are done; on the thread and in the transaction of the write. */
    public BulkInsert<T, R> onProgress(LongConsumer done) {
        return new BulkInsert<>(table, duplicates, conflict, chunk, progress.andThen(done), hooks);
    }

    /** Runs no hook; validators still hold. */
    public BulkInsert<T, R> withoutHooks() {
        return new BulkInsert<>(table, duplicates, conflict, chunk, progress, false);
    }

    /** The same with another one who is told how many rows are done. */
    public BulkInsert<T, R> onlyTelling(LongConsumer done) {
        return new BulkInsert<>(table, duplicates, conflict, chunk, done, hooks);
    }

    /** Whether a row that a unique key has no room for is left out. */
    public boolean ignoresDuplicates() {
        return duplicates == Duplicates.IGNORED;
    }

    /** How a row that is there is recognised and changed; null if that is not wanted. */
    public @Nullable Conflict<T, R> conflict() {
        return conflict;
    }

    /** How many rows one statement holds at most. */
    public int chunkSize() {
        return chunk;
    }

    /** Who is told how many rows are done. */
    public LongConsumer progress() {
        return progress;
    }

    /** Whether hooks run. */
    public boolean runsHooks() {
        return hooks;
    }

    private void requireUndecided(String word) {
        if (duplicates != Duplicates.REFUSED) {
            throw new DefinitionException(
                    "%s(..) contradicts what was said of duplicates before; say one of ignoringDuplicates() and updatingDuplicates(..), once."
                            .formatted(word));
        }
    }
}
