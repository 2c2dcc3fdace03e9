package dev.canopy.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container that Testcontainers started. */
final class ContainerServer implements RunningServer {
    private static final Logger log = LoggerFactory.getLogger(ContainerServer.class);

    private final PostgreSQLContainer container;

    private ContainerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    static ContainerServer start(Choice.Container choice) {
        List<String> command = new ArrayList<>(List.of("postgres"));
        RunningServer.throwAwaySettings().forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        PostgreSQLContainer container = null;
        try {
            bring(choice.image());
            container = new PostgreSQLContainer(
                            DockerImageName.parse(choice.image()).asCompatibleSubstituteFor("postgres"))
                    .withCommand(command.toArray(String[]::new));
            container.waitingFor(new Answering(container).withStartupTimeout(Duration.ofMinutes(2)));
            container.start();
            return new ContainerServer(container);
        } catch (RuntimeException failed) {
            if (container != null) {
                container.stop();
            }
            throw new PostgresServerException("""
                    The container %s does not start.
                      cause: %s
                      mend:  see that the Docker engine runs and has or can pull the image, name another with \
                    -Dcanopy.db.image=…, or take -Dcanopy.db=embedded""".formatted(choice.image(), deepestMessage(failed)), failed);
        }
    }

    /** Testcontainers tries a refused pull again for minutes; one answer of the registry is enough. */
    private static void bring(String image) {
        DockerClient docker = DockerClientFactory.instance().client();
        try {
            docker.inspectImageCmd(image).exec();
        } catch (NotFoundException notHere) {
            log.info("Pulling {}", image);
            try {
                docker.pullImageCmd(image).start().awaitCompletion();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new ContainerLaunchException("interrupted while pulling " + image, stopped);
            }
        }
    }

    private static String deepestMessage(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).strip().lines().findFirst().orElse("");
    }

    @Override
    public String url() {
        return container.getJdbcUrl();
    }

    @Override
    public String user() {
        return container.getUsername();
    }

    @Override
    public String password() {
        return container.getPassword();
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public String toString() {
        return container.getDockerImageName();
    }

    /** Connects until it works. The line that Testcontainers waits for goes to the server's own log file here. */
    private static final class Answering extends AbstractWaitStrategy {
        private final PostgreSQLContainer container;

        Answering(PostgreSQLContainer container) {
            this.container = container;
        }

        @Override
        protected void waitUntilReady() {
            long deadline = System.nanoTime() + startupTimeout.toNanos();
            while (true) {
                try (Connection connection = DriverManager.getConnection(
                        container.getJdbcUrl(), container.getUsername(), container.getPassword())) {
                    if (connection.isValid(5)) {
                        return;
                    }
                } catch (SQLException notYet) {
                    if (!container.isRunning() || System.nanoTime() > deadline) {
                        throw new ContainerLaunchException("the server in it does not answer", notYet);
                    }
                }
                pause();
            }
        }

        private static void pause() {
            try {
                Thread.sleep(100);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new ContainerLaunchException("interrupted while waiting for the server", stopped);
            }
        }
    }
}
