package dev.canopy.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether there is a Docker engine to run a container. */
@FunctionalInterface
interface DockerEngine {
    /** Where an engine answers; empty if none does. */
    Optional<String> answersAt();

    /**
     * Looks where engines listen, without Testcontainers: where there is none, that would write pages of errors about every
     * place it looked in.
     */
    static DockerEngine ofThisMachine() {
        return () -> candidates().filter(DockerEngine::answers).findFirst();
    }

    private static Stream<String> candidates() {
        String home = System.getProperty("user.home", "");
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return Stream.of(
                        System.getenv("DOCKER_HOST"),
                        "unix:///var/run/docker.sock",
                        "unix://" + home + "/.docker/run/docker.sock",
                        "unix://" + home + "/.docker/desktop/docker.sock",
                        runtime == null ? null : "unix://" + runtime + "/docker.sock",
                        System.getProperty("os.name", "").startsWith("Windows")
                                ? "npipe:////./pipe/docker_engine"
                                : null)
                .filter(Objects::nonNull);
    }

    private static boolean answers(String address) {
        URI uri = URI.create(address);
        try {
            return switch (String.valueOf(uri.getScheme())) {
                case "unix" -> listens(UnixDomainSocketAddress.of(uri.getPath()));
                case "tcp", "http", "https" ->
                    listens(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 2375 : uri.getPort()));
                case "npipe" -> Files.exists(Path.of("\\\\.\\pipe\\docker_engine"));
                default -> false;
            };
        } catch (IOException | UnresolvedAddressException nobody) {
            return false;
        }
    }

    private static boolean listens(SocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return channel.isConnected();
        }
    }
}
