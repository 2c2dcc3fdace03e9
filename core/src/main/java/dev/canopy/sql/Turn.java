package dev.canopy.sql;

import dev.canopy.error.TransactionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which thread may work in a transaction: the one that began it, or the one that it was handed over to; never two at once. */
final class Turn {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final Thread owner = Thread.currentThread();
    private volatile Thread holder = owner;
    private volatile boolean over;

    /** Refuses every thread but the one whose turn it is. */
    void require() {
        if (Thread.currentThread() != holder) {
            throw new TransactionException(
                    "The transaction was handed over to thread %s and has not come back; wait for that thread before going on."
                            .formatted(holder.getName()));
        }
    }

    /** Refuses to end the transaction on a thread that it was only handed over to. */
    void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new TransactionException(
                    "Thread %s cannot end the transaction, for thread %s began it; let it return there."
                            .formatted(Thread.currentThread().getName(), owner.getName()));
        }
    }

    void take() {
        lock.lock();
        try {
            if (over) {
                throw new TransactionException(
                        "The transaction that was handed over has ended; wait for the other thread before it does.");
            }
            if (holder != owner) {
                throw new TransactionException(
                        "The transaction is in the hands of thread %s; a connection serves one thread at a time, so hand it to one after the other."
                                .formatted(holder.getName()));
            }
            holder = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    void giveBack() {
        lock.lock();
        try {
            holder = owner;
            returned.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets nobody take it any more; whoever has it is waited for, as a connection cannot be ended under somebody's hands.
     *
     * @return whether nobody had it
     */
    boolean close() {
        lock.lock();
        try {
            boolean back = holder == owner;
            while (holder != owner) {
                returned.awaitUninterruptibly();
            }
            over = true;
            return back;
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        return over;
    }

    String owner() {
        return owner.getName();
    }
}
