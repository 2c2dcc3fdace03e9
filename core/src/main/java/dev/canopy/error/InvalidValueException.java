package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A value does not fit the type of its column (SQLSTATE class 22): too long, out of range, unreadable. The server does not say which column. */
public final class InvalidValueException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
