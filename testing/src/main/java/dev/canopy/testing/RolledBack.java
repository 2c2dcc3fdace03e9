package dev.canopy.testing;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A DataSource with one connection, in one transaction that is never committed. Each {@code getConnection()} hands out that
 * connection behind a proxy of its own: closing the proxy closes nothing, and what would end the transaction is refused.
 */
final class RolledBack implements DataSource, AutoCloseable {
    private final Connection connection;

    RolledBack(DataSource real) throws SQLException {
        connection = real.getConnection();
        connection.setAutoCommit(false);
        // The driver begins with the first statement; this one, so that no statement of the test is logged with its
        // BEGIN.
        connection.setSavepoint();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    public Connection getConnection() {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                RolledBack.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "close" -> {
                            closed.set(true);
                            return null;
                        }
                        case "isClosed" -> {
                            return closed.get() || connection.isClosed();
                        }
                        case "equals" -> {
                            return proxy == arguments[0];
                        }
                        case "hashCode" -> {
                            return System.identityHashCode(proxy);
                        }
                        default -> {
                            if (closed.get()) {
                                throw new SQLException("This connection has been closed.", "08003");
                            }
                            refuseToEnd(method.getName(), arguments);
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException failed) {
                                throw failed.getCause() == null ? failed : failed.getCause();
                            }
                        }
                    }
                });
    }

    private static void refuseToEnd(String method, @Nullable Object @Nullable [] arguments) throws SQLException {
        boolean ends = switch (method) {
            case "commit", "abort" -> true;
            case "rollback" -> arguments == null || !(arguments[0] instanceof Savepoint);
            case "setAutoCommit" -> arguments != null && Boolean.TRUE.equals(arguments[0]);
            default -> false;
        };
        if (ends) {
            throw new SQLException("""
                    %s() would end the transaction that @CanopyTest rolls back after the test.
                      mend:  use a savepoint, or annotate the test with @CanopyTest(isolation = Isolation.DATABASE), where \
                    commits are real""".formatted(method), "25000");
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("All connections of a test are the same one; ask without a user.");
    }

    /** Rolls back. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("This DataSource wraps no " + type.getName() + ".");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
