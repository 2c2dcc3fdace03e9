package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;

/** A constraint of the database refused a write. */
public abstract sealed class ConstraintException extends CanopyException implements ConstraintRefusal
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

    @Override
    public ConstraintFacts facts() {
        return facts;
    }

    @Override
    public List<Violation> violations() {
        return violations;
    }
}
