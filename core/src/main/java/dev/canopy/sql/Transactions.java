package dev.canopy.sql;

import dev.canopy.error.AfterCommitException;
import dev.canopy.error.CanopyException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jspecify.annotations.Nullable;

/**
 * The one source of connections: within a transaction the one that is bound to the thread, else one of the pool's. jOOQ's own
 * {@code dsl.transaction(..)} goes through here as well, so both kinds nest in each other. Thread-safe.
 */
public final class Transactions implements Route, TransactionProvider {
    /** Where a jOOQ configuration keeps its transactions, so that readers of rows find them. */
    public static final String KEY = "dev.canopy.transactions";

    private final Connections connections;
    private final @Nullable Replica replica;
    private final Reads reads;
    private final @Nullable Tenant tenant;
    private final AmbientTransactions ambient;
    private final ErrorTranslation errors;
    private final TransactionOptions usual;
    private final Bound bound;
    private final Tally tally;
    private final Levels levels;
    private final Retries retries;

    /**
     * Over these connections.
     *
     * @param replica answers reads outside transactions; null for none
     * @param usual how a transaction is that says nothing of it
     */
    public Transactions(
            ConnectionProvider source,
            @Nullable Replica replica,
            AmbientTransactions ambient,
            ErrorTranslation errors,
            TransactionOptions usual) {
        this.connections = new Connections(source, ambient, errors);
        this.replica = replica;
        this.reads = new Reads(this, replica);
        this.tenant = null;
        this.ambient = ambient;
        this.errors = errors;
        this.usual = usual;
        this.bound = new Bound();
        this.tally = new Tally();
        this.levels = new Levels(bound, ambient, errors, reads, tally);
        this.retries = new Retries(tally);
    }

    private Transactions(Transactions others, Tenant tenant) {
        this.connections = others.connections;
        this.replica = others.replica;
        this.reads = others.reads.in(this);
        this.tenant = tenant;
        this.ambient = others.ambient;
        this.errors = others.errors;
        this.usual = others.usual;
        this.bound = others.bound;
        this.tally = others.tally;
        this.levels = others.levels;
        this.retries = others.retries;
    }

    /** The same for one tenant, outside of whose transactions no connection is to be had. */
    public Transactions of(Tenant of) {
        if (tenant != null) {
            throw new DefinitionException(
                    "forTenant(\"%s\") was said on the Database of tenant %s; say it on the one that is nobody's."
                            .formatted(of.value(), tenant.value()));
        }
        return new Transactions(this, of);
    }

    /** Runs the work in a transaction: one of its own, or a savepoint in the one that the thread is in. */
    public <V, X extends Exception> V nested(Work<V, X> work) throws X {
        return current() == null ? outermost(usual(), remembering(work)) : inside(work);
    }

    /** Runs the work in the transaction that the thread is in, else in one of its own. */
    public <V> V joined(Work<V, RuntimeException> work) {
        return isActive() ? beforeCommit(work) : outermost(usual().retry(0), work);
    }

    /**
     * Runs an operation in the transaction that the thread is in, else in one of its own, which begins when its first statement
     * runs. Commits when the operation returns, rolls back when it throws.
     */
    public <V> V lazily(Function<? super LazyTransaction, ? extends V> operation) {
        if (isActive()) {
            return beforeCommit(() -> operation.apply(new LazyTransaction(null)));
        }
        return outermost(usual().retry(0), () -> operation.apply(new LazyTransaction(current())));
    }

    /** Runs the work in a transaction as it is asked for. */
    public <V, X extends Exception> V run(UnaryOperator<TransactionOptions> wanted, Work<V, X> work) throws X {
        TransactionOptions asked = wanted.apply(TransactionOptions.none());
        Frame outer = asked.propagation() == TransactionOptions.Propagation.SEPARATE ? bound.level() : current();
        return switch (asked.propagation()) {
            case NEVER -> {
                if (isActive()) {
                    throw new TransactionException(
                            "never() was said, but this thread is in a transaction; call it outside, or say"
                                    + " separate().");
                }
                yield work.run();
            }
            case SEPARATE -> {
                if (ambient.isActive() || (outer != null && outer.whole().isForeign())) {
                    throw new TransactionException(
                            "separate() cannot be had inside a transaction that was begun elsewhere, for its"
                                    + " connection is the only one to be had here; suspend it with the words of whoever"
                                    + " began it.");
                }
                yield outermost(own(wanted), remembering(work));
            }
            case JOIN -> {
                if (outer != null) {
                    requireFitting(asked, outer);
                    yield joining(work);
                }
                yield isActive() ? joining(work) : outermost(own(wanted), remembering(work));
            }
            case NESTED -> {
                if (outer != null) {
                    requireFitting(asked, outer);
                    yield inside(work);
                }
                yield outermost(own(wanted), remembering(work));
            }
        };
    }

