package dev.canopy.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jooq.ConnectionProvider;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Asks the server whether it is there. Thread-safe. */
public final class Pulse {
    private static final int SECONDS = 5;

    private final ConnectionProvider source;
    private final ErrorTranslation errors;
    private final @Nullable Pool pool;

    public Pulse(ConnectionProvider source, ErrorTranslation errors, @Nullable Pool pool) {
        this.source = source;
        this.errors = errors;
        this.pool = pool;
    }

    /** Never throws. */
    public Health take() {
        long start = System.nanoTime();
        Optional<String> problem = problem(source);
        return new Health(
                problem.isEmpty(),
                Duration.ofNanos(System.nanoTime() - start),
                problem,
                Optional.ofNullable(pool).map(Pool::use),
                Optional.empty());
    }

    private Optional<String> problem(ConnectionProvider asked) {
        try {
            Connection connection = asked.acquire();
            if (connection == null) {
                return Optional.of("The ConnectionProvider gave no connection.");
            }
            try {
                return connection.isValid(SECONDS)
                        ? Optional.empty()
                        : Optional.of("The server at %s gave no answer within %d seconds."
                                .formatted(errors.server(), SECONDS));
            } finally {
                asked.release(connection);
            }
        } catch (DataAccessException e) {
            return Optional.of(said(errors.translate(e)));
        } catch (SQLException e) {
            return Optional.of(said(errors.translate(e, null)));
        } catch (RuntimeException e) {
            return Optional.of(said(e));
        }
    }

    private static String said(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getName() : message;
    }
}
