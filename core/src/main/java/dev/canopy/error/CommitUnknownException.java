package dev.canopy.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The connection was lost between sending COMMIT, or a write that commits by itself, and its answer: what it wrote may be there
 * or not, and nobody can tell from here. Neither a success nor a failure. Read what should be there before writing it again, or
 * make the write one that may be repeated: a key of one's own with a unique constraint, {@code findOrCreate}, {@code upsert}.
 *
 * <p>A statement that begins with {@code select} counts as a read; put a call of a function that writes into a transaction, so
 * that its outcome is known by the COMMIT.
 */
public final class CommitUnknownException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CommitUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
