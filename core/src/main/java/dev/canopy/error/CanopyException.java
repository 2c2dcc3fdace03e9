package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Whatever Canopy refuses or the database refused; the subtype says which meaning it has. */
public abstract class CanopyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    protected CanopyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
