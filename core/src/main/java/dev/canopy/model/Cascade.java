package dev.canopy.model;

import dev.canopy.association.Link;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Rows that go with the row above them, and come back with it.
 *
 * @param association by which they hang on it
 * @param target their table
 * @param link the columns that tie them to it
 * @param <C> their table
 * @param <X> the rows
 */
public record Cascade<C extends Table<X>, X extends Record>(String association, C target, Link link) {}
