package dev.canopy.it;

import static dev.canopy.sample.Tables.TICKETS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.validation.Validators.isEmail;
import static dev.canopy.validation.Validators.len;
import static dev.canopy.validation.Validators.matches;
import static dev.canopy.validation.Validators.min;
import static dev.canopy.validation.Validators.notNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.Definition;
import dev.canopy.model.Virtual;
import dev.canopy.sample.Keys;
import dev.canopy.sample.tables.Tickets;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Ticket;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.validation.Violation;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Rules that a definition says, on what terms they are asked, and in which words they are told. */
@CanopyTest(isolation = Isolation.DATABASE)
class RuleIT {
    private static final Virtual<Ticket, String> LABEL = Virtual.of(
                    "label", TICKETS, ticket -> ticket.getNumber() + ": " + ticket.getTitle())
            .reads(TICKETS.NUMBER, TICKETS.TITLE);

    private final DataSource dataSource;

    RuleIT(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Test
    @Fault({"0.10", "2.27"})
    void no_validator_but_notNull_sees_null() {
        Model<Tickets, Ticket, Long> tickets = tickets(m -> {
            m.filledByDatabase(t -> t.NUMBER);
            m.validate(t -> t.EMAIL, isEmail(), len(5, 20));
        });
        Ticket silent = tickets.create(t -> t.setTitle("a").setEmail(null));

        assertThat(silent.getEmail()).isNull();
        assertThatThrownBy(() -> tickets(m -> {
                            m.filledByDatabase(t -> t.NUMBER);
                            m.validate(t -> t.EMAIL, notNull(), isEmail());
                        })
                        .create(t -> t.setTitle("a")))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Ticket.email must not be null.");
    }

    @Test
    void what_the_database_fills_is_not_missed_although_notNull_is_said() {
        Ticket ticket = tickets(m -> m.validate(t -> t.PRIORITY, notNull(), min(2)))
                .create(t -> t.setNumber("N").setTitle("a"));

        assertThat(ticket.getPriority()).isEqualTo(3);
        assertThatThrownBy(() -> ticket.update(t -> t.setPriority(null)))
                .hasMessage("Ticket.priority must not be null.");
    }

    @Test
    void a_conditional_rule_is_asked_whichever_column_was_set() {
        Model<Tickets, Ticket, Long> tickets = tickets(
                m -> m.validate(t -> t.EMAIL, notNull()).when(t -> t.getPriority() != null && t.getPriority() == 1));
        Ticket ticket = tickets.create(t -> t.setNumber("C").setTitle("a"));

        assertThatThrownBy(() -> ticket.update(t -> t.setPriority(1))).hasMessage("Ticket.email must not be null.");
        assertThatThrownBy(() -> tickets.where(t -> t.NUMBER.eq("C")).update(t -> t.setPriority(1)))
                .hasMessage("Ticket.email must not be null.");
        assertThat(ticket.update(t -> t.setPriority(2)).getPriority()).isEqualTo(2);
    }

    @Test
    @Fault("0.9")
    void a_virtual_is_validated_when_a_column_was_set_that_it_reads() {
        Model<Tickets, Ticket, Long> tickets = tickets(m -> m.virtual(LABEL, matches("V: [a-z]+")));
        Ticket ticket = tickets.create(t -> t.setNumber("V").setTitle("a"));

        assertThatThrownBy(() -> ticket.update(t -> t.setTitle("A")))
                .hasMessage("Ticket.label must match V: [a-z]+, but is \"V: A\".");
        assertThatThrownBy(() -> tickets.where(t -> t.NUMBER.eq("V")).update(t -> t.setTitle("B")))
                .hasMessage("Ticket.label must match V: [a-z]+, but is \"V: B\".");
        ticket.reload().update(t -> t.setPriority(5));
    }

    @Test
    @Fault("0.9")
    void no_rule_is_asked_of_a_row_that_is_destroyed_or_restored() {
        new PlainSql(dataSource)
                .run("insert into users (id, first_name, last_name, email) values (1, 'A', 'B', 'no address')");
        Model<Users, User, Long> users = Database.using(
                        dataSource,
                        c -> c.define(USERS, m -> {
                            m.softDelete(u -> u.DELETED_AT);
                            m.validate(u -> u.EMAIL, isEmail());
                            m.rule("never", (user, errors) -> errors.reject(USERS.NOTE, "is never right"));
                        }))
                .model(USERS);
        User user = users.requireByPk(1L);

        user.destroy();
        user.restore();
        users.where(u -> u.ID.eq(1L)).destroy();

        assertThat(users.onlyDeleted().count()).isEqualTo(1);
        assertThatThrownBy(() -> users.onlyDeleted().requireOne().update(u -> u.setFirstName("C")))
                .as("a save asks them")
                .hasMessage("User.note is never right.");
    }

    @Test
    @Fault("2.26")
    void a_unique_violation_is_told_in_the_words_of_its_constraint() {
        Model<Tickets, Ticket, Long> tickets = tickets(m -> m.message(Keys.TICKETS_EMAIL_KEY, "is taken"));
        tickets.create(t -> t.setNumber("U1").setTitle("a").setEmail("ann@example.com"));

        assertThatThrownBy(() ->
                        tickets.create(t -> t.setNumber("U2").setTitle("a").setEmail("ann@example.com")))
                .isInstanceOfSatisfying(
                        UniqueConstraintException.class,
                        taken -> assertThat(taken.violations())
                                .containsExactly(
                                        new Violation("Ticket", "email", "unique", "is taken", "ann@example.com")));
    }

    @Test
    void a_derived_violation_is_told_in_the_words_of_its_constraint() {
        assertThatThrownBy(() -> tickets(m -> m.message("tickets_priority_check", "must be one of our five"))
                        .create(t -> t.setNumber("D").setTitle("a").setPriority(9)))
                .hasMessage("Ticket.priority must be one of our five, but is 9.");
        assertThatThrownBy(() -> tickets(m -> m.message("tickets_priority_chek", "no")))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The definition of Ticket is refused: message(\"tickets_priority_chek\", ..) names no"
                        + " constraint or index of it. Did you mean \"tickets_priority_check\"?");
    }

    @Test
    void violations_are_told_in_the_language_of_the_thread() {
        ThreadLocal<Locale> language = ThreadLocal.withInitial(() -> Locale.GERMAN);
        Model<Tickets, Ticket, Long> tickets = Database.using(
                        dataSource,
                        c -> c.define(TICKETS, m -> m.validate(t -> t.EMAIL, len(5, 9)))
                                .messages(RuleIT::bundle, language::get))
                .model(TICKETS);
        Consumer<Ticket> wrong =
                t -> t.setNumber(null).setTitle("").setPriority(0).setEmail("a");

        assertThatThrownBy(() -> tickets.create(wrong))
                .hasMessage(
                        "Ticket.email braucht 5 bis 9 Zeichen, but is \"a\"; Ticket.number fehlt; Ticket.priority ist"
                                + " keine Dringlichkeit, but is 0; Ticket.title darf nicht leer sein, but is \"\".");
        language.set(Locale.ENGLISH);
        assertThatThrownBy(() -> tickets.create(wrong))
                .hasMessage("Ticket.email must have 5 to 9 characters, but is \"a\"; Ticket.number must not be null;"
                        + " Ticket.priority must be from 1 to 5, but is 0; Ticket.title must not be empty, but is"
                        + " \"\".");
    }

    @Test
    void a_sensitive_value_is_not_shown() {
        assertThatThrownBy(() -> tickets(m -> {
                            m.sensitive(t -> t.EMAIL);
                            m.hidden(t -> t.TITLE);
                            m.validate(t -> t.EMAIL, isEmail());
                            m.rule(
                                    "no titles",
                                    (t, errors) ->
                                            errors.reject(TICKETS.TITLE, "must be shorter than {n}", Map.of("n", 1)));
                        })
                        .create(t -> t.setNumber("S").setTitle("secret").setEmail("secret")))
                .hasMessage("Ticket.email must be an e-mail address; Ticket.title must be shorter than 1.");
    }

    private static ResourceBundle bundle(Locale locale) {
        return new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return locale.equals(Locale.GERMAN)
                        ? new Object[][] {
                            {"len", "braucht {least} bis {most} Zeichen"},
                            {"notNull", "darf nicht null sein"},
                            {"Ticket.number.notNull", "fehlt"},
                            {"tickets_priority_check", "ist keine Dringlichkeit"},
                            {"tickets_title_check", "darf nicht leer sein"}
                        }
                        : new Object[][] {};
            }
        };
    }

    private Model<Tickets, Ticket, Long> tickets(Definition<Tickets, Ticket> definition) {
        Consumer<DatabaseBuilder> setup = c -> c.define(TICKETS, definition);
        return Database.using(dataSource, setup).model(TICKETS);
    }
}
