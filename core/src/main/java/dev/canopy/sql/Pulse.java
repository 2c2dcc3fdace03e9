package dev.canopy.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jooq.ConnectionProvider;
import org.jspecify.annotations.Nullable;

/** Asks the servers whether they are there. Thread-safe. */
public final class Pulse {
    private static final int SECONDS = 5;

    private final Connections primary;
    private final @Nullable Pool pool;
    private final @Nullable Replica replica;

    public Pulse(ConnectionProvider source, ErrorTranslation errors, @Nullable Pool pool, @Nullable Replica replica) {
        this.primary = new Connections(source, AmbientTransactions.none(), errors);
        this.pool = pool;
        this.replica = replica;
    }

    /** Never throws. */
    public Health take() {
        long start = System.nanoTime();
        Optional<String> problem = problem(primary);
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        return new Health(
                problem.isEmpty(),
                latency,
                problem,
                Optional.ofNullable(pool).map(Pool::use),
                Optional.ofNullable(replica).map(Pulse::answers));
    }

    private static boolean answers(Replica replica) {
        boolean answers = problem(replica.connections()).isEmpty();
        if (answers) {
            replica.isThere();
        }
        return answers;
    }

    private static Optional<String> problem(Connections asked) {
        try {
            Connection connection = asked.open();
            try {
                return connection.isValid(SECONDS)
                        ? Optional.empty()
                        : Optional.of("The server at %s gave no answer within %d seconds."
                                .formatted(asked.errors().server(), SECONDS));
            } finally {
                asked.giveBack(connection);
            }
        } catch (SQLException e) {
            return Optional.of(said(asked.errors().translate(e, null)));
        } catch (RuntimeException e) {
            return Optional.of(said(e));
        }
    }

    private static String said(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getName() : message;
    }
}