    /** Begins a transaction, or a savepoint in the one that the thread is in, which lasts until it is ended by hand. */
    public OpenTransaction open(UnaryOperator<TransactionOptions> wanted, DSLContext dsl) {
        TransactionOptions asked = wanted.apply(TransactionOptions.none());
        if (asked.retries() > 0) {
            throw new TransactionException(
                    "begin(..) cannot retry(%d), for there is no body to run again; say transaction(.., () -> ..)."
                            .formatted(asked.retries()));
        }
        Frame outer = current();
        if (asked.propagation() == TransactionOptions.Propagation.NEVER
                || asked.propagation() == TransactionOptions.Propagation.JOIN) {
            throw new TransactionException(
                    "begin(..) begins a transaction that it can end; nested() and separate() are such, join() and"
                            + " never() are not.");
        }
        if (outer == null || asked.propagation() == TransactionOptions.Propagation.SEPARATE) {
            return new OpenTransaction(
                    this, beginOutermost(own(wanted).retry(0), 1).remembering(), dsl);
        }
        requireFitting(asked, outer);
        return new OpenTransaction(this, levels.begin(outer), dsl);
    }

    /**
     * The transaction that the thread is in.
     *
     * @throws TransactionException if it is in none
     */
    public RunningTransaction running(DSLContext dsl) {
        if (!isActive()) {
            throw new TransactionException(
                    "This thread is in no transaction; put the work into db.transaction(() -> ..).");
        }
        return new RunningTransaction(this, current(), dsl);
    }

    /**
     * Whether the thread is in a transaction, Canopy's or a framework's, or in an operation whose first statement begins one. A
     * framework's alone is none of a tenant's.
     */
    public boolean isActive() {
        return current() != null || (tenant == null && ambient.isActive());
    }

    /** The tenant whose rows alone may be touched: that of the transaction that the thread is in, or that they are of; null for none. */
    public @Nullable Tenant tenant() {
        Frame frame = current();
        return frame == null ? tenant : frame.whole().tenant();
    }

    @Override
    public <V> V during(Supplier<? extends V> work) {
        return during(UnaryOperator.identity(), work);
    }

    /** @param kind how the transaction is, where one is needed that nobody else has begun */
    <V> V during(UnaryOperator<TransactionOptions> kind, Supplier<? extends V> work) {
        if (tenant == null || current() != null) {
            return work.get();
        }
        return outermost(kind.apply(usual()).retry(0).whereItBegins(), work::get);
    }

