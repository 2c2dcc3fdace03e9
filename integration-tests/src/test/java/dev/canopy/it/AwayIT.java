package dev.canopy.it;

import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.ConnectionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that does not let one in, or is not there. */
class AwayIT {
    private static OwnServer server;

    @BeforeAll
    static void start() {
        server = OwnServer.migrated();
        server.sql().run("create role app login password 'right'");
        server.demandPasswords();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_wrong_password_is_one_sentence() {
        assertThatThrownBy(() -> Database.connect(server.url(), "app", "wrong", c -> {}))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("The server at %s refuses the user: password authentication failed for user \"app\"."
                                .formatted(server.url())
                        + " Check user and password.");
        try (Database db = Database.connect(server.url(), "app", "right", c -> {})) {
            db.authenticate();
        }
    }

    @Test
    void a_port_where_nobody_listens_is_one_sentence() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() -> Database.connect(server.url(free), "app", "right", c -> {}))
                .isInstanceOf(ConnectionException.class)
                .hasMessageMatching("No connection to \\Q" + server.url(free) + "\\E: .*"
                        + " Is the server running and reachable\\?");
    }

    @Test
    void health_of_a_server_that_was_stopped_is_a_value_and_recovers() {
        try (Database db = server.connect(c -> c.poolSize(2).connectionTimeout(Duration.ofMillis(500)))) {
            assertThat(db.health().answers()).isTrue();

            server.stop();
            try {
                assertThat(db.health().answers()).isFalse();
                assertThat(db.health().problem().orElseThrow()).startsWith("No connection to " + server.url() + ": ");
                assertThatThrownBy(() -> db.model(TAGS).count())
                        .isInstanceOf(ConnectionException.class)
                        .hasMessageStartingWith("No connection to " + server.url() + ": ");
            } finally {
                server.startAgain();
            }

            Eventually.holds(() -> assertThat(db.health().answers()).isTrue());
            assertThat(db.model(TAGS).count()).isZero();
        }
    }
}
