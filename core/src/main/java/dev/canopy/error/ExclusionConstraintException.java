package dev.canopy.error;

import java.io.Serial;

/** An EXCLUDE constraint found a row that this one conflicts with (SQLSTATE 23P01). */
public final class ExclusionConstraintException extends ConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ExclusionConstraintException(String message, ConstraintFacts facts, Throwable cause) {
        super(message, facts, cause);
    }
}
