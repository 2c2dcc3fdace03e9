package dev.canopy.it;

import static dev.canopy.it.FailureCause.AT_COMMIT;
import static dev.canopy.it.FailureCause.CUT;
import static dev.canopy.it.FailureCause.HOOK_AFTER;
import static dev.canopy.it.FailureCause.HOOK_BEFORE;
import static dev.canopy.it.FailureCause.STALE;
import static dev.canopy.it.FailureCause.UNIQUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.canopy.Database;
import dev.canopy.Entity;
import dev.canopy.error.AfterCommitException;
import dev.canopy.error.CommitUnknownException;
import dev.canopy.error.SerializationException;
import dev.canopy.it.FailingDoor.Deed;
import dev.canopy.it.FailingDoor.Scene;
import dev.canopy.it.Wire.Fate;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A write that fails leaves its rows as they were, whatever its door and whyever it failed; mended, they can be written. */
@CanopyTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class FailedWriteIT {
    private final OneConnection connection;
    private final PlainSql plain;
    private final Wire wire;
    private final Map<Way, Database> databases = new EnumMap<>(Way.class);

    /** What is around the write. */
    enum Way {
        /** Nothing but what the write itself begins. */
        ALONE(true),
        /** Nothing at all, where the write is one statement. */
        ALONE_WITHOUT_HOOKS(false),
        /** A transaction that is rolled back, as the failure leaves it. */
        IN_A_TRANSACTION(true);

        private final boolean watched;

        Way(boolean watched) {
            this.watched = watched;
        }

        /** Every cause is tried alone, and those again for which it makes a difference. */
        boolean tries(FailureCause cause) {
            return switch (this) {
                case ALONE -> true;
                case ALONE_WITHOUT_HOOKS ->
                    EnumSet.of(UNIQUE, AT_COMMIT, STALE, CUT).contains(cause);
                case IN_A_TRANSACTION ->
                    EnumSet.of(HOOK_BEFORE, HOOK_AFTER, UNIQUE, AT_COMMIT).contains(cause);
            };
        }

        /** What else may be thrown. */
        Class<? extends RuntimeException> thrown(FailureCause cause) {
            return this == ALONE_WITHOUT_HOOKS && cause == CUT ? CommitUnknownException.class : cause.thrown;
        }

        void run(Database db, Runnable write) {
            if (this == IN_A_TRANSACTION) {
                db.transaction(write::run);
            } else {
                write.run();
            }
        }
    }

    FailedWriteIT(ScratchDatabase scratch) throws SQLException {
        connection = OneConnection.of(scratch.dataSource());
        plain = new PlainSql(connection);
        plain.run(FailureCause.SCHEMA);
        wire = Wire.to(scratch.url(), plain);
        for (Way way : Way.values()) {
            databases.put(
                    way,
                    Database.connect(
                            wire.url(),
                            scratch.server().user().orElseThrow(),
                            scratch.server().password().orElse(""),
                            c -> {
                                new FailingModels(way.watched).accept(c);
                                c.pool(hikari -> hikari.setMaximumPoolSize(1));
                            }));
        }
    }

    @AfterAll
    void close() throws SQLException {
        databases.values().forEach(Database::close);
        wire.close();
        connection.close();
    }

    static Stream<Arguments> everyFailure() {
        return Stream.of(Way.values())
                .flatMap(way -> FailingDoor.all()
                        .flatMap(door -> door.causes().stream()
                                .filter(way::tries)
                                .map(cause -> Arguments.of(door, cause, way))));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("everyFailure")
    void a_write_that_fails_leaves_its_rows_as_they_were_and_they_can_be_mended(
            FailingDoor door, FailureCause cause, Way way) {
        plain.run(FailingDoor.ROWS.replace("<word>", cause.word));
        List<String> expected = plain.rows(FailingDoor.FOUND);
        Database db = databases.get(way);
        Deed deed = door.opened().apply(new Scene(db, cause));
        provoke(cause, deed);
        List<String> found = plain.rows(FailingDoor.FOUND);

        assertThat(catchThrowable(() -> way.run(db, deed.write())))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(cause.thrown),
                        // A statement that commits by itself may have done so, for all that is known.
                        thrown -> assertThat(thrown).isInstanceOf(way.thrown(cause)));

        wire.plan(request -> Fate.PASS);
        assertThat(RowState.of(deed.rows())).isEqualTo(deed.before());
        assertThat(plain.rows(FailingDoor.FOUND)).isEqualTo(found);

        deed.mend().run();
        way.run(db, deed.again());

        assertThat(plain.rows(FailingDoor.FOUND)).containsExactlyInAnyOrderElementsOf(changed(expected, deed));
    }

    /** What follows the commit cannot undo it: the rows are written, and say so. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("everyDoor")
    void a_failure_after_the_commit_leaves_its_rows_as_they_were_written(FailingDoor door) {
        plain.run(FailingDoor.ROWS.replace("<word>", "fine"));
        List<String> before = plain.rows(FailingDoor.FOUND);
        try (Database db = Database.using(connection, c -> {
            new FailingModels(true).accept(c);
            c.hooks(every -> {
                every.beforeBulkCreate(rows -> {});
                every.afterCommit((row, op) -> {
                    throw new FailureCause.Refused("too late");
                });
            });
        })) {
            Deed deed = door.opened().apply(new Scene(db, CUT));

            assertThatThrownBy(deed.write()::run).isInstanceOf(AfterCommitException.class);

            assertThat(plain.rows(FailingDoor.FOUND)).isNotEqualTo(before);
            assertThat(deed.rows().stream().filter(Entity::isNew))
                    .as("what was ignored")
                    .hasSize(door.name().contains("ignoring") ? 1 : 0);
            deed.rows().stream()
                    .filter(row -> !row.isNew())
                    .forEach(row -> assertThat(found(row))
                            .as("what it says that the database has, where it is not gone")
                            .isSubsetOf(List.of(RowState.of(row).originals())));
        }
    }

    /** The write itself is done; the transaction, or the savepoint, that it is in fails afterwards. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("everyDoor")
    void a_write_that_is_rolled_back_later_leaves_its_rows_as_they_were_and_they_can_be_written_again(
            FailingDoor door) {
        Database db = databases.get(Way.IN_A_TRANSACTION);
        for (boolean inside : List.of(false, true)) {
            plain.run(FailingDoor.ROWS.replace("<word>", "fine"));
            List<String> expected = plain.rows(FailingDoor.FOUND);
            Deed deed = door.opened().apply(new Scene(db, CUT));
            List<String> found = plain.rows(FailingDoor.FOUND);
            Runnable rolledBack = () -> assertThatThrownBy(() -> db.transaction(() -> {
                        deed.write().run();
                        throw new FailureCause.Refused("later");
                    }))
                    .isInstanceOf(FailureCause.Refused.class);

            if (inside) {
                db.transaction(rolledBack::run);
            } else {
                rolledBack.run();
            }
            assertThat(plain.rows(FailingDoor.FOUND)).isEqualTo(found);
            assertThat(RowState.of(deed.rows())).isEqualTo(deed.before());

            deed.mend().run();
            deed.again().run();
            assertThat(plain.rows(FailingDoor.FOUND)).containsExactlyInAnyOrderElementsOf(changed(expected, deed));
        }
    }

    /** The first run is lost after the write was done in it. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyDoorWithHooksAndWithout")
    void a_write_in_a_transaction_that_is_run_again_is_done_once(FailingDoor door, Way way) {
        plain.run(FailingDoor.ROWS.replace("<word>", "fine"));
        List<String> expected = plain.rows(FailingDoor.FOUND);
        Database db = databases.get(way);
        Deed deed = door.opened().apply(new Scene(db, CUT));

        db.transaction(t -> t.retry(1).backoff(Duration.ofMillis(1), Duration.ofMillis(1)), () -> {
            if (db.currentTransaction().attempt() == 1) {
                deed.write().run();
                throw new SerializationException("lost");
            }
            deed.mend().run();
            deed.again().run();
        });

        assertThat(plain.rows(FailingDoor.FOUND)).containsExactlyInAnyOrderElementsOf(changed(expected, deed));
    }

    static Stream<Arguments> everyDoorWithHooksAndWithout() {
        return everyDoor()
                .flatMap(door ->
                        Stream.of(Way.IN_A_TRANSACTION, Way.ALONE_WITHOUT_HOOKS).map(way -> Arguments.of(door, way)));
    }

    static Stream<FailingDoor> everyDoor() {
        return FailingDoor.all().filter(door -> door.causes().contains(CUT));
    }

    /** What the database has of the row in those columns that the row knows; nothing if it is gone. */
    private List<List<String>> found(Entity<?> row) {
        return DSL.using(connection, SQLDialect.POSTGRES)
                .select(row.fields())
                .from(row.getTable())
                .where(DSL.field(DSL.name("id"), Long.class).eq(row.get("id", Long.class)))
                .fetch(each -> RowState.texts(
                        // jOOQ's own verb does not read what the server fills in.
                        Stream.of(each.fields())
                                .map(column -> row.original(column) == null ? null : each.get(column))));
    }

    private void provoke(FailureCause cause, Deed deed) {
        switch (cause) {
            case STALE ->
                plain.run("update users set version = version + 1 where id = "
                        + deed.rows().getFirst().get("id"));
            case CUT ->
                wire.next(
                        request -> request.runs(sql -> sql.matches("(?s)(insert|update|delete|with) .*")),
                        Fate.CUT_BEFORE);
            default -> {}
        }
    }

    /** The lines with what goes and what comes. */
    private static List<String> changed(List<String> lines, Deed deed) {
        List<String> changed = new ArrayList<>(lines);
        for (String change : deed.changes()) {
            if (change.startsWith("+")) {
                changed.add(change.substring(1));
            } else {
                assertThat(changed.remove(change.substring(1))).as(change).isTrue();
            }
        }
        return changed;
    }
}
