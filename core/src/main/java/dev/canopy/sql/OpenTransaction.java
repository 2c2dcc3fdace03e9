package dev.canopy.sql;

import org.jooq.DSLContext;

/**
 * A transaction that is ended by hand, for frameworks; everybody else takes {@code db.transaction(() -> ..)}. It is bound to the
 * thread that began it. Closing it rolls back, unless it has ended.
 *
 * {@snippet :
 * try (OpenTransaction tx = db.begin()) {
 *     transfer(from, to, amount);
 *     tx.commit();
 * }
 * }
 */
public final class OpenTransaction extends RunningTransaction implements AutoCloseable {
    OpenTransaction(Transactions transactions, Frame frame, DSLContext dsl) {
        super(transactions, frame, dsl);
    }

    /**
     * Commits.
     *
     * @throws dev.canopy.error.TransactionException if it has ended, if one begun inside has not, or if an operation in it had failed:
     *     it is rolled back then
     * @throws dev.canopy.error.CommitUnknownException if the connection was lost before the answer came
     */
    public void commit() {
        transactions().commitByHand(frame());
    }

    /** Rolls back. */
    public void rollback() {
        transactions().rollbackByHand(frame());
    }

    /** Whether it can still be used. */
    public boolean isOpen() {
        return !frame().isOver();
    }

    /** Rolls back, unless it has ended. */
    @Override
    public void close() {
        if (isOpen()) {
            rollback();
        }
    }
}
