package dev.canopy.it;

import static dev.canopy.sample.Tables.EMPLOYEES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Tasks;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import dev.canopy.validation.Validators;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes of every row of a selection: how many statements, which hooks, which rows. */
@CanopyTest(define = HeardUsers.class, isolation = Isolation.DATABASE)
class BulkWriteIT {
    private final Database db;
    private final DataSource dataSource;
    private final Model<Users, User, Long> users;
    private final Model<Tasks, Task, Long> tasks;
    private final PlainSql sql;

    BulkWriteIT(Database db, DataSource dataSource) {
        this.db = db;
        this.dataSource = dataSource;
        this.users = db.model(USERS);
        this.tasks = db.model(TASKS);
        this.sql = new PlainSql(dataSource);
    }

    @BeforeEach
    void rows() {
        sql.run("""
            insert into users (id, first_name, last_name, email, deleted_at) values
                (1, 'Ann', 'Lee', 'ann@x', null), (2, 'Bob', 'Lee', 'bob@x', null), (3, 'Cyd', 'Ray', 'cyd@x', null),
                (4, 'Dan', 'Lee', 'dan@x', '2026-01-01');
            insert into tasks (user_id, title) select 1, 't' || n from generate_series(1, 5) n;
            """);
        HeardUsers.heard();
    }

    @Test
    void without_row_hooks_an_update_or_destroy_is_one_statement(ServerLog log) {
        assertThat(log.of(() -> assertThat(tasks.where(t -> t.ID.le(3L)).update(task -> task.setDone(true)))
                        .isEqualTo(3)))
                .singleElement()
                .asString()
                .startsWith("update");
        assertThat(log.of(() ->
                        assertThat(tasks.where(t -> t.DONE.isTrue()).destroy()).isEqualTo(3)))
                .singleElement()
                .asString()
                .startsWith("delete");
    }

    @Test
    @Fault({"2.11", "2.12"})
    void with_row_hooks_the_rows_are_loaded_locked_and_written_by_one_statement(ServerLog log) {
        List<String> statements =
                log.of(() -> assertThat(users.where(u -> u.LAST_NAME.eq("Lee")).update(user -> user.setNote("noted")))
                        .isEqualTo(2));

        assertThat(statements.stream().map(s -> s.replaceFirst(" (?s).*", "")))
                .containsExactly("BEGIN", "select", "update", "COMMIT");
        assertThat(statements.get(1)).endsWith("for update");
        assertThat(HeardUsers.heard())
                .containsExactly(
                        "beforeBulkUpdate [note]",
                        "beforeValidate Ann",
                        "beforeValidate Bob",
                        "afterValidate Ann",
                        "afterValidate Bob",
                        "beforeUpdate Ann",
                        "beforeUpdate Bob",
                        "beforeSave Ann",
                        "beforeSave Bob",
                        "afterUpdate Ann",
                        "afterUpdate Bob",
                        "afterSave Ann",
                        "afterSave Bob",
                        "afterBulkUpdate 2",
                        "afterCommit Ann",
                        "afterCommit Bob");
        assertThat(sql.rows("select id, note, version, updated_at > created_at from users order by id"))
                .containsExactly("1|noted|1|t", "2|noted|1|t", "3|null|0|f", "4|null|0|f");
    }

    @Test
    void what_is_wrong_with_the_values_is_said_before_any_statement(ServerLog log) {
        assertThat(log.of(() -> assertThatThrownBy(
                                () -> users.where(u -> u.ID.eq(1L)).update(user -> user.setEmail("nobody")))
                        .isInstanceOf(ValidationException.class)
                        .hasMessage("User.email must have an @, but is \"nobody\".")))
                .noneMatch(s -> s.startsWith("update") || s.startsWith("select"));
    }

