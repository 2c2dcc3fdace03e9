package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;

/** A CHECK constraint refused the row (SQLSTATE 23514). */
public final class CheckConstraintException extends ConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CheckConstraintException(
            String message, ConstraintFacts facts, List<Violation> violations, Throwable cause) {
        super(message, facts, violations, cause);
    }
}
