package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An association was read that no include had loaded; nothing is ever loaded behind the reader's back. */
public final class NotLoadedException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NotLoadedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public NotLoadedException(String message) {
        this(message, null);
    }
}
