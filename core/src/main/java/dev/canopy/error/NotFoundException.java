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

    /** For a selection of this table. */
    public static NotFoundException noneOf(String table) {
        return new NotFoundException(
                "No row of %s meets the conditions; say findOne() where that may be.".formatted(table));
    }

    public NotFoundException(String message) {
        this(message, null);
    }
}
