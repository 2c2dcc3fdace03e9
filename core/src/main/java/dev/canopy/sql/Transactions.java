package dev.canopy.sql;

import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jooq.ConnectionProvider;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one source of connections: within a transaction the one that is bound to the thread, else one of the pool's. jOOQ's own
 * {@code dsl.transaction(..)} goes through here as well, so both kinds nest in each other. Thread-safe.
 */
public final class Transactions implements ConnectionProvider, TransactionProvider {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final ConnectionProvider source;
    private final AmbientTransactions ambient;
    private final ErrorTranslation errors;

    /** Inherited by threads that are started inside a transaction, so that they can be refused instead of running outside it. */
    @SuppressWarnings("ThreadLocalUsage") // each Database has its own binding; it is removed when the transaction ends
    private final ThreadLocal<@Nullable Frame> bound = new InheritableThreadLocal<>();

    /** The operation that the thread is in, whose transaction has not begun. */
    @SuppressWarnings("ThreadLocalUsage") // as above
    private final ThreadLocal<@Nullable LazyTransaction> waiting = new InheritableThreadLocal<>();

    public Transactions(ConnectionProvider source, AmbientTransactions ambient, ErrorTranslation errors) {
        this.source = source;
        this.ambient = ambient;
        this.errors = errors;
    }

    /**
     * Runs the work in a transaction: a new one, or a savepoint in the one that the thread is in. Commits when it returns,
     * rolls back when it throws.
     */
    public <V, X extends Exception> V nested(Work<V, X> work) throws X {
        Frame frame = begin();
        V result;
        try {
            result = work.run();
        } catch (Throwable failure) {
            rollback(frame, failure);
            throw failure;
        }
        commit(frame);
        return result;
    }

    /** Runs the work in the transaction that the thread is in, else in a new one. */
    public <V> V joined(Work<V, RuntimeException> work) {
        return isActive() ? work.run() : nested(work);
    }

    /**
     * Runs an operation in the transaction that the thread is in, else in one of its own, which begins when its first statement
     * runs. Commits when the operation returns, rolls back when it throws.
     */
    public <V> V lazily(Function<? super LazyTransaction, ? extends V> operation) {
        if (isActive()) {
            return operation.apply(new LazyTransaction(true));
        }
        LazyTransaction own = new LazyTransaction(false);
        waiting.set(own);
        V result;
        try {
            result = operation.apply(own);
        } catch (Throwable failure) {
            Frame frame = end(own);
            if (frame != null) {
                rollback(frame, failure);
            }
            throw failure;
        }
        Frame frame = end(own);
        if (frame != null) {
            commit(frame);
        } else {
            own.actions().forEach(Transactions::runAfterCommit);
        }
        return result;
    }

    /** Whether the thread is in a transaction, Canopy's or a framework's, or in an operation whose first statement begins one. */
    public boolean isActive() {
        return current() != null || waiting() != null || ambient.isActive();
    }

    /**
     * Makes sure that {@link #afterCommit} will work, before the statement runs that it is to follow.
     *
     * @throws TransactionException in a transaction whose end Canopy cannot see; if it begins later, its first statement throws
     */
    public void requireAfterCommit() {
        Frame frame = current();
        LazyTransaction lazy = lazy();
        if (frame != null && frame.isForeign() && !ambient.isActive()) {
            throw LazyTransaction.unseen();
        }
        if (frame == null && lazy != null) {
            lazy.mustSeeCommit();
        }
    }

    /** Notes that an operation failed after its SQL began: what it left behind must not be committed. */
    public void failed(Throwable failure) {
        Frame frame = current();
        if (frame != null) {
            frame.markRollbackOnly(failure);
        } else if (ambient.isActive()) {
            ambient.markRollbackOnly();
        }
    }

    /**
     * Runs the action after the outermost transaction has been committed; at once if there is none.
     *
     * @throws TransactionException in a transaction whose end Canopy cannot see
     */
    public void afterCommit(Runnable action) {
        Frame frame = current();
        LazyTransaction lazy = lazy();
        if (frame == null) {
            if (ambient.isActive()) {
                ambient.afterCommit(action);
            } else if (lazy != null) {
                lazy.afterCommit(action);
            } else {
                runAfterCommit(action);
            }
        } else if (frame.isForeign() && !ambient.isActive()) {
            throw LazyTransaction.unseen();
        } else {
            frame.afterCommit(action);
        }
    }

    /** Runs the action when the transaction or savepoint that the thread is in ends, however it does, while it has its connection. */
    public void atEnd(Runnable action) {
        Frame frame = current();
        if (frame != null) {
            frame.atEnd(action);
        }
    }

