package dev.canopy.it;

import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.TICKETS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.validation.Validators.isEmail;
import static dev.canopy.validation.Validators.len;
import static dev.canopy.validation.Validators.matches;
import static dev.canopy.validation.Validators.notNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotNullException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.Virtual;
import dev.canopy.sample.tables.Tickets;
import dev.canopy.sample.tables.records.Ticket;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.validation.RuleGroup;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Groups of rules: what a write skips that says so, and what it does not. */
@CanopyTest(define = RuleGroupIT.Models.class, isolation = Isolation.DATABASE)
class RuleGroupIT {
    private static final RuleGroup PUBLICATION = RuleGroup.of("publication");
    private static final RuleGroup STYLE = RuleGroup.of("style");

    private static final Virtual<Ticket, String> LABEL = Virtual.of(
                    "label", TICKETS, ticket -> ticket.getNumber() + ": " + ticket.getTitle())
            .reads(TICKETS.NUMBER, TICKETS.TITLE);

    static final class Models implements Consumer<DatabaseBuilder> {
        @Override
        public void accept(DatabaseBuilder c) {
            c.define(TICKETS, m -> {
                m.validate(t -> t.EMAIL, notNull(), isEmail()).in(PUBLICATION);
                m.validate(t -> t.TITLE, len(3, 20)).in(STYLE);
                m.virtual(LABEL, matches("N[0-9]+: .*")).in(STYLE);
                m.rule("urgent", (t, errors) -> {
                            if (Integer.valueOf(5).equals(t.getPriority())) {
                                errors.reject(TICKETS.PRIORITY, "must be explained");
                            }
                        })
                        .in(PUBLICATION)
                        .in(STYLE);
            });
            c.define(TASKS, m -> m.validate(t -> t.TITLE, len(3, 20)).in(STYLE));
            c.define(
                    USERS,
                    m -> m.afterCreate((user, op) -> op.create(
                            TICKETS,
                            t -> t.setNumber("N1").setTitle(user.getFirstName()).setEmail(user.getEmail()))));
        }
    }

    private final Database db;
    private final DataSource dataSource;
    private final Model<Tickets, Ticket, Long> tickets;

    RuleGroupIT(Database db, DataSource dataSource) {
        this.db = db;
        this.dataSource = dataSource;
        this.tickets = db.model(TICKETS);
    }

    @Test
    void a_write_that_skips_a_group_asks_the_others() {
        assertThatThrownBy(() -> db.skipping(
                        PUBLICATION,
                        () -> tickets.create(t -> t.setNumber("x").setTitle("a").setPriority(5))))
                .hasMessage("Ticket.title must have 3 to 20 characters, but is \"a\"; Ticket.label must match"
                        + " N[0-9]+: .*, but is \"x: a\".");
        assertThatThrownBy(() -> db.skipping(
                        STYLE, () -> tickets.create(t -> t.setNumber("x").setTitle("a"))))
                .hasMessage("Ticket.email must not be null.");

        Ticket draft = db.skipping(
                STYLE,
                () -> db.skipping(
                        PUBLICATION,
                        () -> tickets.create(t -> t.setNumber("x").setTitle("a").setPriority(5))));

        assertThat(draft.getTitle()).isEqualTo("a");
        assertThatThrownBy(() -> draft.update(t -> t.setTitle("b")))
                .as("only the write that said so skips them")
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void every_door_skips_the_group() {
        db.skipping(
                PUBLICATION,
                () -> db.skipping(STYLE, () -> {
                    Ticket ticket = tickets.create(t -> t.setNumber("a").setTitle("a"));
                    ticket.update(t -> t.setTitle("b"));
                    ticket.setTitle("c").save();
                    tickets.where(t -> t.ID.eq(ticket.getId())).update(t -> t.setTitle("d"));
                    tickets.where(t -> t.ID.eq(ticket.getId()))
                            .update((t, set) -> set.set(t.TITLE, t.TITLE.concat("e")));
                    tickets.bulkCreate(
                            List.of(tickets.build(t -> t.setNumber("b").setTitle("b"))));
                    tickets.upsert(t -> t.setNumber("c").setTitle("c").setEmail("c"), on -> on.key(t -> t.EMAIL));
                    tickets.findOrCreate(
                            t -> t.setEmail("d"), t -> t.setNumber("d").setTitle("d"));
                }));

        assertThat(tickets.orderBy(t -> t.ID).findAll())
                .extracting(Ticket::getTitle)
                .containsExactly("de", "b", "c", "d");
    }

    @Test
    void the_writes_of_hooks_and_of_nested_rows_skip_it_too() {
        Model<?, User, Long> users = db.model(USERS);

        User user = db.skipping(
                PUBLICATION,
                () -> db.skipping(STYLE, () -> {
                    User ann = users.build(
                            u -> u.setFirstName("A").setLastName("Lee").setEmail("a"));
                    ann.attach(db.dsl().configuration());
                    ann.tasks().build(t -> t.setTitle("x"));
                    return ann.save();
                }));

        assertThat(user.tasks().findAll()).hasSize(1);
        assertThat(tickets.findAll()).extracting(Ticket::getEmail).containsExactly("a");
    }

    @Test
    void what_the_database_demands_is_in_no_group() {
        assertThatThrownBy(() -> db.skipping(
                        PUBLICATION,
                        () -> db.skipping(
                                STYLE,
                                () -> tickets.create(t -> t.setNumber("N1")
                                        .setTitle("")
                                        .setPriority(9)
                                        .setEmail("a")))))
                .hasMessage("Ticket.priority must be from 1 to 5, but is 9; Ticket.title must not be empty, but is"
                        + " \"\".");
        Database blind = Database.using(
                dataSource,
                c -> c.define(TICKETS, m -> {
                    m.filledByDatabase(t -> t.TITLE);
                    m.validate(t -> t.TITLE, notNull()).in(STYLE);
                }));
        assertThatThrownBy(() ->
                        blind.skipping(STYLE, () -> blind.model(TICKETS).create(t -> t.setNumber("N1"))))
                .isInstanceOf(NotNullException.class);
    }

    @Test
    void a_bulk_update_is_one_statement_when_the_rule_that_wants_whole_rows_is_skipped() {
        sql("insert into tickets (number, title, email) values ('N1', 'abc', 'a@example.com')");

        var skipped = db.countingStatements(() -> db.skipping(
                PUBLICATION, () -> db.skipping(STYLE, () -> tickets.everyRow().update(t -> t.setPriority(5)))));

        assertThat(skipped.value()).isEqualTo(1);
        assertThat(skipped.statements()).hasSize(1);
        assertThatThrownBy(() -> tickets.everyRow().update(t -> t.setTitle("abcd")))
                .hasMessage("Ticket.priority must be explained, but is 5.");
    }

    @Test
    void a_group_that_no_rule_is_in_is_refused() {
        assertThatThrownBy(() -> db.skipping(RuleGroup.of("style"), () -> tickets.count()))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("No rule of this Database is in the group \"style\", so nothing can be skipped; put one"
                        + " into it with m.validate(..).in(..).");
    }

    private void sql(String statement) {
        new PlainSql(dataSource).run(statement);
    }
}
