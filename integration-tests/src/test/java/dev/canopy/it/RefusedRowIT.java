package dev.canopy.it;

import static dev.canopy.sample.Tables.EXHIBITIONS;
import static dev.canopy.sample.Tables.PURSES;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.TICKETS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.validation.Validators.isEmail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.error.CheckConstraintException;
import dev.canopy.error.ConstraintException;
import dev.canopy.error.ExclusionConstraintException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.NotNullException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.Keys;
import dev.canopy.sample.tables.Specimens;
import dev.canopy.sample.tables.Tasks;
import dev.canopy.sample.tables.Tickets;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.Ticket;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.validation.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told when the database refuses a row: in the field's terms, in the model's words, and which of many rows it was. */
@CanopyTest(isolation = Isolation.DATABASE)
class RefusedRowIT {
    private final DataSource dataSource;

    RefusedRowIT(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Test
    @Fault("0.21")
    void every_constraint_is_told_as_a_validator_would_tell_it() {
        Database db = with(c -> {});

        assertThat(refused(db, "insert into users (first_name, email) values ('A', 'a')")
                        .violations())
                .containsExactly(new Violation("User", "lastName", "notNull", "must not be null", null));
        assertThat(refused(db, "insert into purses (owner, balance) values ('A', -1)")
                        .violations())
                .containsExactly(new Violation("Purse", "balance", "check", "must be at least 0", null));
        assertThat(refused(db, "insert into tasks (user_id, title) values (99, 'x')")
                        .violations())
                .containsExactly(
                        new Violation("Task", "userId", "foreignKey", "must refer to a User that is there", null));
        assertThat(refused(
                                db,
                                "insert into exhibitions (title, period) values ('a', '[2026-01-01,2026-02-01)'),"
                                        + " ('b', '[2026-01-01,2026-02-01)')")
                        .violations())
                .containsExactly(
                        new Violation("Exhibition", "period", "exclusion", "must not conflict with another row", null));
    }

    @Test
    void a_row_that_others_refer_to_is_not_wrong_itself() {
        Database db = with(c -> {});
        sql("insert into users (id, first_name, last_name, email) values (1, 'A', 'B', 'a');"
                + " insert into tasks (user_id, title) values (1, 'x')");

        ConstraintException refusal = refused(db, "update users set id = 2");

        assertThat(refusal).isInstanceOf(ForeignKeyException.class);
        assertThat(refusal.violations()).isEmpty();
    }

    @Test
    void a_constraint_has_words_of_its_own_whatever_its_kind() {
        Database db = with(c -> c.define(
                        TASKS, m -> m.message(Keys.TASKS__TASKS_USER_ID_FKEY, "must be somebody we know"))
                .define(PURSES, m -> m.message("purses_balance_check", "must not be overdrawn"))
                .define(TICKETS, m -> m.message(Keys.TICKETS_EMAIL_KEY, "is taken"))
                .define(EXHIBITIONS, m -> m.message("exhibitions_period_excl", "must not overlap another exhibition")));
        sql("insert into tickets (number, title, email) values ('1', 'a', 'a')");

        assertThat(refused(db, "insert into tasks (user_id, title) values (99, 'x')"))
                .hasMessage("Task.userId must be somebody we know (constraint tasks_user_id_fkey).");
        assertThat(refused(db, "insert into purses (owner, balance) values ('A', -1)"))
                .hasMessage("Purse.balance must not be overdrawn (constraint purses_balance_check).");
        assertThat(refused(
                        db,
                        "insert into exhibitions (title, period) values ('a', '[2026-01-01,2026-02-01)'),"
                                + " ('b', '[2026-01-01,2026-02-01)')"))
                .isInstanceOf(ExclusionConstraintException.class)
                .hasMessage("Exhibition.period must not overlap another exhibition (constraint"
                        + " exhibitions_period_excl).");
        assertThatThrownBy(() -> db.sql("insert into tickets (number, title, email) values ('2', 'a', 'a')")
                        .execute())
                .isInstanceOf(UniqueConstraintException.class)
                .hasMessage("Ticket.email is taken (constraint tickets_email_key).");
    }

    @Test
    void a_bundle_has_words_for_a_kind_of_constraint() {
        Database db = with(c -> c.messages(
                locale -> new ListResourceBundle() {
                    @Override
                    protected Object[][] getContents() {
                        return new Object[][] {
                            {"foreignKey", "gibt es nicht"}, {"purses_balance_check", "ist überzogen"}
                        };
                    }
                },
                () -> Locale.GERMAN));

        assertThat(refused(db, "insert into tasks (user_id, title) values (99, 'x')"))
                .hasMessage("Task.userId gibt es nicht (constraint tasks_user_id_fkey).");
        assertThat(refused(db, "insert into purses (owner, balance) values ('A', -1)"))
                .hasMessage("Purse.balance ist überzogen (constraint purses_balance_check).");
    }

    @Test
    void the_row_whose_value_is_taken_is_named() {
        Model<Tickets, Ticket, Long> tickets = with(c -> {}).model(TICKETS);
        sql("insert into tickets (number, title, email) values ('1', 'a', 'mail7')");

        UniqueConstraintException refusal = catchThrowableOfType(
                UniqueConstraintException.class,
                () -> tickets.bulkCreate(IntStream.range(0, 20)
                        .mapToObj(i -> tickets.build(
                                t -> t.setNumber("N" + i).setTitle("a").setEmail("mail" + i)))
                        .toList()));

        assertThat(refusal.rows()).containsExactly(7);
        assertThat(refusal.violations())
                .containsExactly(new Violation("Ticket", "email", "unique", "must be unique", "mail7"));
        assertThat(refusal)
                .hasMessage("Ticket.email must be unique, and another row has this value already (constraint"
                        + " tickets_email_key); choose another one. It is the row of index 7: email = \"mail7\".");
        assertThat(tickets.count()).isEqualTo(1);
    }

    @Test
    void a_single_row_is_told_with_the_value_that_was_refused() {
        Database db = with(c -> {});
        sql("insert into tickets (number, title, email) values ('1', 'a', 'ann')");

        assertThatThrownBy(() -> db.model(TICKETS)
                        .create(t -> t.setNumber("2").setTitle("b").setEmail("ann")))
                .isInstanceOfSatisfying(UniqueConstraintException.class, refusal -> {
                    assertThat(refusal.violations())
                            .containsExactly(new Violation("Ticket", "email", "unique", "must be unique", "ann"));
                    assertThat(refusal.rows()).isEmpty();
                })
                .hasMessage("Ticket.email must be unique, and another row has this value already (constraint"
                        + " tickets_email_key); choose another one. The row has email = \"ann\".");
        assertThatThrownBy(() -> db.model(TASKS).create(t -> t.setUserId(4711L).setTitle("a")))
                .isInstanceOfSatisfying(
                        ForeignKeyException.class,
                        refusal -> assertThat(refusal.violations())
                                .containsExactly(new Violation(
                                        "Task", "userId", "foreignKey", "must refer to a User that is there", 4711L)))
                .hasMessageEndingWith("The row has userId = 4711.");
    }

    @Test
    void a_secret_value_of_a_single_row_is_not_told() {
        Model<Tickets, Ticket, Long> tickets =
                with(c -> c.define(TICKETS, m -> m.sensitive(t -> t.EMAIL))).model(TICKETS);
        sql("insert into tickets (number, title, email) values ('1', 'a', 'secret')");

        assertThatThrownBy(() -> ticket(tickets, "secret").save())
                .isInstanceOfSatisfying(
                        UniqueConstraintException.class,
                        refusal -> assertThat(refusal.violations())
                                .containsExactly(new Violation("Ticket", "email", "unique", "must be unique", null)))
                .hasMessageEndingWith("(constraint tickets_email_key); choose another one.");
    }

    @Test
    void what_a_trigger_wrote_is_not_told_of_the_row_that_was_given() {
        Model<Tickets, Ticket, Long> tickets = with(c -> {}).model(TICKETS);
        sql("""
            insert into tickets (number, title, email) values ('1', 'a', 'taken');
            create function double() returns trigger language plpgsql as $$ begin
                insert into tickets (number, title, email) values ('9', 'z', 'taken'); return new;
            end $$;
            create trigger double before insert on tickets for each row when (new.number = '2') execute function double()\
            """);

        assertThatThrownBy(
                        () -> tickets.create(t -> t.setNumber("2").setTitle("b").setEmail("free")))
                .isInstanceOfSatisfying(
                        UniqueConstraintException.class,
                        refusal -> assertThat(refusal.violations())
                                .containsExactly(new Violation("Ticket", "email", "unique", "must be unique", null)))
                .hasMessageEndingWith("(constraint tickets_email_key); choose another one.");
        sql("drop function double() cascade");
    }

    @Test
    void rows_with_the_same_value_are_all_named() {
        Model<Tickets, Ticket, Long> tickets = with(c -> {}).model(TICKETS);

        UniqueConstraintException refusal = catchThrowableOfType(
                UniqueConstraintException.class,
                () -> tickets.bulkCreate(
                        List.of(ticket(tickets, "a, b"), ticket(tickets, "b"), ticket(tickets, "a, b"))));

        assertThat(refusal.rows()).containsExactly(0, 2);
        assertThat(refusal).hasMessageEndingWith("It is one of the rows of index 0, 2: email = \"a, b\".");
    }

    @Test
    void a_secret_value_is_not_shown_and_its_row_is_named_all_the_same() {
        Model<Tickets, Ticket, Long> tickets =
                with(c -> c.define(TICKETS, m -> m.sensitive(t -> t.EMAIL))).model(TICKETS);
        sql("insert into tickets (number, title, email) values ('1', 'a', 'secret')");

        assertThatThrownBy(() -> tickets.bulkCreate(List.of(ticket(tickets, "b"), ticket(tickets, "secret"))))
                .hasMessageEndingWith("(constraint tickets_email_key); choose another one. It is the row of index 1.")
                .hasStackTraceContaining("the server's words are left out")
                .satisfies(refusal -> assertThat(stackTrace(refusal)).doesNotContain("secret)"));
    }

    @Test
    void the_row_that_refers_to_nothing_is_named() {
        Model<Tasks, Task, Long> tasks = with(c -> {}).model(TASKS);
        sql("insert into users (id, first_name, last_name, email) values (1, 'A', 'B', 'a')");

        assertThatThrownBy(() -> tasks.bulkCreate(List.of(
                        tasks.build(t -> t.setUserId(1L).setTitle("a")),
                        tasks.build(t -> t.setUserId(4711L).setTitle("b")))))
                .isInstanceOfSatisfying(
                        ForeignKeyException.class,
                        refusal -> assertThat(refusal.rows()).containsExactly(1))
                .hasMessageEndingWith("It is the row of index 1: userId = 4711.");
    }

    @Test
    void the_row_that_has_nothing_is_named() {
        Model<Tickets, Ticket, Long> tickets = with(c -> c.define(TICKETS, m -> m.filledByDatabase(t -> t.TITLE)))
                .model(TICKETS);

        assertThatThrownBy(() -> tickets.bulkCreate(List.of(
                        tickets.build(t -> t.setNumber("1").setTitle("a")),
                        tickets.build(t -> t.setNumber("2").setEmail("x")),
                        tickets.build(t -> t.setNumber("3").setTitle("a")))))
                .isInstanceOfSatisfying(
                        NotNullException.class,
                        refusal -> assertThat(refusal.rows()).containsExactly(1))
                .hasMessage("Ticket.title must not be null; give it a value. It is the row of index 1.");
    }

    @Test
    void the_row_that_a_check_refuses_is_named_among_those_of_an_update() {
        Database db = with(c -> {});
        sql("""
            insert into users (id, first_name, last_name, email) values (1, 'A', 'B', 'a');
            insert into tasks (id, user_id, title) values (1, 1, 'x'), (2, 1, 'y'), (3, 1, 'z');
            alter table tasks add constraint tasks_odd check (title <> reverse('dab'));
            """);
        User user = db.model(USERS).include(USERS.TASKS).requireOne();
        user.getTasks().forEach(task -> task.setTitle(task.getId() == 2 ? "bad" : "good"));

        assertThatThrownBy(user::saveTree)
                .isInstanceOfSatisfying(
                        CheckConstraintException.class,
                        refusal -> assertThat(refusal.rows()).containsExactly(1))
                .hasMessageEndingWith("It is the row of index 1: id = 2.");
        sql("alter table tasks drop constraint tasks_odd");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        local_time  | '2026-01-02 03:04:05.6'
        time_of_day | '03:04:00'
        exact       | 1500.25
        approximate | 0.1::real
        """)
    void rows_are_told_apart_by_times_and_floating_points(String column, String refused) {
        Model<Specimens, Specimen, UUID> specimens = with(c -> {}).model(SPECIMENS);
        sql("alter table specimens add constraint refused check (%s <> %s)".formatted(column, refused));

        assertThatThrownBy(() -> specimens.bulkCreate(List.of(
                        measured(specimens, "2026-01-02T03:04:05.61", "03:04:01", 1500.26, 0.2f),
                        measured(specimens, "2026-01-02T03:04:05.6", "03:04", 1500.25, 0.1f),
                        measured(specimens, "2026-01-02T03:04:05.600001", "03:04:00.1", -1500.25, 0.3f))))
                .isInstanceOfSatisfying(
                        CheckConstraintException.class,
                        refusal -> assertThat(refusal.rows()).containsExactly(1));
        sql("alter table specimens drop constraint refused");
    }

    private static Specimen measured(
            Model<Specimens, Specimen, UUID> specimens, String moment, String time, double exact, float approximate) {
        return specimens.build(s -> s.setLabel("same")
                .setLocalTime(LocalDateTime.parse(moment))
                .setTimeOfDay(LocalTime.parse(time))
                .setExact(exact)
                .setApproximate(approximate));
    }

    @Test
    void what_is_wrong_before_any_SQL_has_the_index_of_its_row() {
        Model<Tickets, Ticket, Long> tickets = with(c -> c.define(TICKETS, m -> m.validate(t -> t.EMAIL, isEmail())))
                .model(TICKETS);

        assertThatThrownBy(() -> tickets.bulkCreate(List.of(
                        ticket(tickets, "a@example.com"),
                        ticket(tickets, "b"),
                        tickets.build(t -> t.setNumber("1").setEmail("c")))))
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(Violation::field)
                                .containsExactly("[1].email", "[2].email", "[2].title"))
                .hasMessage("Ticket[1].email must be an e-mail address, but is \"b\"; Ticket[2].email must be an"
                        + " e-mail address, but is \"c\"; Ticket[2].title must not be null.");
    }

    private static Ticket ticket(Model<Tickets, Ticket, Long> tickets, String email) {
        return tickets.build(t -> t.setNumber("N").setTitle("a").setEmail(email));
    }

    private static ConstraintException refused(Database db, String statement) {
        return catchThrowableOfType(
                ConstraintException.class, () -> db.sql(statement).execute());
    }

    private static String stackTrace(Throwable refusal) {
        StringWriter text = new StringWriter();
        refusal.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private void sql(String statements) {
        new PlainSql(dataSource).run(statements);
    }

    private Database with(Consumer<DatabaseBuilder> setup) {
        Database db = Database.using(dataSource, setup);
        db.model(USERS);
        return db;
    }
}
