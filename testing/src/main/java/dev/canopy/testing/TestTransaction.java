package dev.canopy.testing;

import dev.canopy.sql.AmbientTransactions;

/**
 * The transaction around a test, for a Database: {@code db.transaction} is a savepoint in it, and as it is never committed, what
 * waits for a commit runs where the outermost one of the code under test would have been.
 */
final class TestTransaction implements AmbientTransactions {
    @Override
    public boolean isActive() {
        return true;
    }

    /** Nothing to mark: it is rolled back anyway, and the test goes on to look at what the failure left. */
    @Override
    public void markRollbackOnly() {}

    @Override
    public void afterCommit(Runnable action) {
        action.run();
    }

    /** What is undone at the end of the test was never wanted. */
    @Override
    public void afterRollback(Runnable action) {}
}
