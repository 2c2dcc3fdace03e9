package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What was asked contradicts itself or the schema: a mistake in the program, never in the data. */
public final class DefinitionException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DefinitionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public DefinitionException(String message) {
        this(message, null);
    }
}
