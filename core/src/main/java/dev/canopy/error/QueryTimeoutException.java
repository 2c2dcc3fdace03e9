package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A statement was cancelled, by its time limit or by hand (SQLSTATE 57014). */
public final class QueryTimeoutException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public QueryTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public QueryTimeoutException(String message) {
        this(message, null);
    }
}
