package dev.canopy.testing;

import org.jspecify.annotations.Nullable;

/** The database for tests or code generation cannot be had. The message says what was tried, why it failed and what to do. */
public final class PostgresServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