    /** How many ended how so far, those of every tenant among them. */
    public TransactionCounts counts() {
        return tally.counts();
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

    @Override
    public void meet(Table<?> table) {
        errors.names().meet(table);
    }

    /** Runs the work, in which the primary answers reads. */
    public <V, X extends Exception> V onPrimary(Work<V, X> work) throws X {
        return reads.onPrimary(work);
    }

    /** The same jOOQ in these transactions. */
    public DSLContext writing(DSLContext dsl, Journal journal) {
        DSLContext own = DSL.using(dsl.configuration()
                .derive((ConnectionProvider) this)
                .derive((TransactionProvider) this)
                .derive(new DefaultExecuteListenerProvider(StatementListener.of(this, journal))));
        own.configuration().data(KEY, this);
        return own;
    }

    /** The same jOOQ for what only reads. */
    public DSLContext reading(DSLContext dsl, Journal journal) {
        return replica == null
                ? dsl
                : DSL.using(dsl.configuration()
                        .derive((ConnectionProvider) reads)
                        .derive(new DefaultExecuteListenerProvider(StatementListener.ofReads(this, journal))));
    }

    /** The connections of what only reads. */
    Route reads() {
        return reads;
    }

    @Override
    public CanopyException refused(SQLException refusal, @Nullable String sql) {
        Frame frame = current();
        boolean alone = frame == null ? !ambient.isActive() : frame.whole().isAlone();
        ErrorTranslation spoken = frame == null ? errors : frame.whole().errors();
        CanopyException translated = alone ? spoken.alone(refusal, sql) : spoken.translate(refusal, sql);
        failed(translated);
        return translated;
    }

    /** Says why rows of a statement could not be read, for readers that have only its configuration. */
    public static RuntimeException unread(Configuration configuration, SQLException failure) {
        if (!(configuration.data(KEY) instanceof Transactions transactions)) {
            return new DataAccessException("The rows could not be read: " + failure.getMessage(), failure);
        }
        CanopyException translated = transactions.errors.translate(failure, null);
        // What only the driver cannot read does no harm to the transaction.
        if (ErrorTranslation.isFromServer(failure)) {
            transactions.failed(translated);
        }
        return translated;
    }

    /**
     * Makes sure that {@link #afterCommit} will work, before the statement runs that it is to follow.
     *
     * @throws TransactionException in a transaction whose end Canopy cannot see; if it begins later, its first statement throws
     */
    public void requireAfterCommit() {
        Frame frame = current();
        if (frame != null) {
            try {
                frame.mustSeeCommit();
            } catch (SQLException e) {
                throw errors.translate(e, null);
            }
        }
    }

    /**
     * Runs the action once after the outermost transaction has been committed; at once if there is none.
     *
     * @throws TransactionException in a transaction whose end Canopy cannot see
     * @throws AfterCommitException if there is no transaction and the action fails
     */
    public void afterCommit(Runnable action) {
        Frame frame = current();
        if (frame != null) {
            requireAfterCommit();
            frame.afterCommit().add(action);
        } else if (ambient.isActive()) {
            ambient.afterCommit(() -> levels.followCommit(List.of(action)));
        } else {
            levels.followCommit(List.of(action));
        }
    }

    /**
     * Runs the action once after the outermost transaction has ended, if what was done here was rolled back; never if there is none.
     *
     * @throws TransactionException in a transaction whose end Canopy cannot see
     */
    public void afterRollback(Runnable action) {
        Frame frame = current();
        if (frame != null) {
            requireAfterCommit();
            frame.afterRollback().add(action);
        } else if (ambient.isActive()) {
            ambient.afterRollback(action);
        }
    }

    /** Runs the action when the transaction or savepoint that the thread is in ends, however it does, while it has its connection. */
    public void atEnd(Runnable action) {
        Frame frame = current();
        if (frame != null) {
            frame.atEnd(action);
        }
    }

    /** Whether the thread is in a transaction that takes back what changes in memory, where it is rolled back. */
    public boolean remembers() {
        return bound.get() instanceof Frame frame && frame.remembers();
    }

    /**
     * Tells how a row is before it is changed, which it is again where the transaction or savepoint that the thread is in is rolled
     * back. What was told of the row earlier in it counts.
     */
    public <R> void changing(R row, Consumer<? super R> restore) {
        if (bound.get() instanceof Frame frame) {
            frame.changes().row(row, restore);
        }
    }

    /** Tells what else was changed in memory, and how it is taken back where the transaction is rolled back. */
    public void changed(Runnable undo) {
        if (bound.get() instanceof Frame frame) {
            frame.changes().other(undo);
        }
    }

    @Override
    public Connection acquire() {
        Frame frame = current();
        if (frame == null) {
            if (tenant != null) {
                throw new TransactionException(
                        "Plain jOOQ on the Database of a tenant needs its transaction, for only there the server knows"
                                + " the tenant; put it into forTenant(..).transaction(() -> ..).");
            }
            return connections.open();
        }
        try {
            return frame.whole().isAlone() ? openAlone(frame) : frame.connection();
        } catch (SQLException e) {
            CanopyException translated = errors.translate(e, "begin");
            frame.markRollbackOnly(translated);
            throw translated;
        } catch (CanopyException e) {
            frame.markRollbackOnly(e);
            throw e;
        }
    }

    @Override
    public void release(Connection connection) {
        for (Frame frame = bound.level(); frame != null; frame = frame.whole().suspended()) {
            if (frame.whole().holds(connection)) {
                return;
            }
        }
        connections.giveBack(connection);
    }

    @Override
    public void begin(TransactionContext context) {
        Frame outer = current();
        context.transaction(outer == null ? beginOutermost(usual().retry(0), 1).remembering() : levels.begin(outer));
    }

    @Override
    public void commit(TransactionContext context) {
        if (context.transaction() instanceof Frame frame) {
            levels.commit(frame);
            levels.follow(frame);
        }
    }

    /** jOOQ calls this for a commit that failed as well, and for a begin; both have ended then. */
    @Override
    public void rollback(TransactionContext context) {
        if (context.transaction() instanceof Frame frame && !frame.isOver()) {
            Throwable cause = context.cause();
            levels.rollback(
                    frame, cause == null ? new TransactionException("The transaction was rolled back.") : cause);
        }
    }

    /** Ends the level that was begun by hand. */
    void commitByHand(Frame frame) {
        requireOpen(frame);
        levels.commit(frame);
        levels.follow(frame);
    }

    void rollbackByHand(Frame frame) {
        requireOpen(frame);
        levels.rollback(frame, new TransactionException("The transaction was rolled back."));
    }

    /** Runs the work on this thread in the other thread's level, which waits meanwhile. */
    <V, X extends Exception> V inHand(Frame frame, Work<V, X> work) throws X {
        return levels.inHand(frame, work);
    }

    /** The level that the thread is in; null for none. */
    @Nullable
    Frame current() {
        Frame frame = bound.level();
        if (frame != null && tenant != null) {
            tenant.requireIn(frame.whole().options());
        }
        return frame;
    }

    /** A framework's transaction is as it is. */
    private TransactionOptions usual() {
        TransactionOptions all = ambient.isActive() ? TransactionOptions.none() : usual;
        return tenant == null ? all : tenant.on(all);
    }

    private TransactionOptions own(UnaryOperator<TransactionOptions> wanted) {
        TransactionOptions own = wanted.apply(usual());
        return tenant == null ? own : tenant.kept(own);
    }

    private static void requireFitting(TransactionOptions asked, Frame outer) {
        if (!asked.fit(outer.whole().options())) {
            throw new TransactionException(
                    "A transaction with %s was asked for inside one with %s; say so on the outermost, or say separate()."
                            .formatted(asked, outer.whole().options()));
        }
    }

    /** Runs the work until it is committed, or lost once too often. */
    private <V, X extends Exception> V outermost(TransactionOptions options, Work<V, X> work) throws X {
        for (int attempt = 1; ; attempt++) {
            Frame frame = beginOutermost(options, attempt);
            V result;
            try {
                result = beforeCommit(work);
                levels.commit(frame);
            } catch (Throwable failure) {
                boolean foreign = frame.whole().isForeign() || frame.whole().isAmbient();
                if (!frame.isOver()) {
                    levels.rollback(frame, failure);
                }
                if (foreign || !retries.again(options, attempt, failure)) {
                    throw failure;
                }
                continue;
            }
            levels.follow(frame);
            return result;
        }
    }

    /** Work in which one row may be written after another; a single operation takes back by itself what it changed. */
    private <V, X extends Exception> Work<V, X> remembering(Work<V, X> work) {
        return () -> {
            requireCurrent().remembering();
            return work.run();
        };
    }

    private <V, X extends Exception> V inside(Work<V, X> work) throws X {
        Frame frame = levels.begin(requireCurrent());
        V result;
        try {
            result = beforeCommit(work);
            levels.commit(frame);
        } catch (Throwable failure) {
            if (!frame.isOver()) {
                levels.rollback(frame, failure);
            }
            throw failure;
        }
        return result;
    }

    /** What failed inside cannot be undone by itself. */
    private <V, X extends Exception> V joining(Work<V, X> work) throws X {
        try {
            return beforeCommit(work);
        } catch (Throwable failure) {
            failed(failure);
            throw failure;
        }
    }

    /** Runs what is not committed yet: that a separate transaction in it is, whose actions failed, must not be taken for its own commit. */
    private static <V, X extends Exception> V beforeCommit(Work<V, X> work) throws X {
        try {
            return work.run();
        } catch (AfterCommitException ofAnother) {
            throw Frame.notCommittedBeside(ofAnother);
        }
    }

    private Frame beginOutermost(TransactionOptions options, int attempt) {
        return levels.begin(
                new Outermost(connections, replica, tenant, options, attempt, ambient.isActive(), bound.level()));
    }

    private Connection openAlone(Frame frame) throws SQLException {
        frame.requireUsable();
        Connection connection = connections.open();
        boolean alone = false;
        try {
            frame.requireCommitIsSeen(connection);
            alone = frame.whole().mayBeAloneOn(connection);
        } finally {
            if (!alone) {
                connections.giveBack(connection);
            }
        }
        return alone ? connection : frame.connection();
    }

    private void requireOpen(Frame frame) {
        if (frame.isOver()) {
            throw new TransactionException("The transaction has ended already; begin another one.");
        }
        frame.whole().turn().requireOwner();
        Frame inner = current();
        if (inner != frame) {
            throw new TransactionException(
                    "A transaction that was begun inside this one is still open; end that one first.");
        }
    }

    private Frame requireCurrent() {
        Frame frame = current();
        if (frame == null) {
            throw new TransactionException("This thread is in no transaction.");
        }
        return frame;
    }
}
