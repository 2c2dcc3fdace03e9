package dev.canopy.sql;

import dev.canopy.error.TransactionException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The transaction that the thread is in. For this thread, and until it ends. */
public sealed class RunningTransaction permits OpenTransaction {
    private final Transactions transactions;
    private final @Nullable Frame frame;
    private final DSLContext dsl;

    RunningTransaction(Transactions transactions, @Nullable Frame frame, DSLContext dsl) {
        this.transactions = transactions;
        this.frame = frame;
        this.dsl = dsl;
    }

    /**
     * Runs the action once after the outermost transaction has been committed, and never if this part of it is rolled back. What
     * it throws reaches the caller as {@link dev.canopy.error.AfterCommitException}, which says that the data is committed.
     */
    public void afterCommit(Runnable action) {
        requireMine();
        transactions.afterCommit(action);
    }

    /** Runs the action once after the outermost transaction has ended, if this part of it was rolled back. */
    public void afterRollback(Runnable action) {
        requireMine();
        transactions.afterRollback(action);
    }

    /** Lets this part of the transaction be rolled back when it ends; until then statements are refused. */
    public void rollbackOnly() {
        requireMine();
        transactions.failed(new TransactionException("rollbackOnly() was said."));
    }

    /** Which run of the work this is: 1, and more for a retry. */
    public int attempt() {
        return frame == null ? 1 : frame.whole().attempt();
    }

    /**
     * Waits for a lock that stands for nothing but this key and is given back when the outermost transaction ends
     * ({@code pg_advisory_xact_lock}). One statement. Not for distributed engines, some of which have none, or one for each node.
     *
     * @throws dev.canopy.error.LockNotAvailableException if {@code lockTimeout} passes first
     */
    public void lock(String key) {
        requireMine();
        dsl.select(call("pg_advisory_xact_lock", key)).execute();
    }

    /** The same without waiting: whether the lock was free. */
    public boolean tryLock(String key) {
        requireMine();
        return Boolean.TRUE.equals(dsl.select(DSL.field("{0}", Boolean.class, call("pg_try_advisory_xact_lock", key)))
                .fetchSingle()
                .value1());
    }

    /** What another thread, which must be waited for, can work in this transaction with. */
    public HandOver handOver() {
        requireMine();
        if (frame == null) {
            throw new TransactionException(
                    "A framework's transaction cannot be handed over to another thread; begin one inside it with"
                            + " transaction(..).");
        }
        return new HandOver(transactions, frame);
    }

    Transactions transactions() {
        return transactions;
    }

    Frame frame() {
        return Objects.requireNonNull(frame);
    }

    private void requireMine() {
        Frame current = transactions.current();
        if (frame == null ? !transactions.isActive() : current == null || current.whole() != frame.whole()) {
            throw new TransactionException("The transaction has ended, or is not that of this thread.");
        }
    }

    /** The same number on every server and version, by the first bytes of the key's SHA-256. */
    private static Field<?> call(String function, String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return DSL.function(
                    function, Object.class, DSL.val(ByteBuffer.wrap(hash).getLong()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
