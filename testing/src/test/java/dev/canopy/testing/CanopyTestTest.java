package dev.canopy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.NotNullException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@CanopyTest(migrations = "classpath:db/notes")
class CanopyTestTest {
    private final DataSource notes;

    CanopyTestTest(DataSource notes) {
        this.notes = notes;
    }

    @BeforeAll
    static void write_what_all_tests_see(DataSource notes) throws SQLException {
        write(notes, "of the class");
    }

    @BeforeEach
    void write_what_one_test_sees(DataSource notes) throws SQLException {
        write(notes, "of the test");
    }

    @RepeatedTest(2)
    void what_a_test_writes_is_gone_when_it_is_over(DataSource given) throws SQLException {
        write(given, "mine");

        assertThat(texts(given)).containsExactly("migrated", "of the class", "of the test", "mine");
        assertThat(texts(notes)).hasSize(4);
    }

    @Test
    void a_commit_is_refused_where_the_test_is_rolled_back() throws SQLException {
        try (Connection connection = notes.getConnection()) {
            assertThatThrownBy(connection::commit).hasMessage("""
                            commit() would end the transaction that @CanopyTest rolls back after the test.
                              mend:  use a savepoint, or annotate the test with @CanopyTest(isolation = \
                            Isolation.DATABASE), where commits are real""");
            connection.rollback(connection.setSavepoint());
        }
        assertThat(texts(notes)).hasSize(3);
    }

    @Test
    void a_refused_statement_does_not_end_the_test(Database db) throws SQLException {
        assertThatThrownBy(() -> db.dsl().execute("insert into notes (text) values (null)"))
                .isInstanceOf(NotNullException.class);

        assertThat(texts(notes)).containsExactly("migrated", "of the class", "of the test");
    }

    @Test
    void a_transaction_of_the_database_is_a_savepoint_of_the_tests(Database db, ServerLog log) throws SQLException {
        List<String> statements = log.of(() -> {
            assertThatThrownBy(() -> db.transaction(() -> {
                        db.dsl().execute("insert into notes (text) values ('undone')");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            db.transaction(() -> db.dsl().execute("insert into notes (text) values ('done')"));
        });

        assertThat(texts(notes)).containsExactly("migrated", "of the class", "of the test", "done");
        assertThat(statements)
                .contains("insert into notes (text) values ('undone')", "insert into notes (text) values ('done')")
                .doesNotContain("COMMIT", "ROLLBACK");
    }

    @RepeatedTest(2)
    @CanopyTest(isolation = Isolation.DATABASE)
    void with_a_database_of_its_own_a_test_commits_and_others_see_it(DataSource own, ScratchDatabase database)
            throws SQLException {
        write(own, "mine");

        assertThat(texts(database.dataSource())).containsExactly("migrated", "of the class", "of the test", "mine");
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void the_server_tells_what_it_executed(DataSource own, ServerLog log) {
        List<String> statements = log.of(() -> {
            try (Connection connection = own.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("select text from notes where text <> ?")) {
                statement.setString(1, "it's\nquoted");
                statement.execute();
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        });

        assertThat(statements).containsExactly("select text from notes where text <> $1");
        assertThat(log.of(() -> {})).isEmpty();
    }

    @Nested
    class InANestedClass {
        @Test
        void the_database_is_that_of_the_class_around_it(DataSource given) throws SQLException {
            assertThat(texts(given)).containsExactly("migrated", "of the class", "of the test");
        }
    }

    @Test
    void a_place_without_migrations_is_named() {
        MigratedTemplates templates = new MigratedTemplates(PostgresServer.shared());

        assertThatThrownBy(() -> templates.copy(new String[] {"classpath:db/empty"}, "none"))
                .isInstanceOf(PostgresServerException.class)
                .hasMessage("""
                        No migration was found for @CanopyTest.
                          in:    classpath:db/empty
                          mend:  add a file like V1__users.sql there, or name the place: \
                        @CanopyTest(migrations = "classpath:…")""");
    }

    private static void write(DataSource notes, String text) throws SQLException {
        try (Connection connection = notes.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into notes (text) values (?)")) {
            insert.setString(1, text);
            insert.execute();
        }
    }

    private static List<String> texts(DataSource notes) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = notes.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select text from notes order by id")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
