package dev.canopy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

class PostgresServerTest {
    private final PostgresServer server = PostgresServer.shared();

    @Test
    void there_is_one_server_for_the_whole_jvm() {
        assertThat(PostgresServer.shared()).isSameAs(server);
    }

    @Test
    void a_copy_has_what_its_template_has_and_goes_its_own_way() throws SQLException {
        try (ScratchDatabase template = server.createDatabase("template");
                ScratchDatabase one = copyOfWithATable(template);
                ScratchDatabase other = server.copyOf(template, "other")) {
            execute(one, "insert into notes values ('only here')");

            assertThat(strings(one, "select * from notes")).containsExactly("from the template", "only here");
            assertThat(strings(other, "select * from notes")).containsExactly("from the template");
        }
    }

    @Test
    void a_database_is_gone_when_it_is_closed_even_if_someone_is_connected() throws SQLException {
        ScratchDatabase database = server.createDatabase("Gone with the wind!");
        assertThat(database.name()).startsWith("canopy_gone_with_the_wind_");

        try (Connection connection = database.dataSource().getConnection()) {
            database.close();
            assertThat(connection.isValid(5)).isFalse();
        }

        try (ScratchDatabase witness = server.createDatabase("witness")) {
            assertThat(strings(witness, "select datname from pg_database where datname = '" + database.name() + "'"))
                    .isEmpty();
        }
    }

    @Test
    void the_same_server_can_be_named_by_its_url() throws SQLException {
        Choice.Url choice = new Choice.Url(
                server.url(), server.user().orElse(null), server.password().orElse(null), "the test says so");

        try (ScratchDatabase database = server.createDatabase("named")) {
            ScratchDatabase created;
            try (PostgresServer named = PostgresServer.start(choice)) {
                created = named.createDatabase("by url");
                assertThat(strings(created, "select current_database()")).containsExactly(created.name());
            }

            assertThat(strings(database, "select datname from pg_database where datname = '" + created.name() + "'"))
                    .isEmpty();
        }
    }

    @Test
    @ResourceLock("a free port")
    void a_url_that_does_not_answer_says_so_without_the_password() throws IOException {
        int port = freePort();
        Choice.Url choice = new Choice.Url(
                "jdbc:postgresql://localhost:" + port + "/app?user=ann&password=hush", null, null, "the test says so");

        assertThatThrownBy(() -> PostgresServer.start(choice))
                .isInstanceOf(PostgresServerException.class)
                .hasMessage("""
                        No PostgreSQL can be used at jdbc:postgresql://localhost:%1$d/app?user=ann
                          cause: Connection to localhost:%1$d refused. Check that the hostname and port are correct and \
                        that the postmaster is accepting TCP/IP connections.
                          mend:  start it or correct canopy.db (user and password: canopy.db.user, canopy.db.password), \
                        or leave canopy.db out to have a server started""".formatted(port));
    }

    private ScratchDatabase copyOfWithATable(ScratchDatabase template) throws SQLException {
        execute(template, "create table notes (text text); insert into notes values ('from the template')");
        return server.copyOf(template, "one");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void execute(ScratchDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> strings(ScratchDatabase database, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
