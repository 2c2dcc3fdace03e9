package dev.canopy.it;

import dev.canopy.testing.ScratchDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real PgBouncer in transaction mode before one database, where a machine has it: two server sessions for everybody. */
final class PgBouncer implements AutoCloseable {
    private static final Pattern VERSION = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)");

    private final Path folder;
    private final Process process;
    private final int port;

    private PgBouncer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Where it is installed. */
    static Optional<Path> executable() {
        List<String> places = new ArrayList<>(List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"));
        places.addAll(Arrays.asList(System.getenv("PATH").split(java.io.File.pathSeparator, -1)));
        return places.stream()
                .map(place -> Path.of(place, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether it can keep prepared statements, which it can since 1.21. */
    static boolean keepsStatements() {
        try {
            Process asked = new ProcessBuilder(executable().orElseThrow().toString(), "--version").start();
            Matcher version =
                    VERSION.matcher(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return version.find()
                    && (Integer.parseInt(version.group(1)) > 1 || Integer.parseInt(version.group(2)) >= 21);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Starts it.
     *
     * @param statements how many prepared statements it keeps for each session; 0 for none
     * @param role whom all sign in as
     */
    static PgBouncer before(ScratchDatabase database, int statements, String role, String password) {
        try {
            URI server = URI.create(database.url().substring("jdbc:".length()));
            for (int attempt = 1; ; attempt++) {
                PgBouncer started = start(server, database.name(), statements, role, password);
                if (started.answers()) {
                    return started;
                }
                String said = Files.readString(started.folder.resolve("output"));
                started.close();
                // Somebody else may have taken the port meanwhile.
                if (attempt == 3) {
                    throw new IllegalStateException("PgBouncer does not start: " + said);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static PgBouncer start(URI server, String database, int statements, String role, String password)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path folder = Files.createTempDirectory("canopy-pgbouncer-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path settings = Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                app = host=127.0.0.1 port=%d dbname=%s user=%s password='%s'
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 2
                ignore_startup_parameters = extra_float_digits
                %s
                """.formatted(
                        server.getPort(),
                        database,
                        role,
                        password,
                        port,
                        statements == 0 ? "" : "max_prepared_statements = " + statements));
        List<String> command =
                new ArrayList<>(List.of(executable().orElseThrow().toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            // It does not run as root.
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        return new PgBouncer(folder, process, port);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/app".formatted(port);
    }

    private boolean answers() {
        try {
            Eventually.holds(() -> {
                if (process.isAlive()) {
                    connect();
                }
            });
            return process.isAlive();
        } catch (UncheckedIOException never) {
            return false;
        }
    }

    private void connect() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().flush();
        } catch (IOException notYet) {
            throw new UncheckedIOException(notYet);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try (Stream<Path> inside = Files.walk(folder)) {
            process.waitFor();
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
