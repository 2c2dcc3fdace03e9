package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;

/** A value that must be unique is taken already (SQLSTATE 23505); one violation for each column of the constraint. */
public final class UniqueConstraintException extends ValidationException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ConstraintFacts facts;

    public UniqueConstraintException(
            String message, ConstraintFacts facts, List<Violation> violations, Throwable cause) {
        super(message, violations, cause);
        this.facts = facts;
    }

    /** The constraint's or unique index's name. */
    public String constraint() {
        return facts.constraint();
    }

    /** The name of the table whose row was refused, without its schema. */
    public String table() {
        return facts.table();
    }

    /** The properties that take part, as far as the generated metadata knows them; empty for an index on an expression. */
    public List<String> fields() {
        return facts.fields();
    }

    /**
     * Which rows of a write of many may have been refused, by their indexes in the order in which they were given: one where the
     * values tell it from the others. Empty where it was the write of a single row, where nothing tells, and in a write of a selection. Of a
     * stream, those of the chunk.
     */
    public List<Integer> rows() {
        return facts.rows();
    }
}
