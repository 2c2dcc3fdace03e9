package dev.canopy.testing;

import dev.canopy.sql.AmbientTransactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction around a test, for a Database: {@code db.transaction} is a savepoint in it, and as it is never committed, what
 * waits for a commit runs where the outermost one of the code under test would have been.
 */
final class TestTransaction implements AmbientTransactions {
    private static final Logger log = LoggerFactory.getLogger(TestTransaction.class);

    @Override
    public boolean isActive() {
        return true;
    }

    /** Nothing to mark: it is rolled back anyway, and the test goes on to look at what the failure left. */
    @Override
    public void markRollbackOnly() {}

    @Override
    public void afterCommit(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failed) {
            log.error("An afterCommit hook failed; in production what it followed would be committed.", failed);
        }
    }
}
