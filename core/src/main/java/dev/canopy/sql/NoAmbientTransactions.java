package dev.canopy.sql;

/** Nobody but Canopy begins transactions. */
enum NoAmbientTransactions implements AmbientTransactions {
    INSTANCE;

    @Override
    public boolean isActive() {
        return false;
    }

    @Override
    public void markRollbackOnly() {
        throw new IllegalStateException("There is no transaction to mark.");
    }

    @Override
    public void afterCommit(Runnable action) {
        throw new IllegalStateException("There is no transaction to wait for.");
    }

    @Override
    public void afterRollback(Runnable action) {
        throw new IllegalStateException("There is no transaction to wait for.");
    }
}
