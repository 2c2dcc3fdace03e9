package dev.canopy.sql;

import dev.canopy.error.DefinitionException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction is to be. A value: each word returns a new one, and it is safe between threads.
 *
 * {@snippet :
 * db.transaction(t -> t.serializable().retry(5).lockTimeout(Duration.ofMillis(500)), () -> transfer(from, to, amount));
 * }
 *
 * <p>Isolation, access, limits and settings are those of a whole transaction: they reach the server in one statement together with
 * BEGIN, and are gone when it ends. A nested or joined transaction that asks for what the one around it has not is refused.
 */
public final class TransactionOptions {
    private static final TransactionOptions NONE = new TransactionOptions(new Told());

    /** What becomes of a transaction where there is one already. */
    enum Propagation {
        NESTED,
        JOIN,
        SEPARATE,
        NEVER
    }

    /** From the weakest to the strongest. */
    enum Level {
        READ_COMMITTED("read committed"),
        REPEATABLE_READ("repeatable read"),
        SERIALIZABLE("serializable");

        private final String sql;

        Level(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    /** What was said; only ever changed as a copy that nobody else has yet. */
    private static final class Told {
        private Propagation propagation = Propagation.NESTED;
        private @Nullable Level level;
        private boolean readOnly;
        private boolean deferrable;
        private boolean onReplica;
        private boolean whereItBegins;
        private @Nullable Duration statementTimeout;
        private @Nullable Duration lockTimeout;
        private @Nullable Duration idleTimeout;
        private Map<String, String> settings = Map.of();
        private int retries;
        private Backoff backoff = Backoff.USUAL;

        Told copy() {
            Told copy = new Told();
            copy.propagation = propagation;
            copy.level = level;
            copy.readOnly = readOnly;
            copy.deferrable = deferrable;
            copy.onReplica = onReplica;
            copy.whereItBegins = whereItBegins;
            copy.statementTimeout = statementTimeout;
            copy.lockTimeout = lockTimeout;
            copy.idleTimeout = idleTimeout;
            copy.settings = settings;
            copy.retries = retries;
            copy.backoff = backoff;
            return copy;
        }
    }

    private final Told told;

    private TransactionOptions(Told told) {
        this.told = told;
    }

    /** As the server has it, nested where there is a transaction already, and run once. */
    public static TransactionOptions none() {
        return NONE;
    }

    /** Inside another transaction a savepoint in it, so that its failure can be caught. This is what is done unless said otherwise. */
    public TransactionOptions nested() {
        return with(Propagation.NESTED);
    }

    /** Inside another transaction a part of it: if it fails, the other can only be rolled back. No savepoint, no statement. */
    public TransactionOptions join() {
        return with(Propagation.JOIN);
    }

    /**
     * Always a transaction of its own: it is committed whatever becomes of the one around it. Takes a second connection meanwhile,
     * so a pool whose connections are all held by transactions that want another one has none left.
     */
    public TransactionOptions separate() {
        return with(Propagation.SEPARATE);
    }

    /** No transaction: each statement commits by itself. Inside a transaction it is refused. */
    public TransactionOptions never() {
        return with(Propagation.NEVER);
    }

    /** Each statement sees what was committed before it began; PostgreSQL's default. */
    public TransactionOptions readCommitted() {
        return with(Level.READ_COMMITTED);
    }

    /** All statements see one snapshot; a write of a row that was changed since fails and may be retried. */
    public TransactionOptions repeatableRead() {
        return with(Level.REPEATABLE_READ);
    }

    /** As if transactions ran one after the other; what cannot be ordered fails and may be retried, see {@link #retry}. */
    public TransactionOptions serializable() {
        return with(Level.SERIALIZABLE);
    }

    /** Writes are refused by the server. */
    public TransactionOptions readOnly() {
        return with(told -> told.readOnly = true);
    }

    /** Serializable and read-only; waits at its start until it can neither fail nor disturb others: for reports and backups. */
    public TransactionOptions deferrable() {
        return with(told -> {
            told.level = Level.SERIALIZABLE;
            told.readOnly = true;
            told.deferrable = true;
        });
    }

    /**
     * Read-only, and on the read replica if the Database has one: for reports and streams, which the primary should not bear. What
     * was committed a moment ago may not be there yet. While the replica is away it is as {@code c.whenReplicaIsAway(..)} says.
     */
    public TransactionOptions onReplica() {
        return with(told -> {
            told.readOnly = true;
            told.onReplica = true;
        });
    }

    /** Each statement may take so long; then {@link dev.canopy.error.QueryTimeoutException}. Zero takes the server's limit away. */
    public TransactionOptions statementTimeout(Duration limit) {
        return with(told -> told.statementTimeout = positive("statementTimeout", limit));
    }

    /** Waiting for one lock may take so long; then {@link dev.canopy.error.LockNotAvailableException}. Zero waits for ever. */
    public TransactionOptions lockTimeout(Duration limit) {
        return with(told -> told.lockTimeout = positive("lockTimeout", limit));
    }

    /** The server ends the session when it waits so long for the next statement. Zero takes the server's limit away. */
    public TransactionOptions idleTimeout(Duration limit) {
        return with(told -> told.idleTimeout = positive("idleTimeout", limit));
    }

    /**
     * A setting of the server or of one's own ({@code app.user}) for this transaction, for policies of row-level security and
     * triggers to read by {@code current_setting}.
     */
    public TransactionOptions setting(String name, String value) {
        HalfCharacters.refuse(value);
        Map<String, String> more = new LinkedHashMap<>(told.settings);
        more.put(name, value);
        return with(told -> told.settings = Collections.unmodifiableMap(more));
    }

    /**
     * Runs the work again, as a whole and in a new transaction, so many times at most when it lost against another transaction
     * ({@link dev.canopy.error.RetryableException}: a serialization failure or a deadlock, in a statement or at COMMIT). Entities that the
     * work had written are made what they were before their first write; what a setter did before that stays, so read rows inside the
     * work, or change them by {@code update(..)}. Between two runs it waits a time chosen by chance, longer each time, and
     * holds no connection. Inside another transaction nothing is run again, for the other is lost as well; its own retry does that.
     */
    public TransactionOptions retry(int times) {
        if (times < 0) {
            throw new DefinitionException("retry(%d) is negative; say how many times at most.".formatted(times));
        }
        return times == told.retries ? this : with(told -> told.retries = times);
    }

    /** Retries wait between nothing and {@code first}, doubled with each, and never longer than {@code longest}. */
    public TransactionOptions backoff(Duration first, Duration longest) {
        return with(told -> told.backoff = new Backoff(positive("backoff", first), positive("backoff", longest)));
    }

    /** The same, to be had only where the transaction is begun here: in one that was begun elsewhere it is as it is. */
    TransactionOptions whereItBegins() {
        return with(told -> told.whereItBegins = true);
    }

    boolean areForABeginning() {
        return told.whereItBegins;
    }

    TransactionOptions without(String setting) {
        Map<String, String> fewer = new LinkedHashMap<>(told.settings);
        fewer.remove(setting);
        return with(told -> told.settings = Collections.unmodifiableMap(fewer));
    }

    Propagation propagation() {
        return told.propagation;
    }

    int retries() {
        return told.retries;
    }

    Backoff backoff() {
        return told.backoff;
    }

    Map<String, String> settings() {
        return told.settings;
    }

    @Nullable
    Level level() {
        return told.level;
    }

    boolean isReadOnly() {
        return told.readOnly;
    }

    boolean isOnReplica() {
        return told.onReplica;
    }

    /** Whether it needs anything of the server that is not so by itself. */
    boolean isPlain() {
        return told.level == null && !told.readOnly && !hasLimits();
    }

    boolean hasLimits() {
        return told.statementTimeout != null
                || told.lockTimeout != null
                || told.idleTimeout != null
                || !told.settings.isEmpty();
    }

    /** Whether a transaction that was begun with the others is as these ask. */
    boolean fit(TransactionOptions others) {
        return (told.level == null || (others.told.level != null && others.told.level.compareTo(told.level) >= 0))
                && (!told.readOnly || others.told.readOnly)
                && (!told.deferrable || others.told.deferrable)
                && (!told.onReplica || others.told.onReplica)
                && same(told.statementTimeout, others.told.statementTimeout)
                && same(told.lockTimeout, others.told.lockTimeout)
                && same(told.idleTimeout, others.told.idleTimeout)
                && others.told.settings.entrySet().containsAll(told.settings.entrySet());
    }

    /** The statements that make a transaction which has just begun as these ask; without the settings. Empty if nothing is asked. */
    String begin() {
        StringBuilder sql = new StringBuilder();
        String modes = modes();
        if (!modes.isEmpty()) {
            sql.append("set transaction ").append(modes);
        }
        limit(sql, "statement_timeout", told.statementTimeout);
        limit(sql, "lock_timeout", told.lockTimeout);
        limit(sql, "idle_in_transaction_session_timeout", told.idleTimeout);
        return sql.toString();
    }

    /** In the words of this class, as in {@code serializable().readOnly()}. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder();
        if (told.level != null) {
            words.append(
                    switch (told.level) {
                        case READ_COMMITTED -> ".readCommitted()";
                        case REPEATABLE_READ -> ".repeatableRead()";
                        case SERIALIZABLE -> ".serializable()";
                    });
        }
        words.append(told.readOnly && !told.onReplica ? ".readOnly()" : "")
                .append(told.onReplica ? ".onReplica()" : "")
                .append(told.deferrable ? ".deferrable()" : "");
        words.append(told.statementTimeout == null ? "" : ".statementTimeout(" + told.statementTimeout + ")");
        words.append(told.lockTimeout == null ? "" : ".lockTimeout(" + told.lockTimeout + ")");
        words.append(told.idleTimeout == null ? "" : ".idleTimeout(" + told.idleTimeout + ")");
        told.settings
                .keySet()
                .forEach(name -> words.append(".setting(\"").append(name).append("\", ..)"));
        return words.isEmpty() ? "none()" : words.substring(1);
    }

    private String modes() {
        String level = told.level == null ? "" : ", isolation level " + told.level.sql();
        String all = level + (told.readOnly ? ", read only" : "") + (told.deferrable ? ", deferrable" : "");
        return all.isEmpty() ? "" : all.substring(2);
    }

    private static void limit(StringBuilder sql, String name, @Nullable Duration limit) {
        if (limit != null) {
            sql.append(sql.isEmpty() ? "" : "; ")
                    .append("set local ")
                    .append(name)
                    .append(" = ");
            sql.append(limit.toMillis());
        }
    }

    private static boolean same(@Nullable Duration asked, @Nullable Duration had) {
        return asked == null || asked.equals(had);
    }

    /** The server counts milliseconds, and takes 0 for no limit. */
    private static Duration positive(String word, Duration limit) {
        if (limit.isNegative() || (!limit.isZero() && limit.toMillis() == 0) || limit.toMillis() > Integer.MAX_VALUE) {
            throw new DefinitionException(
                    "%s(%s) is no limit that the server knows; say 1 ms to 24 days, or zero for none."
                            .formatted(word, limit));
        }
        return limit;
    }

    private TransactionOptions with(Propagation propagation) {
        return with(told -> told.propagation = propagation);
    }

    private TransactionOptions with(Level level) {
        return with(told -> told.level = level);
    }

    private TransactionOptions with(Consumer<Told> change) {
        Told copy = told.copy();
        change.accept(copy);
        return new TransactionOptions(copy);
    }
}
