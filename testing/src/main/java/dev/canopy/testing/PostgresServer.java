package dev.canopy.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that builds and tests run on. This class decides which, once for each JVM, and logs the choice with its
 * reason:
 *
 * <ol>
 *   <li>what {@code -Dcanopy.db} or {@code CANOPY_DB} says: a JDBC URL (with {@code canopy.db.user} and
 *       {@code canopy.db.password}, unless the URL has them), {@code testcontainers} or {@code embedded};
 *   <li>else a container, where a Docker engine answers; {@code canopy.db.image} names the image;
 *   <li>else an embedded server, from binaries that Maven brought.
 * </ol>
 *
 * <p>A server that was started is stopped when the JVM ends. On a server that was named, every database that was created here
 * is dropped, and nothing else is touched. Safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    /** As many as the threads of a test that is meant to be crowded. */
    private static final int MOST_CONNECTIONS = 40;

    private final RunningServer server;
    private final Set<ScratchDatabase> open = ConcurrentHashMap.newKeySet();
    private final HikariDataSource maintenance;

    private PostgresServer(RunningServer server) {
        this.server = server;
        this.maintenance = pool(dataSource(null), "canopy-maintenance");
    }

    /**
     * The server of this JVM, started by the first call and stopped by a shutdown hook.
     *
     * @throws PostgresServerException if it cannot be had, saying why and what to do
     */
    public static PostgresServer shared() {
        return Shared.instance();
    }

    static PostgresServer start(Choice choice) {
        return switch (choice) {
            case Choice.Url url -> running(NamedServer.at(url), url);
            case Choice.Embedded embedded -> running(EmbeddedServer.start(), embedded);
            case Choice.Container container -> {
                try {
                    yield running(ContainerServer.start(container), container);
                } catch (PostgresServerException failed) {
                    if (container.demanded()) {
                        throw failed;
                    }
                    log.warn("{}", failed.getMessage());
                    yield start(new Choice.Embedded("the container did not start"));
                }
            }
        };
    }

    private static PostgresServer running(RunningServer server, Choice choice) {
        PostgresServer postgres = new PostgresServer(server);
        log.info("PostgreSQL {}: {}, because {}", postgres.version(), server, choice.reason());
        return postgres;
    }

    /** The JDBC URL of the database that was given or that every server has; user and password apart. */
    public String url() {
        return server.url();
    }

    /** Who signs in; empty if the URL says it. */
    public Optional<String> user() {
        return Optional.ofNullable(server.user());
    }

    /** With which password; empty if the URL says it or none is wanted. */
    public Optional<String> password() {
        return Optional.ofNullable(server.password());
    }

    /** The server's version, as in "18.6". */
    public String version() {
        try (Connection connection = maintenance.getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException failed) {
            throw new PostgresServerException("The server " + server + " does not tell its version.", failed);
        }
    }

    /**
     * Creates an empty database, which closing it drops.
     *
     * @param label a word that its name will contain, for whoever looks at the server
     */
    public ScratchDatabase createDatabase(String label) {
        return create(label, "template0");
    }

    /**
     * Creates a copy of a database with all that is in it, in some tens of milliseconds. Nobody may be connected to the
     * template meanwhile.
     */
    public ScratchDatabase copyOf(ScratchDatabase template, String label) {
        return create(label, template.name());
    }

    private ScratchDatabase create(String label, String template) {
        String plain = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        String name = "canopy_%s_%s"
                .formatted(
                        plain.substring(0, Math.min(plain.length(), 36)),
                        Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36));
        execute("create database \"" + name + "\" template \"" + template + "\"");
        ScratchDatabase database = new ScratchDatabase(this, name, dataSource(name));
        open.add(database);
        return database;
    }

    void drop(ScratchDatabase database) {
        if (open.remove(database)) {
            execute("drop database if exists \"" + database.name() + "\" with (force)");
        }
    }

    void execute(String sql) {
        try (Connection connection = maintenance.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new PostgresServerException("""
                    The server %s refuses: %s
                      cause: %s
                      mend:  databases for tests are created and dropped; the user needs the right to do so (CREATEDB)""".formatted(server, sql, failed.getMessage()), failed);
        }
    }

    PGSimpleDataSource dataSource(@Nullable String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.url());
        if (database != null) {
            dataSource.setDatabaseName(database);
        }
        user().ifPresent(dataSource::setUser);
        password().ifPresent(dataSource::setPassword);
        return dataSource;
    }

    /** Connections to the database that was given or that every server has, used again and again. */
    DataSource maintenance() {
        return maintenance;
    }

    /** One connection, and more as they are asked for: each is a process that the server has to start. */
    static HikariDataSource pool(DataSource dataSource, String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(dataSource);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        return new HikariDataSource(config);
    }

    /** Drops the databases that are still open and stops the server, if it was started here. */
    @Override
    public void close() {
        try {
            if (server instanceof NamedServer) {
                Set.copyOf(open).forEach(this::drop);
            }
        } finally {
            maintenance.close();
            server.stop();
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL (" + server + ")";
    }

    /** The one of this JVM. A refusal is remembered too: the second test class need not wait for the same answer again. */
    private static final class Shared {
        private static @Nullable PostgresServer server;
        private static @Nullable String refusal;

        private Shared() {}

        static synchronized PostgresServer instance() {
            if (refusal != null) {
                throw new PostgresServerException(refusal, null);
            }
            if (server == null) {
                try {
                    PostgresServer started =
                            start(Choice.of(Choice.Settings.ofThisJvm(), DockerEngine.ofThisMachine()));
                    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "canopy-postgres-stop"));
                    server = started;
                } catch (PostgresServerException failed) {
                    refusal = failed.getMessage();
                    throw failed;
                }
            }
            return server;
        }
    }
}
