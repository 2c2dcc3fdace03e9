package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.sql.ErrorTranslation;
import dev.canopy.sql.Pool;
import dev.canopy.sql.Replica;
import dev.canopy.sql.WhenAway;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jspecify.annotations.Nullable;

/** What was said about the read replica. */
final class ReplicaSetup {
    private @Nullable At at;
    private WhenAway whenAway = WhenAway.REFUSE;

    /** Where it is. */
    private sealed interface At {
        /** A server, to which the Database makes a pool of its own. */
        record Server(String url, String user, String password) implements At {}

        /** The service's own connections. */
        record Given(DataSource dataSource) implements At {}
    }

    /**
     * A replica that is in use.
     *
     * @param pool made for it; null where the connections are the service's
     */
    record Opened(@Nullable Replica replica, @Nullable Pool pool) {
        static final Opened NONE = new Opened(null, null);

        void close() {
            if (pool != null) {
                pool.close();
            }
        }
    }

    void at(String url, String user, String password) {
        at(new At.Server(url, user, password));
    }

    void at(DataSource dataSource) {
        at(new At.Given(dataSource));
    }

    void whenAway(WhenAway policy) {
        whenAway = policy;
    }

    /**
     * Connects, if there is one.
     *
     * @param errors of a server, by what it is called
     */
    Opened open(PoolSetup setup, Function<String, ErrorTranslation> errors) {
        return switch (at) {
            case null -> Opened.NONE;
            case At.Given given ->
                new Opened(
                        new Replica(
                                new DataSourceConnectionProvider(given.dataSource()),
                                errors.apply("the given DataSource of the read replica"),
                                whenAway),
                        null);
            case At.Server server -> {
                ErrorTranslation translation = errors.apply(PoolSetup.withoutSecrets(server.url()));
                Pool pool = Pool.open(
                        setup.ofReplica(server.url(), server.user(), server.password(), whenAway),
                        translation,
                        setup.drainTimeout());
                yield new Opened(new Replica(pool, translation, whenAway), pool);
            }
        };
    }

    private void at(At place) {
        if (at != null) {
            throw new DefinitionException(
                    "replica(..) was said twice; a Database has one. For several, give it a DataSource that spreads its"
                            + " connections over them.");
        }
        at = place;
    }
}
