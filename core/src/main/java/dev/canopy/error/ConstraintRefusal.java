package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.util.List;

/**
 * What a constraint of the database has refused, and why: all that {@link UniqueConstraintException}, which is a {@link
 * ValidationException}, has in common with every {@link ConstraintException}.
 */
public sealed interface ConstraintRefusal permits ConstraintException, UniqueConstraintException {
    /** What is known of the constraint. */
    ConstraintFacts facts();

    /**
     * The same as a validator would have told it: one violation for each property that takes part. Empty where it is not the written
     * row that is wrong, but others that refer to it, and where the properties are not known.
     */
    List<Violation> violations();

    /** The constraint's or unique index's name, as PostgreSQL tells it. */
    default String constraint() {
        return facts().constraint();
    }

    /** The name of the table whose row was refused, without its schema; of a domain's constraint the domain's, for no table is told. */
    default String table() {
        return facts().table();
    }

    /** The properties that take part, as far as the generated metadata knows them; empty for an index on an expression. */
    default List<String> fields() {
        return facts().fields();
    }

    /**
     * Which rows of a write of many may have been refused, by their indexes in the order in which they were given: one where the
     * values tell it from the others. Empty where it was the write of a single row, where nothing tells, and in a write of a selection. Of a
     * stream, those of the chunk.
     */
    default List<Integer> rows() {
        return facts().rows();
    }
}
