package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The row was changed or removed by somebody else since the entity was read; nothing was written. */
public final class StaleEntityException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public StaleEntityException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StaleEntityException(String message) {
        this(message, null);
    }
}
