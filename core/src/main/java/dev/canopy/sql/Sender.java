package dev.canopy.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jooq.ConnectionProvider;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Sends statements past jOOQ: on the connection that jOOQ would take, told of and translated as jOOQ's are. Thread-safe, unless
 * it stays on one connection.
 */
public final class Sender {
    private final ConnectionProvider connections;
    private final Transactions transactions;
    private final Journal journal;

    public Sender(Transactions transactions, Journal journal) {
        this(transactions, transactions, journal);
    }

    private Sender(ConnectionProvider connections, Transactions transactions, Journal journal) {
        this.connections = connections;
        this.transactions = transactions;
        this.journal = journal;
    }

    /** The values of a statement's parameters. */
    public interface Values {
        /** Sets them. */
        void set(PreparedStatement statement) throws SQLException;

        /** For whoever wants to see them. */
        List<? extends @Nullable Object> all();
    }

    /** Reads what a statement that ran has to say. */
    @FunctionalInterface
    public interface Answer<V> {
        V read(PreparedStatement ran) throws SQLException;
    }

    /** Runs the statement. The driver keeps it prepared, by its text. */
    public <V> V send(String known, Values values, Answer<V> answer) {
        String sql = journal.text(known);
        return connected(connection -> {
            Journal.Running running = journal.begin(sql, values::all);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                values.set(statement);
                statement.execute();
                if (running != null) {
                    running.answered(() -> explained(connection, sql, values));
                }
                V read = answer.read(statement);
                if (running != null) {
                    running.end();
                }
                return read;
            } catch (SQLException refusal) {
                if (running != null) {
                    running.refused();
                }
                throw transactions.refused(refusal, sql);
            } catch (DataAccessException unread) {
                SQLException refusal = unread.getCause(SQLException.class);
                if (refusal == null) {
                    throw unread;
                }
                if (running != null) {
                    running.refused();
                }
                throw transactions.refused(refusal, sql);
            }
        });
    }

    /** Does all of it on one connection. */
    public <V> V connected(Function<? super Connection, ? extends V> work) {
        Connection connection = Objects.requireNonNull(connections.acquire());
        try {
            return work.apply(connection);
        } finally {
            connections.release(connection);
        }
    }

    /** The same on this connection, which stays with the caller. */
    public Sender on(Connection connection) {
        return new Sender(
                new ConnectionProvider() {
                    @Override
                    public Connection acquire() {
                        return connection;
                    }

                    @Override
                    public void release(Connection same) {}
                },
                transactions,
                journal);
    }

    /** The server explains one statement at a time. */
    private static @Nullable String explained(Connection connection, String sql, Values values) {
        return sql.startsWith("begin ")
                ? null
                : Explained.on(connection, () -> {
                    StringJoiner plan = new StringJoiner(System.lineSeparator());
                    try (PreparedStatement explain = connection.prepareStatement("explain " + sql)) {
                        values.set(explain);
                        try (ResultSet lines = explain.executeQuery()) {
                            while (lines.next()) {
                                plan.add(lines.getString(1));
                            }
                        }
                    }
                    return plan.toString();
                });
    }
}
