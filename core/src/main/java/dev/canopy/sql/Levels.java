package dev.canopy.sql;

import dev.canopy.error.CanopyException;
import dev.canopy.error.CommitUnknownException;
import dev.canopy.error.TransactionException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the levels of transactions begin and end, and what each thread is in meanwhile. Thread-safe.
 *
 * @param reads what follows a commit reads from the primary
 */
record Levels(Bound bound, AmbientTransactions ambient, ErrorTranslation errors, Reads reads, Tally tally) {
    /** A transaction of its own. */
    Frame begin(Outermost whole) {
        Frame frame = Frame.outermost(whole);
        bound.set(frame);
        return frame;
    }

    /** A savepoint in the level. */
    Frame begin(Frame outer) {
        outer.requireUsable();
        Frame frame = outer.inside().remembering();
        bound.set(frame);
        return frame;
    }

    /** Runs the work on this thread in the other thread's level, which waits meanwhile. */
    <V, X extends Exception> V inHand(Frame frame, Work<V, X> work) throws X {
        Binding before = bound.get();
        if (before instanceof Frame own) {
            throw new TransactionException(
                    own == frame
                            ? "The transaction is on this thread already; handOver() is for another one."
                            : "This thread is in a transaction of its own, and cannot take over another one.");
        }
        frame.whole().turn().take();
        bound.set(frame);
        try {
            return work.run();
        } finally {
            unwind(frame);
            bound.set(before);
            frame.whole().turn().giveBack();
        }
    }

    /** Ends the level: commits what it did, or rolls it back and says why. What waits for the commit {@link #follow follows}. */
    void commit(Frame frame) {
        List<Frame> left = unwind(frame);
        if (!left.isEmpty()) {
            frame.markRollbackOnly(new TransactionException(
                    "A transaction that was begun inside with begin() was never ended; put it into try (..)."));
        }
        if (frame.outer() == null && !frame.whole().turn().close()) {
            frame.markRollbackOnly(new TransactionException(
                    "The transaction ended while it was handed over to another thread; wait for that thread."));
        }
        markIfFailed(frame);
        Throwable failure = frame.failure();
        if (failure != null) {
            TransactionException refused = Frame.rolledBackBecause(failure);
            rollback(frame, refused);
            throw refused;
        }
        try {
            frame.ending();
        } catch (RuntimeException | Error e) {
            rollback(frame, e);
            throw e;
        }
        try {
            frame.commit();
        } catch (SQLException e) {
            throw notCommitted(frame, e);
        }
        end(frame);
        if (frame.outer() != null) {
            frame.outer().afterCommit().addAll(frame.afterCommit());
            frame.outer().afterRollback().addAll(frame.afterRollback());
            frame.handOnChanges(frame.outer());
        } else if (frame.hasBegun() && !frame.whole().isForeign()) {
            tally.committed();
        }
    }

    /** Raw JDBC tells nobody when it fails. */
    private static void markIfFailed(Frame frame) {
        try {
            if (frame.failure() == null && frame.hasBegun() && frame.whole().isFailed()) {
                frame.markRollbackOnly(
                        new TransactionException("A statement on its connection failed, and nobody said so."));
            }
        } catch (SQLException e) {
            frame.markRollbackOnly(e);
        }
    }

    private CanopyException notCommitted(Frame frame, SQLException e) {
        if (frame.outer() != null || frame.whole().isForeign()) {
            CanopyException translated = errors.translate(e, "release savepoint");
            rollback(frame, translated);
            return translated;
        }
        CanopyException translated = errors.commit(e);
        if (translated instanceof CommitUnknownException) {
            tally.unknown();
            frame.whole().broken();
            end(frame);
            frame.takeBack();
        } else {
            rollback(frame, translated);
        }
        return translated;
    }

    /** What waited for the commit of the outermost transaction; a savepoint's actions have gone to the level around it. */
    void follow(Frame frame) {
        if (frame.outer() != null) {
            return;
        }
        List<Runnable> undone = frame.whole().undone();
        List<Runnable> done = frame.afterCommit();
        if (frame.whole().isAmbient()) {
            hearOf(undone);
            if (!done.isEmpty()) {
                ambient.afterCommit(() -> followCommit(done));
            }
            frame.afterRollback().forEach(ambient::afterRollback);
            if (frame.remembers()) {
                ambient.afterRollback(frame::takeBack);
            }
            return;
        }
        if (!undone.isEmpty()) {
            Actions.afterRollback(undone, new TransactionException("A savepoint was rolled back."));
        }
        followCommit(done);
    }

    /** What follows a commit wants to see what was committed, and a replica is late. */
    void followCommit(List<Runnable> actions) {
        if (!actions.isEmpty()) {
            reads.onPrimary(() -> {
                Actions.afterCommit(actions);
                return true;
            });
        }
    }

    /** Ends the level: takes back what it did, in memory last, so that what follows a rollback sees what was rolled back. */
    void rollback(Frame frame, Throwable failure) {
        try {
            rollbackAndTell(frame, failure);
        } finally {
            frame.takeBack();
        }
    }

    private void rollbackAndTell(Frame frame, Throwable failure) {
        unwind(frame);
        if (frame.outer() == null) {
            frame.whole().turn().close();
        }
        try {
            frame.ending();
        } catch (RuntimeException | Error e) {
            Actions.suppress(failure, e);
        }
        try {
            frame.rollback();
        } catch (SQLException e) {
            Actions.suppress(failure, e);
            frame.whole().broken();
            if (frame.outer() != null) {
                frame.outer().markRollbackOnly(errors.translate(e, "rollback to savepoint"));
            }
        }
        end(frame);
        if (frame.outer() != null) {
            frame.whole().undone().addAll(frame.afterRollback());
            return;
        }
        List<Runnable> actions = new ArrayList<>(frame.whole().undone());
        actions.addAll(frame.afterRollback());
        if (frame.whole().isAmbient()) {
            hearOf(actions);
            return;
        }
        if (frame.hasBegun() && !frame.whole().isForeign()) {
            tally.rolledBack();
        }
        Actions.afterRollback(actions, failure);
    }

    /** What a savepoint of ours did is undone, however the framework's transaction around it ends. */
    private void hearOf(List<Runnable> undone) {
        if (!undone.isEmpty()) {
            List<Runnable> actions = List.copyOf(undone);
            Runnable all =
                    () -> Actions.afterRollback(actions, new TransactionException("A savepoint was rolled back."));
            ambient.afterCommit(all);
            ambient.afterRollback(all);
        }
    }

    /** Rolls back what was begun inside a level and never ended; returns it. */
    private List<Frame> unwind(Frame frame) {
        List<Frame> left = List.of();
        while (bound.get() instanceof Frame inner && inner != frame) {
            left = left.isEmpty() ? new ArrayList<>() : left;
            left.add(inner);
            rollback(inner, new TransactionException("The transaction was left open."));
        }
        return left;
    }

    private void end(Frame frame) {
        frame.over();
        if (frame.outer() != null) {
            bound.set(frame.outer());
            return;
        }
        bound.set(frame.whole().suspended());
        frame.whole().end();
    }
}
