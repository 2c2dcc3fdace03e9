package dev.canopy.sql;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.error.ConnectionException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DataSourceConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where connections come from and where they go. Thread-safe. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final ConnectionProvider source;
    private final ErrorTranslation errors;

    Connections(ConnectionProvider source, ErrorTranslation errors) {
        this.source = source;
        this.errors = errors;
    }

    /**
     * A connection.
     *
     * @throws ConnectionException if there is none
     */
    Connection open() {
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
