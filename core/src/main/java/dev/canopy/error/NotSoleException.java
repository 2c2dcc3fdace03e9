package dev.canopy.error;

import java.io.Serial;

/** One row at most was to be there, and there are more. */
public final class NotSoleException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NotSoleException(String message) {
        super(message, null);
    }
}
