package dev.canopy.sql;

/**
 * A transaction for another thread to work in. A connection serves one thread at a time: while the other works the first one has to
 * wait, and whoever does not is refused. Safe between threads.
 *
 * {@snippet :
 * db.transaction(() -> {
 *     HandOver tx = db.currentTransaction().handOver();
 *     executor.submit(() -> tx.run(() -> users.create(..))).get();
 * });
 * }
 */
public final class HandOver {
    private final Transactions transactions;
    private final Frame frame;

    HandOver(Transactions transactions, Frame frame) {
        this.transactions = transactions;
        this.frame = frame;
    }

    /**
     * Runs the work in the transaction, on this thread.
     *
     * @throws dev.canopy.error.TransactionException if the transaction has ended, or another thread has it
     */
    public <V, X extends Exception> V call(Work<V, X> work) throws X {
        return transactions.inHand(frame, work);
    }

    /** The same for work that returns nothing. */
    public <X extends Exception> void run(Action<X> action) throws X {
        call(() -> {
            action.run();
            return true;
        });
    }
}
