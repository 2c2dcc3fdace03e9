package dev.canopy.sql;

import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What all levels of a transaction share. Its connection is taken when the first statement runs: until then a transaction costs
 * nothing, and one without statements never costs anything. Used by one thread at a time.
 */
final class Outermost {
    private final Connections primary;
    private final @Nullable Replica replica;
    private final @Nullable Tenant tenant;
    private final TransactionOptions options;
    private final int attempt;
    private final boolean ambient;
    private final @Nullable Frame suspended;
    private final Turn turn = new Turn();
    private final List<Runnable> undone = new ArrayList<>();
    private @Nullable Lent lent;
    private boolean foreign;
    private boolean broken;
    private boolean alone;
    private boolean committed;

    /**
     * @param attempt from 1
     * @param ambient whether it lies within a framework's transaction, whose end is heard of
     * @param suspended what the thread was in before
     */
    Outermost(
            Connections primary,
            @Nullable Replica replica,
            @Nullable Tenant tenant,
            TransactionOptions options,
            int attempt,
            boolean ambient,
            @Nullable Frame suspended) {
        this.primary = primary;
        this.replica = replica;
        this.tenant = tenant;
        this.options = options;
        this.attempt = attempt;
        this.ambient = ambient;
        this.suspended = suspended;
    }

    /** Takes a connection and begins on it; if it comes with autocommit off, somebody else has begun already. */
    void begin() throws SQLException {
        if (lent != null) {
            return;
        }
        Lent opened = open();
        Connection taken = opened.connection();
        try {
            foreign = !taken.getAutoCommit();
            if (ambient && !foreign) {
                throw new TransactionException(
                        "A framework's transaction is active, but the DataSource gave a connection outside it; give"
                                + " Canopy the DataSource that hands out the framework's own.");
            }
            if (foreign) {
                requireFitting(taken);
                if (tenant != null) {
                    tenant.enter(taken);
                }
            } else {
                taken.setAutoCommit(false);
                apply(taken);
            }
            lent = opened;
        } catch (SQLException | RuntimeException e) {
            if (foreign || ambient) {
                opened.giveBack();
            } else {
                undo(opened);
            }
            throw e;
        }
    }

    /** Gives the connection back as it came. */
    void end() {
        Lent taken = lent;
        lent = null;
        if (taken == null) {
            return;
        }
        if (broken && !foreign) {
            taken.evict();
            return;
        }
        try {
            if (!foreign) {
                taken.connection().setAutoCommit(true);
            }
            taken.giveBack();
        } catch (SQLException e) {
            taken.evict();
        }
    }

    boolean hasBegun() {
        return lent != null;
    }

    Connection connection() {
        return Objects.requireNonNull(lent).connection();
    }

    /** Says what the server that it runs on refuses. */
    ErrorTranslation errors() {
        return (lent == null ? primary : lent.lender()).errors();
    }

    @SuppressWarnings("ReferenceEquality") // the very connection
    boolean holds(Connection other) {
        return lent != null && lent.connection() == other;
    }

    /** Whether somebody else began on the connection, and will end what is there. */
    boolean isForeign() {
        return foreign;
    }

    /** Whose rows alone it may touch; null for nobody's. */
    @Nullable
    Tenant tenant() {
        return tenant;
    }

    boolean isAmbient() {
        return ambient;
    }

    /** Refuses actions that would wait for a commit of which nobody tells. */
    void requireCommitIsSeen(Connection taken) throws SQLException {
        if (!ambient && (holds(taken) ? foreign : !taken.getAutoCommit())) {
            throw new TransactionException(
                    "An afterCommit hook cannot run: the connection came with autocommit off, so somebody else commits"
                            + " it and Canopy cannot see when. Give the Database that framework's AmbientTransactions.");
        }
    }

    /** Whether the server will only roll back; to COMMIT it then answers ROLLBACK, and the driver takes that for a success. */
    boolean isFailed() throws SQLException {
        return lent != null
                && connection().isWrapperFor(BaseConnection.class)
                && connection().unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
    }

