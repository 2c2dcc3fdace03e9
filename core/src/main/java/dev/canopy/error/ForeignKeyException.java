package dev.canopy.error;

import java.io.Serial;

/** A key refers to a row that is not there, or a row that is referred to was to go (SQLSTATE 23503). */
public final class ForeignKeyException extends ConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ForeignKeyException(String message, ConstraintFacts facts, Throwable cause) {
        super(message, facts, cause);
    }
}
