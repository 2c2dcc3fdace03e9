package dev.canopy.persist;

import java.util.function.LongConsumer;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * How rows are inserted.
 *
 * @param onConflict what becomes of a row that a unique key has no room for; null for an error
 * @param chunk how many rows one statement holds at most
 * @param progress is told after each statement how many rows were sent; null for nobody
 */
record Inserting<R extends Record>(
        @Nullable OnConflict<R> onConflict,
        int chunk,
        @Nullable LongConsumer progress) {
    static <R extends Record> Inserting<R> plainly() {
        return new Inserting<>(null, Chunks.ROWS, null);
    }

    boolean isPlain() {
        return onConflict == null && progress == null;
    }

    Inserting<R> on(OnConflict<R> newConflict) {
        return new Inserting<>(newConflict, chunk, progress);
    }
}
