package dev.canopy.it;

import static dev.canopy.sample.Tables.USERS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.DefinitionException;
import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each mistake gets one sentence that says what to do. */
class BadInputIT {
    @Test
    void an_unknown_host() {
        assertThatThrownBy(() -> Database.connect("jdbc:postgresql://nowhere.invalid/app?x=1", "app", "pw", c -> {}))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("The host of jdbc:postgresql://nowhere.invalid/app is not known;"
                        + " check the URL, or the name service.");
    }

    @Test
    void a_wrong_password() {
        PostgresServer server = PostgresServer.shared();
        try (ScratchDatabase database = server.createDatabase("guarded");
                GuardedUser guarded = GuardedUser.of(database)) {
            Database.connect(database.url(), guarded.name(), guarded.password(), c -> {})
                    .close();

            assertThatThrownBy(() -> Database.connect(database.url(), guarded.name(), "guessed", c -> {}))
                    .isInstanceOf(ConnectionException.class)
                    .hasMessage(("The server at %s refuses the user: password authentication failed for user \"%s\"."
                                    + " Check user and password.")
                            .formatted(database.url().replaceAll("\\?.*", ""), guarded.name()));
        }
    }

    @Test
    void a_database_that_is_not_there() {
        PostgresServer server = PostgresServer.shared();
        String url;
        try (ScratchDatabase gone = server.createDatabase("gone")) {
            url = gone.url();
        }
        String name = url.replaceAll("\\?.*", "").replaceAll(".*/", "");

        assertThatThrownBy(() -> Database.connect(
                        url, server.user().orElse(""), server.password().orElse(""), c -> {}))
                .isInstanceOf(ConnectionException.class)
                .hasMessage("The server at %s answers, but database \"%s\" does not exist. Create it, or check the URL."
                        .formatted(url.replaceAll("\\?.*", ""), name));
    }

    @Test
    void a_schema_that_was_not_migrated() {
        PostgresServer server = PostgresServer.shared();
        try (ScratchDatabase empty = server.createDatabase("empty");
                Database db = Database.using(empty.dataSource(), c -> {})) {
            assertThatThrownBy(() -> db.model(USERS).findAll())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("relation \"public.users\" does not exist in the database at the given DataSource."
                            + " Has it been migrated? Statement: select "
                            + Stream.of(USERS.fields())
                                    .map(column -> "\"public\".\"users\".\"" + column.getName() + "\"")
                                    .collect(joining(", "))
                            + " from \"public\".\"users\"");
        }
    }

    @Test
    void a_negative_limit() {
        assertThatThrownBy(() -> USERS.POSTS.limit(-1))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("limit(-1) is negative; say how many rows.");
    }
}
