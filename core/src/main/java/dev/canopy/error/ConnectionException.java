package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No connection to the database: refused, unknown host, wrong password, none free in the pool in time, or lost while nothing was committed. */
public final class ConnectionException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ConnectionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public ConnectionException(String message) {
        this(message, null);
    }
}
