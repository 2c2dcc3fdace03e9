package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A serializable or repeatable-read transaction could not be ordered among the others (SQLSTATE 40001). */
public final class SerializationException extends RetryableException {
    @Serial
    private static final long serialVersionUID = 1L;

    public SerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public SerializationException(String message) {
        this(message, null);
    }
}
