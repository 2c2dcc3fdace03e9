package dev.canopy.spring;

import dev.canopy.sql.AmbientTransactions;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a Database take part in Spring's transactions: what it does inside one is committed and rolled back with it, and
 * {@code db.transaction(..)} inside is a savepoint. The Database must be given a DataSource that hands out Spring's own connections.
 * Thread-safe.
 *
 * {@snippet :
 * Database db = Database.using(
 *         new TransactionAwareDataSourceProxy(pool),
 *         c -> c.ambient(new SpringTransactions(transactionManager)));
 * }
 *
 * <p>Actions after a commit or rollback run when Spring's transaction has ended and is set aside, so what they write is committed by
 * itself. One that fails after a commit reaches whoever ended the transaction; one that fails after a rollback is logged by Spring.
 */
public final class SpringTransactions implements AmbientTransactions {
    private final PlatformTransactionManager manager;
    private final TransactionTemplate outside;

    /** @param manager the one that begins the service's transactions on this DataSource */
    @SuppressWarnings("exports") // whoever has a manager to give reads its module
    public SpringTransactions(PlatformTransactionManager manager) {
        this.manager = manager;
        this.outside = new TransactionTemplate(
                manager, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NOT_SUPPORTED));
    }

    @Override
    public boolean isActive() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** As a part of the transaction that is rolled back, after which the whole can only be. */
    @Override
    public void markRollbackOnly() {
        manager.rollback(
                manager.getTransaction(new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_MANDATORY)));
    }

    @Override
    public void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                outside.executeWithoutResult(none -> action.run());
            }
        });
    }

    @Override
    public void afterRollback(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_ROLLED_BACK) {
                    outside.executeWithoutResult(none -> action.run());
                }
            }
        });
    }
}
