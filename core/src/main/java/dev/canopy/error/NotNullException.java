package dev.canopy.error;

import java.io.Serial;

/** A column that must have a value got none (SQLSTATE 23502). */
public final class NotNullException extends ConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NotNullException(String message, ConstraintFacts facts, Throwable cause) {
        super(message, facts, cause);
    }
}
