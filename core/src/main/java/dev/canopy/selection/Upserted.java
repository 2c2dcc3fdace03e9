package dev.canopy.selection;

import org.jooq.Record;

/**
 * What an upsert did: a {@code switch} over {@link Created} and {@link Updated} is complete.
 *
 * @param <R> the rows
 */
public sealed interface Upserted<R extends Record> {
    /** The row as the database has it now. */
    R row();

    /** There was no row with this key; now there is. */
    record Created<R extends Record>(R row) implements Upserted<R> {}

    /** There was a row with this key; it was changed. */
    record Updated<R extends Record>(R row) implements Upserted<R> {}
}
