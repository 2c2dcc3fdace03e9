package dev.canopy.model;

import org.jooq.Record;

/**
 * Something that runs at a moment of a write. What it throws stops the operation: before the SQL, none runs; after it, the
 * transaction is rolled back.
 *
 * @param <R> the rows
 */
@FunctionalInterface
public interface Hook<R extends Record> {
    /** Runs on the thread and in the transaction of the write. */
    void run(R row, Operation<R> operation);
}
