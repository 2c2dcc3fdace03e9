package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A transaction cannot go on as asked: it is marked rollback-only, or belongs to another thread. */
public final class TransactionException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TransactionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public TransactionException(String message) {
        this(message, null);
    }
}
