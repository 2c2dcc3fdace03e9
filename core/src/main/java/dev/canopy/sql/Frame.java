package dev.canopy.sql;

import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One level of a transaction: the outermost, or a savepoint inside another. Belongs to the thread that began it. */
final class Frame {
    private final Connection connection;
    private final @Nullable Frame outer;
    private final @Nullable Savepoint savepoint;
    private final boolean foreign;
    private final Thread owner = Thread.currentThread();
    private final List<Runnable> actions = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private @Nullable Throwable failure;
    private volatile boolean over;

    private Frame(Connection connection, @Nullable Frame outer, @Nullable Savepoint savepoint, boolean foreign) {
        this.connection = connection;
        this.outer = outer;
        this.savepoint = savepoint;
        this.foreign = foreign;
    }

    /** Begins a transaction; on a connection that is in somebody else's already, a savepoint. */
    static Frame outermost(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            connection.setAutoCommit(false);
            return new Frame(connection, null, null, false);
        }
        return new Frame(connection, null, connection.setSavepoint(), true);
    }

    static Frame savepoint(Frame outer) throws SQLException {
        return new Frame(outer.connection, outer, outer.connection.setSavepoint(), outer.foreign);
    }

    void commit() throws SQLException {
        if (savepoint == null) {
            connection.commit();
        } else {
            connection.releaseSavepoint(savepoint);
        }
    }

    void rollback() throws SQLException {
        if (savepoint == null) {
            connection.rollback();
        } else {
            connection.rollback(savepoint);
        }
    }

    /** Ends this level; true if the connection is to be given back. */
    boolean over() {
        over = true;
        if (outer != null) {
            return false;
        }
        if (!foreign) {
            try {
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                // A connection that cannot go back to autocommit is broken; the pool finds that out when it takes it
                // back.
                failure = failure == null ? e : failure;
            }
        }
        return true;
    }

    boolean isOver() {
        return over;
    }

    Connection connection() {
        return connection;
    }

    @Nullable
    Frame outer() {
        return outer;
    }

    boolean isForeign() {
        return foreign;
    }

    void afterCommit(Runnable action) {
        actions.add(action);
    }

    void afterCommit(List<Runnable> more) {
        actions.addAll(more);
    }

    List<Runnable> actions() {
        return List.copyOf(actions);
    }

    void atEnd(Runnable action) {
        endings.add(action);
    }

    /** Lets go of what lives no longer than this level. */
    void ending() {
        endings.forEach(Runnable::run);
        endings.clear();
    }

    void markRollbackOnly(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    void requireUsable() {
        if (failure != null) {
            throw new TransactionException(
                    "The transaction can only be rolled back, because an operation in it failed: %s Let it end, or put what may fail into a nested transaction."
                            .formatted(sentence(failure)),
                    failure);
        }
    }

    TransactionException rolledBackBecause(Throwable cause) {
        return new TransactionException(
                "The transaction was rolled back instead of committed, because an operation in it had failed: %s"
                        .formatted(sentence(cause)),
                cause);
    }

    void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw foreignThread(owner);
        }
    }

    static TransactionException foreignThread(Thread owner) {
        return new TransactionException(
                "This thread (%s) was started inside a transaction of thread %s and is not part of it; do the work on that thread, or start this one outside."
                        .formatted(Thread.currentThread().getName(), owner.getName()));
    }

    private static String sentence(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() + "." : message;
    }
}
