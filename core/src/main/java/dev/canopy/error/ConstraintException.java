package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;

/** A constraint of the database refused a write. */
public abstract sealed class ConstraintException extends CanopyException
        permits ForeignKeyException, NotNullException, CheckConstraintException, ExclusionConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ConstraintFacts facts;
    private final transient List<Violation> violations;

    ConstraintException(String message, ConstraintFacts facts, List<Violation> violations, Throwable cause) {
        super(message, cause);
        this.facts = facts;
        this.violations = List.copyOf(violations);
    }

    /**
     * The same as a validator would have told it: one violation for each property that takes part. Empty where it is not the written
     * row that is wrong, but others that refer to it, and where the properties are not known.
     */
    public List<Violation> violations() {
        return violations;
    }

    /** The constraint's name, as PostgreSQL tells it. */
    public String constraint() {
        return facts.constraint();
    }

    /** The name of the table whose row was refused, without its schema. */
    public String table() {
        return facts.table();
    }

    /** The properties that take part, as far as the generated metadata knows them. */
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
