package dev.canopy.sql;

import dev.canopy.error.AfterCommitException;
import dev.canopy.error.CanopyException;
import dev.canopy.error.CommitUnknownException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.RetryableException;
import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one source of connections: within a transaction the one that is bound to the thread, else one of the pool's. jOOQ's own
 * {@code dsl.transaction(..)} goes through here as well, so both kinds nest in each other. Thread-safe.
 */
public final class Transactions implements Route, TransactionProvider {
    /** Where a jOOQ configuration keeps its transactions, so that readers of rows find them. */
    public static final String KEY = "dev.canopy.transactions";

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    private final Connections connections;
    private final @Nullable Replica replica;
    private final Reads reads;
    private final @Nullable Tenant tenant;
    private final AmbientTransactions ambient;
    private final ErrorTranslation errors;
    private final TransactionOptions usual;
    private final LongAdder committed;
    private final LongAdder rolledBack;
    private final LongAdder retried;
    private final LongAdder unknown;
    private final ThreadLocal<@Nullable Binding> bound;

    /** Threads that are started inside a transaction inherit a mark, so that they can be refused instead of running outside it. */
    private static final class Inheriting extends InheritableThreadLocal<@Nullable Binding> {
        @Override
        protected @Nullable Binding childValue(@Nullable Binding parent) {
            return parent instanceof Frame frame
                    ? new Binding.Inherited(
                            Thread.currentThread().getName(), frame.whole().turn())
                    : parent;
        }
    }

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
        this.committed = new LongAdder();
        this.rolledBack = new LongAdder();
        this.retried = new LongAdder();
        this.unknown = new LongAdder();
        this.bound = new Inheriting();
        this.ambient = ambient;
        this.errors = errors;
        this.usual = usual;
    }

    private Transactions(Transactions others, Tenant tenant) {
        this.connections = others.connections;
        this.replica = others.replica;
        this.reads = others.reads.in(this);
        this.tenant = tenant;
        this.ambient = others.ambient;
        this.errors = others.errors;
        this.usual = others.usual;
        this.committed = others.committed;
        this.rolledBack = others.rolledBack;
        this.retried = others.retried;
        this.unknown = others.unknown;
        this.bound = others.bound;
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
        return current() == null ? outermost(usual(), work) : inside(work);
    }

    /** Runs the work in the transaction that the thread is in, else in one of its own. */
    public <V> V joined(Work<V, RuntimeException> work) {
        return isActive() ? work.run() : outermost(usual().retry(0), work);
    }

    /**
     * Runs an operation in the transaction that the thread is in, else in one of its own, which begins when its first statement
     * runs. Commits when the operation returns, rolls back when it throws.
     */
    public <V> V lazily(Function<? super LazyTransaction, ? extends V> operation) {
        if (isActive()) {
            return operation.apply(new LazyTransaction(null));
        }
        return outermost(usual().retry(0), () -> operation.apply(new LazyTransaction(current())));
    }

    /** Runs the work in a transaction as it is asked for. */
    public <V, X extends Exception> V run(UnaryOperator<TransactionOptions> wanted, Work<V, X> work) throws X {
        TransactionOptions asked = wanted.apply(TransactionOptions.none());
        Frame outer = asked.propagation() == TransactionOptions.Propagation.SEPARATE ? anybodys() : current();
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
                yield outermost(own(wanted), work);
            }
            case JOIN -> {
                if (outer != null) {
                    requireFitting(asked, outer);
                    yield joining(work);
                }
                yield isActive() ? joining(work) : outermost(own(wanted), work);
            }
            case NESTED -> {
                if (outer != null) {
                    requireFitting(asked, outer);
                    yield inside(work);
                }
                yield outermost(own(wanted), work);
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
            return new OpenTransaction(this, beginOutermost(own(wanted).retry(0), 1), dsl);
        }
        requireFitting(asked, outer);
        return new OpenTransaction(this, beginInside(outer), dsl);
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

    public TransactionCounts counts() {
        return new TransactionCounts(committed.sum(), rolledBack.sum(), retried.sum(), unknown.sum());
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
            ambient.afterCommit(() -> followCommit(List.of(action)));
        } else {
            followCommit(List.of(action));
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

    /**
     * Tells that something in memory is about to change, which a retry must find as it was.
     *
     * @param restorer makes what takes the change back; asked once for each thing and run of the work
     */
    public void changing(Object what, Supplier<Runnable> restorer) {
        if (bound.get() instanceof Frame frame && frame.whole().remembers()) {
            frame.whole().changing(what, restorer);
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
        for (Frame frame = anybodys(); frame != null; frame = frame.whole().suspended()) {
            if (frame.whole().holds(connection)) {
                return;
            }
        }
        connections.giveBack(connection);
    }

    @Override
    public void begin(TransactionContext context) {
        Frame outer = current();
        context.transaction(outer == null ? beginOutermost(usual().retry(0), 1) : beginInside(outer));
    }

    @Override
    public void commit(TransactionContext context) {
        if (context.transaction() instanceof Frame frame) {
            commit(frame);
            afterCommit(frame);
        }
    }

    /** jOOQ calls this for a commit that failed as well, and for a begin; both have ended then. */
    @Override
    public void rollback(TransactionContext context) {
        if (context.transaction() instanceof Frame frame && !frame.isOver()) {
            Throwable cause = context.cause();
            rollback(frame, cause == null ? new TransactionException("The transaction was rolled back.") : cause);
        }
    }

    /** Ends the level that was begun by hand. */
    void commitByHand(Frame frame) {
        requireOpen(frame);
        commit(frame);
        afterCommit(frame);
    }

    void rollbackByHand(Frame frame) {
        requireOpen(frame);
        rollback(frame, new TransactionException("The transaction was rolled back."));
    }

    /** The level that the thread is in; null for none. */
    @Nullable
    Frame current() {
        Frame frame = anybodys();
        if (frame != null && tenant != null) {
            tenant.requireIn(frame.whole().options());
        }
        return frame;
    }

    /** The same, whose tenant it may be. */
    private @Nullable Frame anybodys() {
        Binding binding = bound.get();
        if (binding == null) {
            return null;
        }
        return switch (binding) {
            case Frame frame -> {
                frame.whole().turn().require();
                yield frame;
            }
            case Binding.Inherited mark -> {
                if (!mark.turn().isOver()) {
                    throw new TransactionException(
                            "This thread (%s) was started inside a transaction of thread %s and is not part of it; do the work on that thread, start this one outside, or give it the transaction with handOver()."
                                    .formatted(Thread.currentThread().getName(), mark.starter()));
                }
                bound.remove();
                yield null;
            }
        };
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
            bind(before);
            frame.whole().turn().giveBack();
        }
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
                result = work.run();
                commit(frame);
            } catch (Throwable failure) {
                boolean foreign = frame.whole().isForeign() || frame.whole().isAmbient();
                if (!frame.isOver()) {
                    rollback(frame, failure);
                }
                if (foreign || !isLost(failure) || !mayRetry(options, attempt, failure)) {
                    throw failure;
                }
                continue;
            }
            afterCommit(frame);
            return result;
        }
    }

    private boolean mayRetry(TransactionOptions options, int attempt, Throwable failure) {
        if (options.retries() == 0) {
            return false;
        }
        if (attempt > options.retries()) {
            failure.addSuppressed(new TransactionException(
                    "The transaction was run %d times and lost each time; retry(..) more often, or let fewer run at the same time."
                            .formatted(attempt)));
            return false;
        }
        Duration wait = options.backoff().wait(attempt);
        LOG.debug("Retry {} of {} in {} ms: {}", attempt, options.retries(), wait.toMillis(), failure.getMessage());
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            return false;
        }
        retried.increment();
        return true;
    }

    /** Whether another transaction won, whoever told it: this one or raw JDBC in it. */
    private static boolean isLost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AfterCommitException || cause instanceof CommitUnknownException) {
                return false;
            }
            if (cause instanceof RetryableException
                    || (cause instanceof SQLException sql && ErrorTranslation.isRetryable(sql))) {
                return true;
            }
        }
        return false;
    }

    private <V, X extends Exception> V inside(Work<V, X> work) throws X {
        Frame frame = beginInside(requireCurrent());
        V result;
        try {
            result = work.run();
            commit(frame);
        } catch (Throwable failure) {
            if (!frame.isOver()) {
                rollback(frame, failure);
            }
            throw failure;
        }
        return result;
    }

    /** What failed inside cannot be undone by itself. */
    private <V, X extends Exception> V joining(Work<V, X> work) throws X {
        try {
            return work.run();
        } catch (Throwable failure) {
            failed(failure);
            throw failure;
        }
    }

    private Frame beginOutermost(TransactionOptions options, int attempt) {
        Frame frame = Frame.outermost(
                new Outermost(connections, replica, tenant, options, attempt, ambient.isActive(), anybodys()));
        bound.set(frame);
        return frame;
    }

    private Frame beginInside(Frame outer) {
        outer.requireUsable();
        Frame frame = outer.inside();
        bound.set(frame);
        return frame;
    }

    private Connection openAlone(Frame frame) throws SQLException {
        frame.requireUsable();
        Connection connection = connections.open();
        try {
            frame.requireCommitIsSeen(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connections.giveBack(connection);
            throw e;
        }
    }

    private void commit(Frame frame) {
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
        } else if (frame.hasBegun() && !frame.whole().isForeign()) {
            committed.increment();
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
            unknown.increment();
            frame.whole().broken();
            end(frame);
        } else {
            rollback(frame, translated);
        }
        return translated;
    }

    /** What waited for the commit of the outermost transaction; a savepoint's actions have gone to the level around it. */
    private void afterCommit(Frame frame) {
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
            return;
        }
        Actions.afterRollback(undone, new TransactionException("A savepoint was rolled back."));
        followCommit(done);
    }

    /** What follows a commit wants to see what was committed, and a replica is late. */
    private void followCommit(List<Runnable> actions) {
        if (!actions.isEmpty()) {
            onPrimary(() -> {
                Actions.afterCommit(actions);
                return true;
            });
        }
    }

    private void rollback(Frame frame, Throwable failure) {
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
        if (frame.outer() == null) {
            frame.whole().restore();
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
            rolledBack.increment();
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
        List<Frame> left = new ArrayList<>();
        while (bound.get() instanceof Frame inner && inner != frame) {
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
        bind(frame.whole().suspended());
        frame.whole().end();
    }

    private void bind(@Nullable Binding binding) {
        if (binding == null) {
            bound.remove();
        } else {
            bound.set(binding);
        }
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