    /** Notes that the connection's state is not known any more, so that nobody may have it after this transaction. */
    void broken() {
        broken = true;
    }

    /** The next statement is the only one: it needs no transaction. */
    void alone() {
        alone = lent == null && tenant == null;
    }

    /** Nothing has begun, and nothing is asked for that only a transaction has. */
    boolean isFresh() {
        return lent == null && tenant == null && !ambient && options.isPlain();
    }

    /** The same, where it must be committed with its answer. */
    void aloneAndCommitted() {
        alone();
        committed = alone;
    }

    /** What follows needs the transaction. */
    void notAlone() {
        alone = false;
        committed = false;
    }

    /** Whether the statement may run by itself on this connection, on which somebody else may have begun. */
    boolean mayBeAloneOn(Connection taken) throws SQLException {
        return !committed || taken.getAutoCommit();
    }

    boolean isAlone() {
        return alone && lent == null;
    }

    Turn turn() {
        return turn;
    }

    TransactionOptions options() {
        return options;
    }

    int attempt() {
        return attempt;
    }

    @Nullable
    Frame suspended() {
        return suspended;
    }

    /** Actions that wait for the end because what they belong to is rolled back already. */
    List<Runnable> undone() {
        return undone;
    }

    private void apply(Connection taken) throws SQLException {
        String sql = options.begin();
        if (options.settings().isEmpty()) {
            if (!sql.isEmpty()) {
                try (Statement statement = taken.createStatement()) {
                    statement.execute(sql);
                }
            }
            return;
        }
        List<String> calls = new ArrayList<>();
        options.settings().forEach((name, value) -> calls.add("set_config(?, ?, true)"));
        int asked = calls.size() + 1;
        if (tenant != null) {
            calls.add(RowSecurity.QUESTION);
        }
        String all = (sql.isEmpty() ? "" : sql + "; ") + "select " + String.join(", ", calls);
        try (PreparedStatement statement = taken.prepareStatement(all)) {
            int index = 0;
            for (Map.Entry<String, String> setting : options.settings().entrySet()) {
                statement.setString(++index, setting.getKey());
                statement.setString(++index, setting.getValue());
            }
            boolean rows = statement.execute();
            if (tenant != null) {
                while (!rows) {
                    rows = statement.getMoreResults();
                }
                try (ResultSet answer = statement.getResultSet()) {
                    answer.next();
                    tenant.security().require(taken, answer, asked);
                }
            }
        }
    }

    /** A connection of the server that it is for. */
    private Lent open() {
        Lent ofReplica = replica != null && options.isOnReplica() && !ambient ? replica.open() : null;
        return ofReplica == null ? new Lent(primary.open(), primary) : ofReplica;
    }

    private static void undo(Lent taken) {
        try {
            taken.connection().rollback();
            taken.connection().setAutoCommit(true);
            taken.giveBack();
        } catch (SQLException e) {
            taken.evict();
        }
    }

    /** What somebody else has begun cannot be changed any more. */
    private void requireFitting(Connection taken) throws SQLException {
        TransactionOptions options = tenant == null ? this.options : this.options.without(tenant.setting());
        if (options.isPlain() || options.areForABeginning()) {
            return;
        }
        TransactionOptions.Level level = options.level();
        boolean fits = !options.hasLimits()
                && (!options.isReadOnly() || taken.isReadOnly())
                // JDBC numbers its levels by their strength.
                && (level == null || taken.getTransactionIsolation() >= jdbc(level));
        if (!fits) {
            throw new TransactionException(
                    "A transaction with %s was asked for inside one that was begun elsewhere without; say so where it begins, or take the words out here."
                            .formatted(options));
        }
    }

    private static int jdbc(TransactionOptions.Level level) {
        return switch (level) {
            case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
            case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
            case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
        };
    }
}
