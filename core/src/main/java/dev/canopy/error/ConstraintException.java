package dev.canopy.error;

import java.io.Serial;
import java.util.List;

/** A constraint of the database refused a write. */
public abstract sealed class ConstraintException extends CanopyException
        permits ForeignKeyException, NotNullException, CheckConstraintException, ExclusionConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ConstraintFacts facts;

    ConstraintException(String message, ConstraintFacts facts, Throwable cause) {
        super(message, cause);
        this.facts = facts;
    }

    public String constraint() {
        return facts.constraint();
    }

    public String table() {
        return facts.table();
    }

    /** The properties that take part, as far as the generated metadata knows them. */
    public List<String> fields() {
        return facts.fields();
    }
}
