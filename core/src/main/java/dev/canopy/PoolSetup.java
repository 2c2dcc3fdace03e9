package dev.canopy;

import com.zaxxer.hikari.HikariConfig;
import dev.canopy.error.DefinitionException;
import dev.canopy.sql.WhenAway;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was said about the pool of {@code Database.connect}, on top of defaults that suit a service: ten connections that are all
 * kept, a wait of ten seconds at most, a keep-alive every two minutes, a new connection after half an hour.
 */
final class PoolSetup {
    private static final String DEFAULT_NAME = "canopy";

    /** A read that may go to the primary waits no longer for the replica. */
    private static final Duration LONGEST_DETOUR = Duration.ofSeconds(1);

    private int size = 10;
    private Duration connectionTimeout = Duration.ofSeconds(10);
    private Duration socketTimeout = Duration.ZERO;
    private Duration drainTimeout = Duration.ofSeconds(30);
    private Duration leakDetection = Duration.ZERO;
    private @Nullable String applicationName;
    private boolean behindPooler;
    private Consumer<? super HikariConfig> further = hikari -> {};

    void size(int connections) {
        if (connections < 1) {
            throw new DefinitionException(
                    "poolSize(%d) leaves no connection to work with; say 1 at least.".formatted(connections));
        }
        size = connections;
    }

    void connectionTimeout(Duration most) {
        connectionTimeout = atLeast("connectionTimeout", most, Duration.ofMillis(250));
    }

    void socketTimeout(Duration most) {
        socketTimeout = atLeast("socketTimeout", most, Duration.ofSeconds(1));
    }

    void drainTimeout(Duration most) {
        if (most.isNegative()) {
            throw new DefinitionException("drainTimeout(%s) is negative; zero does not wait at all.".formatted(most));
        }
        drainTimeout = most;
    }

    void leakDetection(Duration longest) {
        leakDetection = atLeast("leakDetection", longest, Duration.ofSeconds(2));
    }

    void applicationName(String name) {
        applicationName = name;
    }

    void behindPooler() {
        behindPooler = true;
    }

    void further(Consumer<? super HikariConfig> setup) {
        Consumer<? super HikariConfig> before = further;
        further = hikari -> {
            before.accept(hikari);
            setup.accept(hikari);
        };
    }

    boolean isBehindPooler() {
        return behindPooler;
    }

    Duration drainTimeout() {
        return drainTimeout;
    }

    /** What HikariCP and the driver are told. */
    HikariConfig config(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName(Objects.requireNonNullElse(applicationName, DEFAULT_NAME));
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(connectionTimeout.toMillis());
        config.setValidationTimeout(Math.min(3_000, connectionTimeout.toMillis()));
        config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
        config.setMaxLifetime(Duration.ofMinutes(30).toMillis());
        config.setLeakDetectionThreshold(leakDetection.toMillis());
        defaults().forEach(config::addDataSourceProperty);
        Map<String, String> said = said();
        said.forEach(config::addDataSourceProperty);
        // The driver believes the URL more than anything else, but what was said in code was said about this very URL.
        config.setJdbcUrl(without(said.keySet(), url));
        further.accept(config);
        if (!config.isAutoCommit()) {
            throw new DefinitionException(
                    "pool(..) sets autoCommit to false, so statements outside transactions would be rolled back; leave"
                            + " it true, for Canopy begins transactions itself.");
        }
        return config;
    }

    /** The same for a read replica, whose absence must neither keep the service from starting nor a read waiting for long. */
    HikariConfig ofReplica(String url, String user, String password, WhenAway whenAway) {
        HikariConfig config = config(url, user, password);
        config.setPoolName(config.getPoolName() + "-replica");
        if (whenAway == WhenAway.ASK_PRIMARY) {
            config.setInitializationFailTimeout(-1);
            config.setConnectionTimeout(Math.min(LONGEST_DETOUR.toMillis(), config.getConnectionTimeout()));
            config.setValidationTimeout(Math.min(config.getValidationTimeout(), config.getConnectionTimeout()));
        }
        return config;
    }

    static String withoutSecrets(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private static Map<String, String> defaults() {
        return Map.of(
                // A peer that vanished without a word is found by the operating system, also while nothing is asked of
                // it.
                "tcpKeepAlive", "true",
                "ApplicationName", DEFAULT_NAME,
                // The name goes with the first packet, not as a statement that a pooler would send to anybody's
                // session.
                "assumeMinServerVersion", "12");
    }

    private Map<String, String> said() {
        Map<String, String> said = new HashMap<>();
        if (applicationName != null) {
            said.put("ApplicationName", applicationName);
        }
        if (!socketTimeout.isZero()) {
            said.put("socketTimeout", String.valueOf(socketTimeout.toSeconds()));
        }
        if (behindPooler) {
            // The next statement may meet another session, which knows nothing of what was prepared here.
            said.put("prepareThreshold", "0");
            said.put("preparedStatementCacheQueries", "0");
            said.put("assumeMinServerVersion", "12");
        }
        return said;
    }

    private static String without(Set<String> names, String url) {
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        String rest = Arrays.stream(url.substring(query + 1).split("&", -1))
                .filter(part -> !names.contains(part.substring(0, Math.max(0, part.indexOf('=')))))
                .collect(Collectors.joining("&"));
        return url.substring(0, query) + (rest.isEmpty() ? "" : "?" + rest);
    }

    private static Duration atLeast(String word, Duration said, Duration least) {
        if (said.compareTo(least) < 0) {
            throw new DefinitionException("%s(%s) is too short; say %s at least.".formatted(word, said, least));
        }
        return said;
    }
}
