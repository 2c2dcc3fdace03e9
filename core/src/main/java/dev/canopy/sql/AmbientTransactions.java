package dev.canopy.sql;

/**
 * The transactions of a framework around Canopy, which begins and ends them. Connections must then come from a DataSource
 * that hands out the framework's own. Canopy begins and commits nothing while one is active; nested transactions are
 * savepoints in it. Implementations must be thread-safe.
 */
public interface AmbientTransactions {
    /** Whether the calling thread is in one of the framework's transactions. */
    boolean isActive();

    /** Makes sure that the framework's transaction will not be committed; called when an operation failed half-way. */
    void markRollbackOnly();

    /** Runs the action after the framework's transaction has been committed, and not at all if it is rolled back. */
    void afterCommit(Runnable action);

    /** Runs the action after the framework's transaction has been rolled back, and not at all if it is committed. */
    void afterRollback(Runnable action);

    /** No framework. */
    static AmbientTransactions none() {
        return NoAmbientTransactions.INSTANCE;
    }
}
