package dev.canopy.sql;

import dev.canopy.error.CanopyException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Sends statements past jOOQ: on the connection that jOOQ would take, told of and translated as jOOQ's are. Thread-safe, unless
 * it stays on one connection.
 */
public final class Sender {
    private final Route route;
    private final Journal journal;

    private Sender(Route route, Journal journal) {
        this.route = route;
        this.journal = journal;
    }

    public static Sender of(Transactions transactions, Journal journal) {
        return new Sender(transactions, journal);
    }

    /** The same for what only reads. */
    public static Sender ofReads(Transactions transactions, Journal journal) {
        return new Sender(transactions.reads(), journal);
    }

    /** Stays on one connection. */
    record Kept(Connection connection, Route route) implements Route {
        @Override
        public Connection acquire() {
            return connection;
        }

        @Override
        public void release(Connection same) {
            // It stays with whoever keeps it.
        }

        @Override
        public CanopyException refused(SQLException refusal, @Nullable String sql) {
            return route.refused(refusal, sql);
        }

        @Override
        public <V> V during(Supplier<? extends V> work) {
            return work.get();
        }

        @Override
        public void meet(Table<?> table) {
            route.meet(table);
        }
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

    /** Runs the work as a reading of this shape, which is asked for only if somebody wants to know. */
    public <V extends @Nullable Object> V reading(Supplier<String> shape, Supplier<V> work) {
        return journal.isHeard() ? Reading.during(shape, work) : work.get();
    }

    /** Runs the statement. The driver keeps it prepared, by its text. */
    public <V> V send(String known, Values values, Answer<V> answer) {
        return journal.isHeard() ? Reading.ofRows(() -> run(known, values, answer)) : run(known, values, answer);
    }

    private <V> V run(String known, Values values, Answer<V> answer) {
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
                throw route.refused(refusal, sql);
            } catch (DataAccessException unread) {
                SQLException refusal = unread.getCause(SQLException.class);
                if (refusal == null) {
                    throw unread;
                }
                if (running != null) {
                    running.refused();
                }
                throw route.refused(refusal, sql);
            }
        });
    }

    /** Does all of it on one connection. */
    public <V> V connected(Function<? super Connection, ? extends V> work) {
        return route.during(() -> {
            Connection connection = Objects.requireNonNull(route.acquire());
            try {
                return work.apply(connection);
            } finally {
                route.release(connection);
            }
        });
    }

    /** The major version of the server; the driver knows it. No statement. */
    public int version(Connection connection) {
        try {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException refusal) {
            throw route.refused(refusal, null);
        }
    }

    /** Runs work that sends by way of jOOQ, on the connections of this one. */
    public <V> V during(Supplier<? extends V> work) {
        return route.during(work);
    }

    /** The same on this connection, which stays with the caller. */
    public Sender on(Connection connection) {
        return new Sender(new Kept(connection, route), journal);
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
