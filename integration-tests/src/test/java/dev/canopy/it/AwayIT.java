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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A server that does not let one in, or is not there. */
@Order(1)
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

    @Test
    void what_was_acknowledged_outlives_every_stop_of_the_server() throws Exception {
        PlainSql plain = server.sql();
        List<Runnable> stops = List.of(server::crash, AwayIT::stopAndStart, AwayIT::stopImmediatelyAndStart);
        try (Database db = server.connect(c -> c.poolSize(Deeds.WORKERS_THERE)
                .connectionTimeout(Duration.ofSeconds(1))
                .applicationName(Deeds.APPLICATION))) {
            Deeds deeds = Deeds.of(db, plain);
            AtomicBoolean working = new AtomicBoolean(true);
            Deeds.Running running = deeds.runWhile(working::get);
            try {
                for (int i = 0; i < Soak.times(1, 7); i++) {
                    for (Runnable stop : stops) {
                        awaitProgress(deeds);
                        stop.run();
                    }
                }
                awaitProgress(deeds);
            } finally {
                working.set(false);
            }
            running.join();

            deeds.requireTruth(plain);
            deeds.requireWholePool(plain);
        }
    }

    private static void stopAndStart() {
        server.stop();
        server.startAgain();
    }

    private static void stopImmediatelyAndStart() {
        server.stopImmediately();
        server.startAgain();
    }

    private static void awaitProgress(Deeds deeds) {
        long before = deeds.done();
        Eventually.holds(() -> assertThat(deeds.done()).isGreaterThan(before + 50));
    }
}
