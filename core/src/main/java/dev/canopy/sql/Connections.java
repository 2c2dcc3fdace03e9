package dev.canopy.sql;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.DefinitionException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DataSourceConnectionProvider;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where connections come from and where they go. Thread-safe. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final ConnectionProvider source;
    private final AmbientTransactions ambient;
    private final ErrorTranslation errors;

    Connections(ConnectionProvider source, AmbientTransactions ambient, ErrorTranslation errors) {
        this.source = source;
        this.ambient = ambient;
        this.errors = errors;
    }

    /**
     * A connection.
     *
     * @throws ConnectionException if there is none
     * @throws DefinitionException if what is written on it would be lost
     */
    Connection open() {
        Connection connection = take();
        try {
            if (!connection.getAutoCommit() && !ambient.isActive() && !isShared(connection)) {
                throw new DefinitionException(
                        "Connections of %s come with autoCommit=false though nobody has begun a transaction, so what is written would be rolled back when they are given back; set autoCommit=true in the pool."
                                .formatted(errors.server()));
            }
            return connection;
        } catch (SQLException e) {
            giveBack(connection);
            throw errors.connecting(e);
        } catch (RuntimeException | Error e) {
            giveBack(connection);
            throw e;
        }
    }

    private Connection take() {
        try {
            Connection connection = source.acquire();
            if (connection == null) {
                throw new ConnectionException(
                        "The ConnectionProvider of %s gave no connection.".formatted(errors.server()));
            }
            return connection;
        } catch (DataAccessException e) {
            throw errors.translate(e);
        }
    }

    /**
     * Whether somebody has begun a transaction on a connection that comes with autocommit off, and will commit it: he who asks again
     * then gets the same one. A pool gives another one, and takes back what was done on this one.
     */
    @SuppressWarnings("ReferenceEquality") // the very connection
    private boolean isShared(Connection connection) throws SQLException {
        if (ambient != AmbientTransactions.none()) {
            return false;
        }
        Connection again;
        try {
            again = take();
        } catch (ConnectionException noneLeft) {
            LOG.debug("A pool that has no second connection is a pool.", noneLeft);
            return false;
        }
        try {
            return again == connection || physical(again) == physical(connection);
        } finally {
            giveBack(again);
        }
    }

    private static Connection physical(Connection connection) throws SQLException {
        return connection.isWrapperFor(BaseConnection.class) ? connection.unwrap(BaseConnection.class) : connection;
    }

    ErrorTranslation errors() {
        return errors;
    }

    /** Whether all of them are in use. */
    boolean isFull() {
        return source instanceof Pool pool && pool.use().active() >= pool.use().most();
    }

    void giveBack(Connection connection) {
        source.release(connection);
    }

    /** Gives back a connection whose state nobody knows: it is closed, and no pool hands it out again. */
    void evict(Connection connection) {
        quietly(() -> connection.abort(Runnable::run));
        if (source instanceof Pool pool) {
            pool.evict(connection);
            return;
        }
        if (source instanceof DataSourceConnectionProvider provider) {
            quietly(() -> evict(connection, provider.dataSource()));
        }
        quietly(() -> source.release(connection));
    }

    private static void evict(Connection connection, DataSource dataSource) throws SQLException {
        if (dataSource.isWrapperFor(HikariDataSource.class)) {
            dataSource.unwrap(HikariDataSource.class).evictConnection(connection);
        }
    }

    private static void quietly(Action<SQLException> step) {
        try {
            step.run();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A broken connection could not be closed; the pool finds out when it tests it.", e);
        }
    }
}
