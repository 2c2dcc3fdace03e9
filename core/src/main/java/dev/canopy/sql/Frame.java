package dev.canopy.sql;

import dev.canopy.error.AfterCommitException;
import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Transaction;
import org.jspecify.annotations.Nullable;

/** One level of a transaction: the outermost, or a savepoint inside another. Begins with its first statement. */
final class Frame implements Binding, Transaction {
    private final Outermost whole;
    private final @Nullable Frame outer;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> afterRollback = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private @Nullable Remembered remembered;
    private @Nullable Savepoint savepoint;
    private @Nullable Throwable failure;
    private boolean begun;
    private boolean commitSeen;
    private boolean over;

    private Frame(Outermost whole, @Nullable Frame outer) {
        this.whole = whole;
        this.outer = outer;
    }

    static Frame outermost(Outermost whole) {
        return new Frame(whole, null);
    }

    Frame inside() {
        return new Frame(whole, this);
    }

    /** The connection, on which this level has begun. */
    Connection connection() throws SQLException {
        requireUsable();
        begin();
        return whole.connection();
    }

    void begin() throws SQLException {
        if (begun) {
            return;
        }
        if (outer == null) {
            whole.begin();
        } else {
            outer.begin();
        }
        if (outer != null || whole.isForeign()) {
            savepoint = whole.connection().setSavepoint();
        }
        begun = true;
        requireCommitIsSeen(whole.connection());
    }

    /** Confirms what this level did; the outermost to the server, a savepoint to the level around it. */
    void commit() throws SQLException {
        if (savepoint != null) {
            whole.connection().releaseSavepoint(savepoint);
        } else if (begun) {
            whole.connection().commit();
        }
    }

    void rollback() throws SQLException {
        if (savepoint != null) {
            whole.connection().rollback(savepoint);
        } else if (begun) {
            whole.connection().rollback();
        }
    }

    /** Takes back what was done in this level, which failed, so that it can go on. */
    void startAnew() {
        try {
            if (savepoint != null) {
                rollback();
            }
            failure = null;
        } catch (SQLException e) {
            markRollbackOnly(e);
        }
    }

    Outermost whole() {
        return whole;
    }

    @Nullable
    Frame outer() {
        return outer;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isOver() {
        return over;
    }

    void over() {
        over = true;
    }

    /** Makes sure that actions after the commit will not wait for one of which nobody tells: now, or when the first statement runs. */
    void mustSeeCommit() throws SQLException {
        if (whole.hasBegun()) {
            whole.requireCommitIsSeen(whole.connection());
        } else {
            Frame first = this;
            while (first.outer != null) {
                first = first.outer;
            }
            first.commitSeen = true;
        }
    }

    /** A statement is to run by itself on this connection. */
    void requireCommitIsSeen(Connection alone) throws SQLException {
        if (commitSeen) {
            whole.requireCommitIsSeen(alone);
        }
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    List<Runnable> afterRollback() {
        return afterRollback;
    }

    void atEnd(Runnable action) {
        endings.add(action);
    }

    /** From now on, writes tell what they change in memory; one that is a transaction by itself takes that back by itself. */
    Frame remembering() {
        changes();
        return this;
    }

    boolean remembers() {
        return remembered != null;
    }

    /** What it changed in memory. */
    Remembered changes() {
        Remembered changes = remembered;
        if (changes == null) {
            changes = new Remembered();
            remembered = changes;
        }
        return changes;
    }

    /** Makes what it changed in memory what it was before. */
    void takeBack() {
        if (remembered != null) {
            remembered.takeBack();
        }
    }

    /** Lets the level around it answer for what it changed in memory. */
    void handOnChanges(Frame to) {
        if (remembered != null) {
            to.changes().adopt(remembered);
        }
    }

    /** Lets go of what lives no longer than this level. */
    void ending() {
        List<Runnable> all = List.copyOf(endings);
        endings.clear();
        all.forEach(Runnable::run);
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

    static TransactionException rolledBackBecause(Throwable cause) {
        return new TransactionException(
                "The transaction was rolled back instead of committed, because an operation in it had failed: %s"
                        .formatted(sentence(cause)),
                cause);
    }

    /** For what is not committed, though a separate transaction in it is. */
    static TransactionException notCommittedBeside(AfterCommitException ofAnother) {
        return new TransactionException(
                "Actions after the commit of a separate transaction failed: it stays committed, and what it stood in does not. The first: %s"
                        .formatted(sentence(ofAnother.failures().getFirst())),
                ofAnother);
    }

    private static String sentence(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() + "." : message;
    }
}
