package dev.canopy.selection;

import org.jooq.Record;

/**
 * What {@code findOrCreate} did: a {@code switch} over {@link Found} and {@link Created} is complete.
 *
 * @param <R> the rows
 */
public sealed interface FoundOrCreated<R extends Record> {
    /** The row as the database has it. */
    R row();

    /** The row was there; nothing was written. */
    record Found<R extends Record>(R row) implements FoundOrCreated<R> {}

    /** There was no such row; this one was created. */
    record Created<R extends Record>(R row) implements FoundOrCreated<R> {}
}
