package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;

/** A column that must have a value got none (SQLSTATE 23502). */
public final class NotNullException extends ConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NotNullException(String message, ConstraintFacts facts, List<Violation> violations, Throwable cause) {
        super(message, facts, violations, cause);
    }
}
