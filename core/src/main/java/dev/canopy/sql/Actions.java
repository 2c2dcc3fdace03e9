package dev.canopy.sql;

import dev.canopy.error.AfterCommitException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for a transaction's end. Each runs, whatever becomes of the others. */
final class Actions {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

    private Actions() {}

    /** @throws AfterCommitException if one failed; all have run then */
    static void afterCommit(List<Runnable> actions) {
        List<Throwable> failures = new ArrayList<>();
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.error("An afterCommit action failed; what it followed is committed.", e);
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new AfterCommitException(failures, actions.size());
        }
    }

    /** A failure is logged and told beside the one that caused the rollback. */
    static void afterRollback(List<Runnable> actions, Throwable cause) {
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.error("An afterRollback action failed; what it followed is rolled back.", e);
                suppress(cause, e);
            }
        }
    }

    /** Tells a failure beside another one. */
    @SuppressWarnings("ReferenceEquality") // Java refuses an exception that suppresses itself
    static void suppress(Throwable failure, Throwable beside) {
        if (failure != beside) {
            failure.addSuppressed(beside);
        }
    }
}
