package dev.canopy.sql;

import dev.canopy.error.ConnectionException;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.ConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that follows the primary, for reads. Thread-safe. */
public final class Replica {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    /** So long nobody asks a replica that was away. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Connections connections;
    private final WhenAway whenAway;

    /** Until when it is not asked again, by the nanoseconds of the JVM; null while it is there. */
    private final AtomicReference<@Nullable Pause> away = new AtomicReference<>();

    public Replica(ConnectionProvider source, ErrorTranslation errors, WhenAway whenAway) {
        this.connections = new Connections(source, AmbientTransactions.none(), errors);
        this.whenAway = whenAway;
    }

    /**
     * A connection; null if the primary is to be asked.
     *
     * @throws ConnectionException if there is none, and the primary is not to be asked
     */
    @Nullable
    Lent open() {
        Pause pause = away.get();
        if (pause != null) {
            // Of all that come when the pause is over, one tries.
            if (!pause.isOver() || !away.compareAndSet(pause, Pause.fromNow())) {
                return null;
            }
        }
        try {
            Connection connection = connections.open();
            isThere();
            return new Lent(connection, connections);
        } catch (ConnectionException e) {
            if (whenAway == WhenAway.ASK_PRIMARY && !connections.isFull()) {
                if (away.getAndSet(Pause.fromNow()) == null) {
                    LOG.warn("The read replica is away; the primary answers its reads. {}", e.getMessage());
                }
                return null;
            }
            throw new ConnectionException(
                    "The read replica cannot be asked: %s The primary answers inside onPrimary(..)%s"
                            .formatted(
                                    e.getMessage(),
                                    whenAway == WhenAway.ASK_PRIMARY
                                            ? "."
                                            : ", and everywhere if the builder says whenReplicaIsAway(ASK_PRIMARY)."),
                    e);
        }
    }

    /** Until then nobody asks; by {@link System#nanoTime}. */
    private record Pause(long until) {
        static Pause fromNow() {
            return new Pause(System.nanoTime() + PAUSE.toNanos());
        }

        boolean isOver() {
            return System.nanoTime() - until >= 0;
        }
    }

    /** It answered somebody. */
    void isThere() {
        if (away.getAndSet(null) != null) {
            LOG.info(
                    "The read replica {} is back and answers reads again.",
                    connections.errors().server());
        }
    }

    Connections connections() {
        return connections;
    }
}
