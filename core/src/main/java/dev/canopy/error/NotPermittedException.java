package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The user of the connection may not do this, or a policy of row-level security refuses the row (SQLSTATE 42501). */
public final class NotPermittedException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NotPermittedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
