package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The transaction lost against another one; run as a whole again, it may succeed. */
public abstract sealed class RetryableException extends CanopyException
        permits SerializationException, DeadlockException {
    @Serial
    private static final long serialVersionUID = 1L;

    RetryableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
