package dev.canopy.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan in which branches have statements of their own. Outside a transaction it has one of its own, begun and committed
 * in the same round trips, so that all it reads is one snapshot.
 */
record SplitRun<V>(Channel channel, Attempt<V> attempt) {
    /** Reads all of it once. */
    interface Attempt<V> {
        /**
         * What was read; empty if a row came that no parent waits for, so that keys are not equal in Java where they are in SQL.
         *
         * @param here the way to the server on one connection
         * @param alone whether no transaction is open, so that one must be
         */
        Optional<V> rows(Channel here, boolean alone);
    }

    /** SQLSTATE of "cached plan must not change result type". */
    private static final String RESULT_TYPE_CHANGED = "0A000";

    Optional<V> rows() {
        return channel.<Optional<V>>connected(connection -> {
            Channel here = channel.on(connection);
            if (isInTransaction(connection)) {
                return attempt.rows(here, false);
            }
            try {
                return alone(connection, here);
            } catch (RuntimeException e) {
                // The driver prepares single statements anew when a column's type has changed, but not batches.
                if (RESULT_TYPE_CHANGED.equals(state(e))) {
                    return alone(connection, here);
                }
                throw e;
            }
        });
    }

    /** A failure leaves the connection in a failed transaction that no pool would notice, for autocommit is on. */
    private Optional<V> alone(Connection connection, Channel here) {
        try {
            return attempt.rows(here, true);
        } catch (RuntimeException | Error failure) {
            try (Statement rollback = connection.createStatement()) {
                rollback.execute("rollback");
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    private static boolean isInTransaction(Connection connection) {
        try {
            return !connection.getAutoCommit();
        } catch (SQLException e) {
            throw new DataAccessException("The connection does not say whether it is in a transaction.", e);
        }
    }

    private static @Nullable String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
