package dev.canopy.it;

import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.val;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Filters;
import dev.canopy.Model;
import dev.canopy.model.ModelBuilder;
import dev.canopy.sample.tables.Tasks;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of a column's values, in conditions where the model asks for it and nowhere else. */
@CanopyTest(define = NormalFormIT.Models.class, isolation = Isolation.DATABASE)
class NormalFormIT {
    static final class Models implements Consumer<DatabaseBuilder> {
        @Override
        public void accept(DatabaseBuilder c) {
            c.define(USERS, m -> {
                m.normalize(u -> u.EMAIL, NormalFormIT::form).inConditions();
                normalizeOnlyWhatIsWritten(m);
            });
            c.define(TASKS, m -> m.normalize(t -> t.TITLE, NormalFormIT::form).inConditions());
        }

        private static void normalizeOnlyWhatIsWritten(ModelBuilder<Users, User> m) {
            m.normalize(u -> u.NOTE, NormalFormIT::form);
        }
    }

    private final Database db;
    private final PlainSql sql;
    private final Model<Users, User, Long> users;
    private final Model<Tasks, Task, Long> tasks;

    NormalFormIT(Database db, DataSource dataSource) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
        this.users = db.model(USERS);
        this.tasks = db.model(TASKS);
    }

    private static String form(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    @BeforeEach
    void rows() {
        sql.run("""
            insert into users (id, first_name, last_name, email, note) values
                (1, 'Ann', 'Lee', 'a@b', 'x'), (2, 'Bob', 'Lee', 'b@b', 'y'), (3, 'Cyd', 'Lee', 'c@b', null);
            insert into tasks (user_id, title) values (1, 'sow'), (1, 'reap'), (2, 'sow');
            """);
    }

    record Case(String what, Function<Users, Condition> condition, List<Long> found) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> conditions() {
        return Stream.of(
                new Case("=", u -> u.EMAIL.eq("  A@B "), List.of(1L)),
                new Case("= with the column on the right", u -> val("A@B").eq(u.EMAIL), List.of(1L)),
                new Case("<>", u -> u.EMAIL.ne("A@B"), List.of(2L, 3L)),
                new Case("<", u -> u.EMAIL.lt("B@B"), List.of(1L)),
                new Case("<=", u -> u.EMAIL.le("B@B"), List.of(1L, 2L)),
                new Case(">", u -> u.EMAIL.gt("B@B"), List.of(3L)),
                new Case(">=", u -> u.EMAIL.ge("B@B"), List.of(2L, 3L)),
                new Case("between", u -> u.EMAIL.between(" A", "B@b "), List.of(1L, 2L)),
                new Case("in", u -> u.EMAIL.in("A@B", " c@B"), List.of(1L, 3L)),
                new Case("not in", u -> u.EMAIL.notIn("A@B", " c@B"), List.of(2L)),
                new Case("in one", u -> u.EMAIL.in("A@B"), List.of(1L)),
                new Case("in none", u -> u.EMAIL.in(List.of()), List.of()),
                new Case("distinct", u -> u.EMAIL.isDistinctFrom("A@B"), List.of(2L, 3L)),
                new Case("not distinct", u -> u.EMAIL.isNotDistinctFrom("A@B"), List.of(1L)),
                new Case(
                        "and, or, not",
                        u -> not(u.EMAIL.eq("A@B").or(u.EMAIL.eq("B@B"))).and(u.ID.gt(0L)),
                        List.of(3L)),
                new Case("inlined", u -> u.EMAIL.eq(inline("A@B")), List.of(1L)));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void what_the_column_is_compared_with_is_brought_into_its_form(Case each) {
        assertThat(users.where(each.condition()).orderBy(u -> u.ID).findAll())
                .extracting(User::getId)
                .containsExactlyElementsOf(each.found());
    }

    @Test
    void the_value_is_bound_in_its_form_and_the_statement_is_the_same() {
        var given = db.countingStatements(
                () -> users.where(u -> u.EMAIL.eq(" A@B ")).findOne());
        var formed =
                db.countingStatements(() -> users.where(u -> u.EMAIL.eq("a@b")).findOne());

        assertThat(given.value()).isPresent();
        assertThat(given.statements()).hasSize(1);
        assertThat(given.statements().getFirst().sql())
                .isEqualTo(formed.statements().getFirst().sql());
    }

    @Test
    void nothing_is_changed_silently_where_it_was_not_asked_for() {
        users.where(u -> u.ID.eq(3L)).update(u -> u.setNote(" Z "));

        assertThat(sql.value("select note from users where id = 3")).isEqualTo("z");
        assertThat(users.where(u -> u.NOTE.eq(" Z ")).findAll()).isEmpty();
        assertThat(users.where(u -> u.FIRST_NAME.eq("ANN")).findAll()).isEmpty();
        assertThat(users.where(u -> u.EMAIL.like("A@%")).findAll())
                .as("a pattern is no value")
                .isEmpty();
        assertThat(db.dsl().fetchCount(USERS, USERS.EMAIL.eq("A@B")))
                .as("plain jOOQ")
                .isZero();
    }

    @Test
    void writes_of_a_selection_and_searches_by_key_find_the_row() {
        assertThat(users.where(u -> u.EMAIL.eq(" A@B ")).update(u -> u.setFirstName("Anna")))
                .isEqualTo(1);
        assertThat(users.findOrCreate(u -> u.setEmail(" B@B "), u -> {}).row().getId())
                .isEqualTo(2);
        assertThat(users.where(u -> u.EMAIL.eq(" C@B ")).destroy()).isEqualTo(1);
    }

    @Test
    void an_include_a_scope_and_a_filter_bring_their_values_into_the_form() {
        User ann = users.include(USERS.TASKS.where(t -> t.TITLE.eq(" SOW ")))
                .where(u -> u.EMAIL.eq("A@B"))
                .findOne()
                .orElseThrow();
        Filters<Users> filters = Filters.of(USERS).equal("email", u -> u.EMAIL);

        assertThat(ann.getTasks()).extracting(Task::getTitle).containsExactly("sow");
        assertThat(users.where(u -> u.TASKS.where(t -> t.TITLE.eq("REAP")).exists())
                        .findAll())
                .extracting(User::getId)
                .containsExactly(1L);
        assertThat(users.scope(s -> s.where(u -> u.EMAIL.eq("B@B"))).count()).isEqualTo(1);
        assertThat(users.and(filters.scope(Map.of("email", "C@B"))).count()).isEqualTo(1);
        assertThat(tasks.where(t -> t.TITLE.eq("Sow")).count()).isEqualTo(2);
    }
}
