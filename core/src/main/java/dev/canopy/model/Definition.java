package dev.canopy.model;

import org.jooq.Record;
import org.jooq.Table;

/**
 * What a model means, in one place. Its collaborators come by its constructor; it is asked once, when the Database is built.
 *
 * @param <T> the table
 * @param <R> its rows
 */
@FunctionalInterface
public interface Definition<T extends Table<R>, R extends Record> {
    /** Says it. */
    void define(ModelBuilder<T, R> m);
}
