package dev.canopy.model;

import org.jooq.Record;

/**
 * Something that runs for each entity that was loaded.
 *
 * @param <R> the rows
 */
@FunctionalInterface
public interface FoundHook<R extends Record> {
    /** Runs when the whole tree is loaded. What it sets on the row counts as read, not as a change. */
    void run(R row, Find find);
}
