package dev.canopy.error;

import java.io.Serial;

/** A cursor that somebody sent cannot be gone on from: it is blank or damaged, or it is one of another order. */
public final class CursorException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CursorException(String message) {
        super(message, null);
    }
}
