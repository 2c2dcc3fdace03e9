package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A row that had to be there is not. */
public final class NotFoundException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** For a selection of this model. */
    public static NotFoundException noneOf(String model) {
        return new NotFoundException(
                "No %s meets the conditions, or a default scope or soft deletion hides it; say findOne() where that may be."
                        .formatted(model));
    }

    public NotFoundException(String message) {
        this(message, null);
    }
}
