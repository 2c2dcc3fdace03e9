package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The server ended this transaction to break a deadlock (SQLSTATE 40P01). */
public final class DeadlockException extends RetryableException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DeadlockException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public DeadlockException(String message) {
        this(message, null);
    }
}
