package dev.canopy.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import org.jooq.ConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HikariCP's pool, which can tell who works with its connections and lets them end before it does. Thread-safe. */
public final class Pool implements ConnectionProvider, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    private final HikariDataSource hikari;
    private final ErrorTranslation errors;
    private final Duration drain;
    private final Holders holders = new Holders();
    private volatile boolean closed;

    private Pool(HikariDataSource hikari, ErrorTranslation errors, Duration drain) {
        this.hikari = hikari;
        this.errors = errors;
        this.drain = drain;
    }

    /**
     * Connects.
     *
     * @param drain how long {@link #close} waits for those who work
     * @throws ConnectionException if the server does not answer or refuses the user
     */
    public static Pool open(HikariConfig config, ErrorTranslation errors, Duration drain) {
        try {
            return new Pool(new HikariDataSource(config), errors, drain);
        } catch (PoolInitializationException e) {
            throw e.getCause() instanceof SQLException refusal ? errors.connecting(refusal) : e;
        }
    }

    /** Waits for a connection that is free, as long as the pool was told to and no longer. */
    @Override
    public Connection acquire() {
        if (closed) {
            throw over();
        }
        try {
            Connection connection = hikari.getConnection();
            holders.took(connection);
            return connection;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    @Override
    public void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The pool throws a connection away that it cannot take back, and what ran on it has its answer.
            LOG.debug("A connection could not be given back.", e);
        } finally {
            holders.returned(connection);
        }
    }

    /** Takes back a connection whose state nobody knows: it is closed, and nobody gets it again. */
    void evict(Connection connection) {
        try {
            hikari.evictConnection(connection);
        } finally {
            release(connection);
        }
    }

    public PoolUse use() {
        HikariPoolMXBean bean = hikari.getHikariPoolMXBean();
        return bean == null || closed
                ? new PoolUse(0, 0, 0, hikari.getMaximumPoolSize())
                : new PoolUse(
                        bean.getActiveConnections(),
                        bean.getIdleConnections(),
                        bean.getThreadsAwaitingConnection(),
                        hikari.getMaximumPoolSize());
    }

    /**
     * Gives out no connection any more, waits for those that are in use, and ends them all. Those that are still in use when the
     * time is over are cut, and the log says who held them.
     *
     * @throws TransactionException in a transaction of the same thread, which could never end; nothing was closed
     */
    @Override
    public void close() {
        if (holders.has(Thread.currentThread())) {
            throw new TransactionException(
                    "close() was called in a transaction of the same thread, for whose end it would wait; let the"
                            + " transaction end first.");
        }
        closed = true;
        try {
            if (!holders.awaitNone(drain)) {
                Optional.ofNullable(holders.longest(10))
                        .ifPresent(who -> LOG.warn(
                                "close() has waited {} ms, and cuts the connections to {} that are still in use: {}.",
                                drain.toMillis(),
                                errors.server(),
                                who));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hikari.close();
        }
    }

    private ConnectionException over() {
        return new ConnectionException(
                "The Database on %s is closed, so nothing can be asked of it any more.".formatted(errors.server()));
    }

    private RuntimeException refused(SQLException e) {
        if (closed) {
            return over();
        }
        PoolUse use = use();
        if (e instanceof SQLTransientConnectionException && use.active() >= use.most()) {
            String who = holders.longest(3);
            return new ConnectionException(
                    "No connection to %s was free within %d ms: %d in use, %d idle, %d callers waiting; the pool has %d.%s Let the work that holds them end sooner, or make the pool larger with poolSize(..)."
                            .formatted(
                                    errors.server(),
                                    hikari.getConnectionTimeout(),
                                    use.active(),
                                    use.idle(),
                                    use.waiting(),
                                    use.most(),
                                    who == null ? "" : " Held longest by " + who + "."),
                    e);
        }
        return errors.connecting(e);
    }
}
