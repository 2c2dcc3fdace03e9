package dev.canopy.error;

import java.io.Serial;

/** The same statement ran again and again in a loop, where one would do; development and tests may ask to be told. */
public final class LoopException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LoopException(String message) {
        super(message, null);
    }
}
