package dev.canopy.codegen;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Nothing was generated, and the message says what to mend: it names the file, the object or the setting. */
public final class GenerationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    GenerationException(String message) {
        this(message, null);
    }

    GenerationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
