package dev.canopy.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's plan of a statement, asked for on the connection that it ran on. */
final class Explained {
    private static final Logger LOG = LoggerFactory.getLogger(Explained.class);

    private Explained() {}

    /** What was asked for; null if that fails, which must not fail the transaction that it is in. */
    static @Nullable String on(Connection connection, Callable<String> plan) {
        try {
            Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
            try {
                String told = plan.call();
                if (before != null) {
                    connection.releaseSavepoint(before);
                }
                return System.lineSeparator() + told;
            } catch (Exception e) {
                if (before != null) {
                    connection.rollback(before);
                }
                LOG.debug("The slow statement could not be explained.", e);
                return null;
            }
        } catch (SQLException e) {
            LOG.debug("The slow statement could not be explained.", e);
            return null;
        }
    }
}
