package dev.canopy.sql;

import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one operation. It begins at the first statement that runs on the thread meanwhile, whoever sends it, and
 * not at all if no other can follow. Within a transaction that is there already it is that one, and nothing begins or ends here.
 * Belongs to the thread that made it.
 */
public final class LazyTransaction {
    private final Thread owner = Thread.currentThread();
    private final boolean joined;
    private final List<Runnable> actions = new ArrayList<>();
    private @Nullable Frame frame;
    private boolean alone;
    private boolean mustSeeCommit;
    private volatile boolean over;

    LazyTransaction(boolean joined) {
        this.joined = joined;
    }

    /** Says that the next statement is the last one: if it is the first as well, it commits by itself. */
    public void lastStatement() {
        alone = !joined && frame == null;
    }

    void mustSeeCommit() {
        mustSeeCommit = true;
    }

    /** Whether the first statement will begin a transaction. */
    boolean isWaiting() {
        return !alone && !over;
    }

    boolean isOver() {
        return over;
    }

    void began(Frame begun) {
        frame = begun;
        begun.afterCommit(actions());
        actions.clear();
        if (begun.isForeign()) {
            requireCommitSeen();
        }
    }

    /** The connection of a statement that stands alone; somebody else may have begun something on it. */
    void checked(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            requireCommitSeen();
        }
    }

    void afterCommit(Runnable action) {
        actions.add(action);
    }

    List<Runnable> actions() {
        return List.copyOf(actions);
    }

    @Nullable
    Frame end() {
        over = true;
        return frame;
    }

    void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw Frame.foreignThread(owner);
        }
    }

    private void requireCommitSeen() {
        if (mustSeeCommit) {
            throw unseen();
        }
    }

    static TransactionException unseen() {
        return new TransactionException(
                "An afterCommit hook cannot run: the connection came with autocommit off, so somebody else commits it and"
                        + " Canopy cannot see when. Give the Database that framework's AmbientTransactions.");
    }
}
