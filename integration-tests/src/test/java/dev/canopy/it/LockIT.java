package dev.canopy.it;

import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.CanopyException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import dev.canopy.sample.tables.Tasks;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Locks are seen from a second connection, which is somebody else. */
@CanopyTest(isolation = Isolation.DATABASE)
class LockIT {
    @BeforeEach
    void rows(DataSource dataSource) {
        new PlainSql(dataSource).run("""
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'L', 'a');
                insert into tasks (id, user_id, title) values (1, 1, 'one'), (2, 1, 'two'), (3, 1, 'three');
                """);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "forUpdate, for update of \"tasks\"",
        "forNoKeyUpdate, for no key update of \"tasks\"",
        "forShare, for share of \"tasks\"",
        "forKeyShare, for key share of \"tasks\""
    })
    void a_lock_is_on_the_rows_asked_for_and_not_on_those_joined(
            String verb, String clause, Database db, ServerLog log) {
        UnaryOperator<Selection<Tasks, Task>> lock = tasks -> switch (verb) {
            case "forUpdate" -> tasks.forUpdate();
            case "forNoKeyUpdate" -> tasks.forNoKeyUpdate();
            case "forShare" -> tasks.forShare();
            default -> tasks.forKeyShare();
        };
        List<String> statements = log.of(() -> db.transaction(() -> {
            Task one = lock.apply(db.model(TASKS).include(TASKS.USER))
                    .where(t -> t.ID.eq(1L))
                    .requireOne();
            assertThat(one.getUser().getFirstName()).isEqualTo("Ada");
        }));

        assertThat(statements)
                .filteredOn(sql -> sql.startsWith("select"))
                .singleElement()
                .asString()
                .endsWith(clause);
    }

    @Test
    void workers_of_a_queue_skip_what_others_hold(Database db, DataSource dataSource) throws SQLException {
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from tasks where id = 1 for update");

            db.transaction(() -> {
                assertThat(db.model(TASKS)
                                .where(t -> t.DONE.isFalse())
                                .orderBy(t -> t.ID)
                                .limit(1)
                                .forUpdate()
                                .skipLocked()
                                .findOne())
                        .map(Task::getId)
                        .contains(2L);
            });
            other.rollback();
        }
    }

    @Test
    void a_reader_that_does_not_wait_fails_at_once(Database db, DataSource dataSource) throws SQLException {
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from tasks where id = 1 for update");

            assertThatThrownBy(() -> db.transaction(() -> db.model(TASKS)
                            .where(t -> t.ID.eq(1L))
                            .forUpdate()
                            .noWait()
                            .findAll()))
                    .isInstanceOf(CanopyException.class)
                    .hasMessageContaining("could not obtain lock on row in relation \"tasks\"");
            other.rollback();
        }
    }

    @Test
    void a_locked_row_keeps_others_out_until_the_transaction_ends(Database db, DataSource dataSource)
            throws SQLException {
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            db.transaction(() -> {
                db.model(TASKS)
                        .where(t -> t.ID.eq(1L))
                        .include(TASKS.USER)
                        .forUpdate()
                        .findAll();

                assertThatThrownBy(() -> statement.execute("select * from tasks where id = 1 for update nowait"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("could not obtain lock");
                assertThat(statement.execute("select * from tasks where id = 2 for update nowait"))
                        .as("another row")
                        .isTrue();
                assertThat(statement.execute("select * from users where id = 1 for no key update nowait"))
                        .as("a row that was joined")
                        .isTrue();
            });
            assertThat(statement.execute("select * from tasks where id = 1 for update nowait"))
                    .as("afterwards")
                    .isTrue();
        }
    }

    @Test
    void a_lock_that_would_hold_nothing_is_refused(Database db) {
        assertThatThrownBy(() ->
                        db.model(TASKS).where(t -> t.ID.eq(1L)).forUpdate().findAll())
                .isInstanceOf(TransactionException.class)
                .hasMessage("A row lock ends with its transaction, and there is none;"
                        + " put the read and what follows into db.transaction(() -> ..).");
        assertThatThrownBy(() -> db.from(TASKS).skipLocked())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("skipLocked() says what happens to locked rows, but nothing is locked;"
                        + " say forUpdate() first.");
        assertThatThrownBy(() -> db.from(TASKS).forShare().count())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("count(..) reads no rows that a lock could hold; take the lock out.");
        assertThatThrownBy(
                        () -> db.from(TASKS).forUpdate().skipLocked().limit(1).findAndCountAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("findAndCountAll() cannot have skipLocked(), for the rows left out would be counted;"
                        + " say findAll().");
        assertThatThrownBy(
                        () -> db.from(TASKS).where(t -> t.ID.eq(1L)).forUpdate().destroy())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("destroy() locks the rows that it writes by itself; take the lock out.");
        assertThat(db.model(USERS).count()).isEqualTo(1);
    }
}
