package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A lock was held by somebody else, for longer than {@code lockTimeout} or where {@code noWait()} was said (SQLSTATE 55P03). */
public final class LockNotAvailableException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LockNotAvailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
