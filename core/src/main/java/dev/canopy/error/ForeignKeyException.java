package dev.canopy.error;

import dev.canopy.validation.Violation;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key refers to a row that is not there, or a row that is referred to was to go (SQLSTATE 23503, 23001). */
public final class ForeignKeyException extends ConstraintException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable Side side;

    /** Which end of the key was written. */
    public enum Side {
        /** The row that has the key; what it refers to is not there. */
        REFERRING,
        /** The row that is referred to; it was to be deleted, or to get another key. */
        REFERRED
    }

    public ForeignKeyException(
            String message, ConstraintFacts facts, List<Violation> violations, Optional<Side> side, Throwable cause) {
        super(message, facts, violations, cause);
        this.side = side.orElse(null);
    }

    /** Which end of the key was written; empty where the server does not tell, as at COMMIT. The table is that which has the key. */
    public Optional<Side> side() {
        return Optional.ofNullable(side);
    }
}
