package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;

/** An EXCLUDE constraint found a row that this one conflicts with (SQLSTATE 23P01). */
public final class ExclusionConstraintException extends ConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ExclusionConstraintException(
            String message, ConstraintFacts facts, List<Violation> violations, Throwable cause) {
        super(message, facts, violations, cause);
    }
}