    @Test
    @Fault({"2.11", "2.12"})
    void a_rule_for_whole_rows_sees_each_row_as_it_would_be() {
        assertThatThrownBy(() -> users.where(u -> u.ID.in(2L, 3L)).update(user -> user.setFirstName("Ray")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("User.lastName must not be the first name, but is \"Ray\"");
        assertThat(sql.rows("select first_name from users order by id")).containsExactly("Ann", "Bob", "Cyd", "Dan");
    }

    @Test
    @Fault("2.11")
    void without_hooks_is_said_out_loud_and_rules_still_hold(ServerLog log) {
        List<String> statements =
                log.of(() -> users.where(u -> u.ID.le(2L)).withoutHooks().destroy());

        assertThat(statements)
                .singleElement()
                .asString()
                .startsWith("update")
                .containsOnlyOnce("\"deleted_at\" is null");
        assertThat(HeardUsers.heard()).isEmpty();
        assertThatThrownBy(() -> users.where(u -> u.ID.eq(3L)).withoutHooks().update(user -> user.setFirstName("Ray")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    @Fault({"0.2", "2.10"})
    void a_write_that_nobody_narrowed_is_refused() {
        String refusal = "%s() on User would touch every row, for no condition was given;"
                + " add where(..), or say everyRow().";
        assertThatThrownBy(() -> users.scope().destroy()).hasMessage(refusal.formatted("destroy"));
        assertThatThrownBy(() -> users.onlyDeleted().restore()).hasMessage(refusal.formatted("restore"));
        assertThatThrownBy(() -> users.unscoped().forceDestroy()).hasMessage(refusal.formatted("destroy"));
        assertThatThrownBy(() -> users.orderBy(u -> u.ID).limit(1).update(user -> user.setNote("x")))
                .hasMessage(refusal.formatted("update"));
        assertThatThrownBy(() -> users.withDeleted().increment(u -> u.LOGINS, 1))
                .isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> users.where(u -> u.ID.gt(0L)).offset(1).destroy())
                .hasMessage("destroy() on User cannot have an offset; take it out.");
        assertThat(sql.value("select count(*) filter (where deleted_at is null), count(*) from users"))
                .isEqualTo("3|4");
    }

    @Test
    void a_destroy_marks_living_rows_alone_and_a_restore_takes_the_mark_from_marked_ones() {
        assertThat(users.where(u -> u.LAST_NAME.eq("Lee")).withDeleted().destroy())
                .isEqualTo(2);
        assertThat(sql.value("select deleted_at from users where id = 4")).startsWith("2026-01-01");

        assertThat(users.where(u -> u.ID.ge(2L)).restore()).isEqualTo(2);

        assertThat(sql.rows("select id, deleted_at is null, version from users order by id"))
                .containsExactly("1|f|1", "2|t|2", "3|t|0", "4|t|1");
        assertThat(HeardUsers.heard())
                .filteredOn(what -> what.contains("Bulk") || what.contains("Restore"))
                .containsExactly(
                        "beforeBulkDestroy",
                        "afterBulkDestroy 2",
                        "beforeBulkRestore",
                        "beforeRestore Bob",
                        "beforeRestore Dan",
                        "afterRestore Bob",
                        "afterRestore Dan",
                        "afterBulkRestore 2");
        assertThat(users.where(u -> u.ID.eq(2L)).forceDestroy()).isEqualTo(1);
        assertThat(sql.value("select count(*) from users")).isEqualTo("3");
        assertThat(users.onlyDeleted().where(u -> u.LAST_NAME.eq("Lee")).destroy())
                .as("what is marked stays as it is")
                .isZero();
    }

    @Test
    void an_increment_leaves_deleted_rows_alone_and_bumps_version_and_time(ServerLog log) {
        Database plain = Database.using(
                dataSource,
                c -> c.define(USERS, m -> {
                    m.timestamps(u -> u.CREATED_AT, u -> u.UPDATED_AT);
                    m.softDelete(u -> u.DELETED_AT);
                    m.version(u -> u.VERSION);
                }));
        List<String> statements = log.of(
                () -> assertThat(plain.model(USERS).where(u -> u.ID.ne(2L)).increment(u -> u.LOGINS, 3))
                        .isEqualTo(2));
        plain.model(USERS).where(u -> u.ID.eq(1L)).decrement(u -> u.LOGINS, 1);

        assertThat(statements).hasSize(1);
        assertThat(sql.rows("select id, logins, version, updated_at > created_at from users order by id"))
                .containsExactly("1|2|2|t", "2|0|0|f", "3|3|1|t", "4|0|0|f");
    }

    @Test
    @Fault("2.11")
    void an_expression_that_hooks_would_have_to_see_is_refused_unless_they_are_left_out() {
        assertThatThrownBy(() -> users.where(u -> u.ID.eq(1L)).increment(u -> u.LOGINS, 1))
                .hasMessage("User.logins cannot be set to an expression: hooks of User would have to see the value."
                        + " Set values with update(row -> ..), or say withoutHooks().");

        assertThat(users.where(u -> u.ID.eq(1L)).withoutHooks().increment(u -> u.LOGINS, 1))
                .isEqualTo(1);
        assertThat(sql.value("select logins from users where id = 1")).isEqualTo("1");
    }

    @Test
    void a_rule_for_whole_rows_is_asked_after_an_expression_and_undoes_it() {
        Database ruled = Database.using(
                dataSource,
                c -> c.define(
                        USERS,
                        m -> m.rule("not too often", (user, errors) -> {
                            if (user.getLogins() > 1) {
                                errors.reject(USERS.LOGINS, "must not be more than one");
                            }
                        })));
        Model<Users, User, Long> model = ruled.model(USERS);
        assertThat(model.where(u -> u.ID.le(2L)).increment(u -> u.LOGINS, 1)).isEqualTo(2);

        assertThatThrownBy(() -> model.where(u -> u.ID.le(3L)).increment(u -> u.LOGINS, 1))
                .isInstanceOf(ValidationException.class);
        assertThat(sql.rows("select logins from users order by id")).containsExactly("1", "1", "0", "0");
    }

    @Test
    void some_of_the_rows_are_chosen_by_order_and_limit_also_with_a_key_of_several_columns(ServerLog log) {
        assertThat(tasks.where(t -> t.USER_ID.eq(1L))
                        .orderBy(t -> t.ID.desc())
                        .limit(2)
                        .destroy())
                .isEqualTo(2);
        assertThat(sql.rows("select title from tasks order by id")).containsExactly("t1", "t2", "t3");
        assertThat(users.where(u -> u.LAST_NAME.eq("Lee"))
                        .orderBy(u -> u.EMAIL.desc())
                        .limit(1)
                        .update(user -> user.setNote("last")))
                .isEqualTo(1);
        assertThat(sql.rows("select id from users where note = 'last'")).containsExactly("2");

        sql.run("""
            insert into companies values (1, 'One'), (12, 'Twelve');
            insert into employees (company_no, employee_no, name) values
                (1, 23, 'a'), (1, 3, 'b'), (12, 3, 'c'), (12, 23, 'd')\
            """);
        List<String> statements = log.of(() -> assertThat(db.model(EMPLOYEES)
                        .where(e -> e.NAME.ne("c"))
                        .orderBy(e -> e.NAME.desc())
                        .limit(2)
                        .update(e -> e.setName("chosen")))
                .isEqualTo(2));
        assertThat(statements).hasSize(1);
        assertThat(sql.rows("select company_no, employee_no, name from employees order by 1, 2"))
                .containsExactly("1|3|chosen", "1|23|a", "12|3|c", "12|23|chosen");
    }

    @Test
    void a_default_scope_with_a_to_one_include_does_not_stand_in_the_way() {
        Database scoped = Database.using(
                dataSource,
                c -> c.define(USERS, m -> {
                    m.defaultScope(s -> s.include(USERS.MANAGER.unscoped()).include(USERS.PROFILE));
                    m.beforeUpdate((user, op) -> user.setNote("by a hook"));
                }));

        assertThat(scoped.model(USERS).where(u -> u.ID.eq(1L)).update(user -> user.setLogins(1)))
                .isEqualTo(1);
        assertThat(sql.value("select note from users where id = 1")).isEqualTo("by a hook");
    }

    @Test
    void hooks_around_the_whole_may_set_more_narrow_the_rows_and_refuse() {
        Database watched = Database.using(
                dataSource,
                c -> c.define(USERS, m -> {
                    m.beforeBulkUpdate(all -> {
                        all.where(u -> u.ID.ne(2L));
                        all.set(USERS.NOTE, "by a hook");
                    });
                    m.beforeBulkDestroy(all -> {
                        throw new IllegalStateException("nobody goes");
                    });
                }));
        Model<Users, User, Long> model = watched.model(USERS);

        assertThat(model.everyRow().update(user -> user.setLogins(1))).isEqualTo(3);
        assertThat(sql.rows("select id, logins, note from users order by id"))
                .containsExactly("1|1|by a hook", "2|0|null", "3|1|by a hook", "4|1|by a hook");
        assertThatThrownBy(() -> model.everyRow().destroy()).hasMessage("nobody goes");
        watched.transaction(() -> {
            assertThatThrownBy(() -> model.everyRow().destroy()).hasMessage("nobody goes");
            assertThat(model.count())
                    .as("no SQL ran, so the transaction goes on")
                    .isEqualTo(4);
        });
    }

    @Test
    void what_a_hook_sets_is_normalised_and_validated_whatever_the_form_of_the_update(ServerLog log) {
        List<String> mails = new ArrayList<>(List.of(" NEW@X ", "nobody", " NEW@X ", "nobody"));
        Model<Users, User, Long> model = Database.using(
                        dataSource,
                        c -> c.define(USERS, m -> {
                            m.normalize(u -> u.EMAIL, email -> email.strip().toLowerCase(Locale.ROOT));
                            m.validate(u -> u.EMAIL, Validators.check("must have an @", email -> email.contains("@")));
                            m.beforeBulkUpdate(all -> all.set(USERS.EMAIL, mails.removeFirst()));
                        }))
                .model(USERS);
        Selection<Users, User> bob = model.where(u -> u.ID.eq(2L));
        List<IntSupplier> forms = List.of(
                () -> bob.update((u, set) -> set.set(u.LOGINS, u.LOGINS.plus(1))),
                () -> bob.update(user -> user.setLogins(7)));

        for (IntSupplier form : forms) {
            assertThat(form.getAsInt()).isEqualTo(1);
            assertThat(sql.value("select email from users where id = 2")).isEqualTo("new@x");
            assertThat(log.of(() -> assertThatThrownBy(form::getAsInt)
                            .isInstanceOf(ValidationException.class)
                            .hasMessage("User.email must have an @, but is \"nobody\".")))
                    .noneMatch(s -> s.startsWith("update"));
        }
    }

    @Test
    void a_hook_cannot_set_what_must_not_change_whatever_the_form_of_the_update() {
        Database fixed = Database.using(
                dataSource,
                c -> c.define(USERS, m -> {
                    m.immutable(u -> u.EMAIL);
                    m.beforeBulkUpdate(all -> all.set(USERS.EMAIL, "else@x"));
                }));
        Selection<Users, User> bob = fixed.model(USERS).where(u -> u.ID.eq(2L));
        String refusal = "User.email must not change once the row is there, but is \"else@x\".";

        fixed.transaction(() -> {
            assertThatThrownBy(() -> bob.update((u, set) -> set.set(u.LOGINS, u.LOGINS.plus(1))))
                    .isInstanceOf(ValidationException.class)
                    .hasMessage(refusal);
            assertThatThrownBy(() -> bob.update(user -> user.setLogins(7))).hasMessage(refusal);
            assertThat(bob.count()).as("no SQL ran, so the transaction goes on").isEqualTo(1);
        });
        assertThat(sql.value("select email, logins from users where id = 2")).isEqualTo("bob@x|0");
    }

    @Test
    void a_value_that_a_hook_puts_in_the_place_of_an_expression_is_the_one_that_is_written() {
        Database watched = Database.using(
                dataSource,
                c -> c.define(
                        USERS,
                        m -> m.beforeBulkUpdate(all -> {
                            assertThat(all.patch())
                                    .as("an expression is no value")
                                    .isEmpty();
                            all.set(USERS.LOGINS, 5);
                            assertThat(all.changedFields()).containsExactly(USERS.LOGINS);
                        })));

        assertThat(watched.model(USERS).where(u -> u.ID.eq(2L)).increment(u -> u.LOGINS, 1))
                .isEqualTo(1);
        assertThat(sql.value("select logins from users where id = 2")).isEqualTo("5");
    }

    @Test
    void a_value_among_expressions_passes_what_values_pass(ServerLog log) {
        Model<Users, User, Long> model = Database.using(
                        dataSource,
                        c -> c.define(USERS, m -> {
                            m.normalize(u -> u.EMAIL, email -> email.strip().toLowerCase(Locale.ROOT));
                            m.validate(u -> u.EMAIL, Validators.check("must have an @", email -> email.contains("@")));
                        }))
                .model(USERS);
        Selection<Users, User> bob = model.where(u -> u.ID.eq(2L));

        assertThat(bob.update((u, set) -> set.set(u.LOGINS, u.LOGINS.plus(1))
                        .set(u.EMAIL, " NEW@X ")
                        .setNull(u.NOTE)))
                .isEqualTo(1);
        assertThat(sql.value("select logins, email, note from users where id = 2"))
                .isEqualTo("1|new@x|null");
        assertThat(log.of(() -> assertThatThrownBy(() -> bob.update((u, set) -> set.set(u.LOGINS, u.LOGINS.plus(1))
                                .set(u.EMAIL, "nobody")
                                .set(u.FIRST_NAME, "x".repeat(101))
                                .setNull(u.LAST_NAME)))
                        .isInstanceOfSatisfying(
                                ValidationException.class,
                                refusal -> assertThat(refusal.violations())
                                        .extracting(Violation::field)
                                        .containsExactlyInAnyOrder("email", "firstName", "lastName"))))
                .isEmpty();
    }

    @Test
    void values_alone_pass_the_hooks_of_each_row() {
        assertThat(users.where(u -> u.ID.eq(1L)).update((u, set) -> set.set(u.NOTE, "noted")))
                .isEqualTo(1);

        assertThat(HeardUsers.heard()).startsWith("beforeBulkUpdate [note]", "beforeValidate Ann");
        assertThat(sql.value("select note, version from users where id = 1")).isEqualTo("noted|1");
    }

    @Test
    void truncate_is_said_out_loud() {
        sql.run("insert into posts (author_id, title) values (1, 'p')");

        assertThatThrownBy(users::truncate)
                .hasMessage("truncate() on User would skip hooks that want to see each row;"
                        + " say truncate(t -> t.withoutHooks()), or everyRow().forceDestroy().");
        assertThatThrownBy(() -> users.truncate(t -> t.withoutHooks()))
                .hasMessageContaining("cannot truncate a table referenced in a foreign key constraint");
        tasks.truncate(t -> t.restartIdentity());
        Task first = tasks.create(task -> task.setUserId(1L).setTitle("first"));
        assertThat(first.getId()).isEqualTo(1);
        users.truncate(t -> t.cascade().withoutHooks());

        assertThat(users.withDeleted().count()).isZero();
        assertThat(db.model(POSTS).count()).isZero();
    }
}
