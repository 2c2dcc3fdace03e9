package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The server refused a statement for a reason that has no type of its own; the message has its words and SQLSTATE. */
public final class DatabaseException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public DatabaseException(String message) {
        this(message, null);
    }
}
