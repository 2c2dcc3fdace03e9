package dev.canopy.sql;

import dev.canopy.error.CanopyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The connections of reads: in a transaction its own, else the replica's, unless there is none or the thread said that it wants
 * the primary's. Thread-safe.
 */
final class Reads implements Route {
    private final Transactions transactions;
    private final @Nullable Replica replica;

    /** Those of the replica that are in use. */
    private final IdentityHashMap<Connection, Loan> loans = new IdentityHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();

    private final ThreadLocal<@Nullable Boolean> onPrimary;

    private record Loan(Lent connection, Thread thread) {}

    @SuppressWarnings("ThreadLocalUsage") // each Database has its own; it is removed when the work ends
    Reads(Transactions transactions, @Nullable Replica replica) {
        this(transactions, replica, new ThreadLocal<>());
    }

    private Reads(Transactions transactions, @Nullable Replica replica, ThreadLocal<@Nullable Boolean> onPrimary) {
        this.transactions = transactions;
        this.replica = replica;
        this.onPrimary = onPrimary;
    }

    /** The same in others' transactions. */
    Reads in(Transactions others) {
        return new Reads(others, replica, onPrimary);
    }

    @Override
    public Connection acquire() {
        Lent connection = replica == null || transactions.isActive() || isOnPrimary() ? null : replica.open();
        if (connection == null) {
            return transactions.acquire();
        }
        lock.lock();
        try {
            loans.put(connection.connection(), new Loan(connection, Thread.currentThread()));
        } finally {
            lock.unlock();
        }
        return connection.connection();
    }

    @Override
    public void release(Connection connection) {
        Loan given;
        if (replica == null) {
            transactions.release(connection);
            return;
        }
        lock.lock();
        try {
            given = loans.remove(connection);
        } finally {
            lock.unlock();
        }
        if (given == null) {
            transactions.release(connection);
        } else {
            given.connection().giveBack();
        }
    }

    /** Runs the work, whose reads the primary answers. */
    <V, X extends Exception> V onPrimary(Work<V, X> work) throws X {
        if (replica == null || isOnPrimary()) {
            return work.run();
        }
        onPrimary.set(true);
        try {
            return work.run();
        } finally {
            onPrimary.remove();
        }
    }

    @Override
    public CanopyException refused(SQLException refusal, @Nullable String sql) {
        return replica != null && isLent()
                ? replica.connections().errors().translate(refusal, sql)
                : transactions.refused(refusal, sql);
    }

    @Override
    public void meet(Table<?> table) {
        transactions.meet(table);
    }

    /** One snapshot, as many statements as the read has. */
    @Override
    public <V> V during(Supplier<? extends V> work) {
        return transactions.during(
                read -> isOnPrimary() || replica == null
                        ? read.repeatableRead().readOnly()
                        : read.repeatableRead().onReplica(),
                work);
    }

    private boolean isOnPrimary() {
        return onPrimary.get() != null;
    }

    private boolean isLent() {
        lock.lock();
        try {
            return loans.values().stream().anyMatch(loan -> loan.thread() == Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }
}
