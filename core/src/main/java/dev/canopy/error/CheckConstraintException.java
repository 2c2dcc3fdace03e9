package dev.canopy.error;

import java.io.Serial;

/** A CHECK constraint refused the row (SQLSTATE 23514). */
public final class CheckConstraintException extends ConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CheckConstraintException(String message, ConstraintFacts facts, Throwable cause) {
        super(message, facts, cause);
    }
}
