package dev.canopy;

import dev.canopy.error.CanopyException;
import dev.canopy.error.ConstraintException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.error.ValidationException;
import dev.canopy.validation.Violation;
import java.util.List;

/**
 * What became of a write that may be refused: of {@code tryCreate} and {@code trySave}. A {@code switch} over the three is
 * complete. Whatever else goes wrong is thrown.
 *
 * @param <R> the row
 */
public sealed interface WriteResult<R> {
    /** The row: as the database has it, or, if the write was refused, as it was before, to be mended and saved. */
    R row();

    /**
     * The saved row; for one that was refused throws what the write would have thrown that does not try.
     *
     * @throws ValidationException if it was found invalid
     * @throws ConstraintException if a constraint of the database other than a unique one refused it
     * @throws StaleEntityException if somebody else has changed or removed it
     */
    R orElseThrow();

    /** It was written, or nothing had to be. */
    record Saved<R>(R row) implements WriteResult<R> {
        @Override
        public R orElseThrow() {
            return row;
        }
    }

    /**
     * It was refused by a validator, or by a constraint of the database that tells which fields it does not like: a value that must be
     * unique, a row that must be there, a check; nothing was written.
     */
    record Invalid<R>(R row, ValidationException refusal) implements WriteResult<R> {
        /** Everything that is wrong with it; never empty. */
        public List<Violation> violations() {
            return refusal.violations();
        }

        @Override
        public R orElseThrow() {
            throw refused(refusal.getCause() instanceof ConstraintException constraint ? constraint : refusal);
        }
    }

    /** Somebody else has changed or removed it since it was read; nothing was written. */
    record Stale<R>(R row, StaleEntityException refusal) implements WriteResult<R> {
        @Override
        public R orElseThrow() {
            throw refused(refusal);
        }
    }

    private static CanopyException refused(CanopyException refusal) {
        return refusal;
    }
}