    @Override
    public Connection acquire() {
        Frame frame = current();
        if (frame == null) {
            frame = beginWaiting();
        }
        if (frame == null) {
            return openAlone();
        }
        frame.requireUsable();
        return frame.connection();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very connection that is bound
    public void release(Connection connection) {
        Frame frame = current();
        if (frame == null || frame.connection() != connection) {
            source.release(connection);
        }
    }

    @Override
    public void begin(TransactionContext context) {
        begin();
    }

    @Override
    public void commit(TransactionContext context) {
        commit(required());
    }

    @Override
    public void rollback(TransactionContext context) {
        Frame frame = required();
        Throwable cause = context.cause();
        rollback(frame, cause == null ? new TransactionException("The transaction was rolled back.") : cause);
    }

    private Connection openAlone() {
        Connection connection = open();
        LazyTransaction lazy = lazy();
        if (lazy != null) {
            try {
                lazy.checked(connection);
            } catch (SQLException e) {
                source.release(connection);
                throw errors.translate(e, "select");
            } catch (TransactionException e) {
                source.release(connection);
                throw e;
            }
        }
        return connection;
    }

    private Connection open() {
        try {
            Connection connection = source.acquire();
            if (connection == null) {
                throw new TransactionException("The ConnectionProvider gave no connection.");
            }
            return connection;
        } catch (org.jooq.exception.DataAccessException e) {
            throw errors.translate(e);
        }
    }

    private Frame begin() {
        Frame outer = current();
        if (outer == null) {
            outer = beginWaiting();
        }
        Frame frame = outer == null ? beginOutermost() : beginInside(outer);
        bound.set(frame);
        return frame;
    }

    /** Begins the transaction of the operation that the thread is in; none if there is no such operation. */
    private @Nullable Frame beginWaiting() {
        LazyTransaction lazy = waiting();
        if (lazy == null) {
            return null;
        }
        Frame frame = beginOutermost();
        bound.set(frame);
        lazy.began(frame);
        return frame;
    }

    private Frame beginOutermost() {
        Connection connection = open();
        try {
            return Frame.outermost(connection);
        } catch (SQLException e) {
            source.release(connection);
            throw errors.translate(e, "begin");
        }
    }

    private Frame beginInside(Frame outer) {
        outer.requireUsable();
        try {
            return Frame.savepoint(outer);
        } catch (SQLException e) {
            throw errors.translate(e, "savepoint");
        }
    }

    private void commit(Frame frame) {
        Throwable failure = frame.failure();
        if (failure != null) {
            TransactionException refused = frame.rolledBackBecause(failure);
            rollback(frame, refused);
            throw refused;
        }
        frame.ending();
        try {
            frame.commit();
        } catch (SQLException e) {
            RuntimeException translated = errors.translate(e, "commit");
            rollback(frame, translated);
            throw translated;
        }
        end(frame);
        if (frame.outer() != null) {
            frame.outer().afterCommit(frame.actions());
        } else if (frame.isForeign()) {
            frame.actions().forEach(ambient::afterCommit);
        } else {
            frame.actions().forEach(Transactions::runAfterCommit);
        }
    }

    private void rollback(Frame frame, Throwable failure) {
        frame.ending();
        try {
            frame.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        } finally {
            end(frame);
        }
    }

    private @Nullable Frame end(LazyTransaction lazy) {
        waiting.remove();
        return lazy.end();
    }

    private void end(Frame frame) {
        Frame outer = frame.outer();
        if (outer == null) {
            bound.remove();
        } else {
            bound.set(outer);
        }
        if (frame.over()) {
            source.release(frame.connection());
        }
    }

    private Frame required() {
        Frame frame = current();
        if (frame == null) {
            throw new TransactionException("There is no transaction on this thread.");
        }
        return frame;
    }

    private @Nullable Frame current() {
        Frame frame = bound.get();
        if (frame == null) {
            return null;
        }
        if (frame.isOver()) {
            bound.remove();
            return null;
        }
        frame.requireOwner();
        return frame;
    }

    private @Nullable LazyTransaction waiting() {
        LazyTransaction lazy = lazy();
        return lazy != null && lazy.isWaiting() ? lazy : null;
    }

    private @Nullable LazyTransaction lazy() {
        LazyTransaction lazy = waiting.get();
        if (lazy == null) {
            return null;
        }
        if (lazy.isOver()) {
            waiting.remove();
            return null;
        }
        lazy.requireOwner();
        return lazy;
    }

    private static void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("An afterCommit hook failed; what it followed is committed.", e);
        }
    }
}
