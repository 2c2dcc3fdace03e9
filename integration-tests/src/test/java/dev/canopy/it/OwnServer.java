package dev.canopy.it;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that a test may stop, start again and lock people out of: nobody else uses it. What it acknowledged, it keeps. */
final class OwnServer implements AutoCloseable {
    private final Path folder;
    private EmbeddedPostgres running;
    private final int port;

    private OwnServer(Path folder) {
        this.folder = folder;
        this.running = run(0);
        this.port = running.getPort();
    }

    static OwnServer start() {
        try {
            return new OwnServer(Files.createTempDirectory("canopy-own-server-"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The same with the sample schema in it. */
    static OwnServer migrated() {
        OwnServer server = start();
        Flyway.configure().dataSource(server.dataSource()).load().migrate();
        return server;
    }

    int port() {
        return port;
    }

    String url() {
        return url(port);
    }

    /** The URL of whatever leads here from another port. */
    String url(int otherPort) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(otherPort);
    }

    Database connect(Consumer<? super DatabaseBuilder> setup) {
        return Database.connect(url(), "postgres", "postgres", setup);
    }

    PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        dataSource.setUser("postgres");
        dataSource.setPassword("postgres");
        return dataSource;
    }

    PlainSql sql() {
        return new PlainSql(dataSource());
    }

    /** Stops it as an operator does: who is connected is told to go (SQLSTATE 57P01). */
    void stop() {
        Optional<ProcessHandle> postmaster = postmaster();
        try {
            running.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        postmaster.ifPresent(process -> process.onExit().join());
    }

    /** Stops it as a machine does that is in a hurry: nobody is told, nothing is written, and the next start has to recover. */
    void stopImmediately() {
        postmaster().ifPresent(process -> {
            try {
                new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException failed) {
                throw new AssertionError(failed);
            }
            process.onExit().join();
        });
        stop();
    }

    /** Kills one of its processes, upon which it throws all others out and recovers by itself. */
    void crash() {
        long backend =
                Long.parseLong(sql().value("select pid from pg_stat_activity where backend_type = 'client backend'"
                        + " and pid <> pg_backend_pid() limit 1"));
        ProcessHandle.of(backend).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** Starts it again, on the same port and with the same data. */
    void startAgain() {
        running = run(port);
    }

    /** Asks everybody who comes over TCP for a password. */
    void demandPasswords() {
        try {
            Files.writeString(
                    folder.resolve("data").resolve("pg_hba.conf"),
                    "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        sql().run("select pg_reload_conf()");
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Optional<ProcessHandle> postmaster() {
        Path file = folder.resolve("data").resolve("postmaster.pid");
        try {
            return Files.exists(file)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                    : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private EmbeddedPostgres run(int wantedPort) {
        try {
            Path cache =
                    Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache", "canopy", "postgres"));
            System.getProperties().putIfAbsent("ot.epg.working-dir", cache.toString());
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(cache.toFile())
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .setPort(wantedPort)
                    // It is only stopped or killed, never cut from power.
                    .setServerConfig("fsync", "off")
                    // What is acknowledged has left the process.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "60")
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
