package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The row was changed or removed by somebody else since the entity was read; nothing was written. That it was changed is seen on a
 * model with a version, that it was removed on every one.
 */
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
