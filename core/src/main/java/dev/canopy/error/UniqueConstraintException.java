package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;

/** A value that must be unique is taken already (SQLSTATE 23505); one violation for each column of the constraint. */
public final class UniqueConstraintException extends ValidationException implements ConstraintRefusal {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ConstraintFacts facts;

    public UniqueConstraintException(
            String message, ConstraintFacts facts, List<Violation> violations, Throwable cause) {
        super(message, violations, cause);
        this.facts = facts;
    }

    @Override
    public ConstraintFacts facts() {
        return facts;
    }
}
