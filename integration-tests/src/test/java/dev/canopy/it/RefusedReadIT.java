package dev.canopy.it;

import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.association.Computed;
import dev.canopy.association.HasMany;
import dev.canopy.association.Pairing;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotLoadedException;
import dev.canopy.sample.tables.Specimens;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Through;
import dev.canopy.testing.CanopyTest;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.Condition;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** What cannot be read gets one sentence that says what to do. */
@CanopyTest
class RefusedReadIT {
    private static final Computed<Users, Long> POST_COUNT = Computed.of("postCount", USERS, u -> u.POSTS.count());
    private static final HasMany<Specimens, Specimens, Specimen> ALIKE =
            HasMany.of("alike", SPECIMENS, SPECIMENS, Pairing.on(SPECIMENS.TIME_OF_DAY, SPECIMENS.TIME_OF_DAY));

    record NoJunction(String firstName, @Through Integer grade) {}

    record WrongColumn(String title, @Through Integer grad) {}

    record WrongJunction(String title, String enrolment) {}

    record Student(String name, List<WrongColumn> courses) {}

    record Pupil(String name, List<WrongJunction> courses) {}

    @Test
    void what_is_said_twice(Database db) {
        Selection<Users, User> users = db.model(USERS).include(USERS.POSTS).with(POST_COUNT);

        refused(() -> users.include(USERS.POSTS.limit(3)))
                .hasMessage("USERS.POSTS is included twice under the name \"posts\";"
                        + " give one of them another with .as(\"..\").");
        refused(() -> users.with(POST_COUNT))
                .hasMessage("The computed value \"postCount\" is asked for twice; say it once.");
    }

    @Test
    void what_has_no_name_or_no_number(Database db) {
        refused(() -> USERS.POSTS.as(" ")).hasMessage("USERS.POSTS.as(\"\") names nothing; give it a name.");
        refused(() -> db.model(USERS).limit(-1)).hasMessage("limit(-1) is negative; say how many rows.");
        refused(() -> db.model(USERS).limit(1).offset(-1)).hasMessage("offset(-1) is negative; say how many rows.");
    }

    @Test
    void a_component_for_a_junction_that_is_not_there_or_another(Database db) {
        refused(() -> db.model(USERS).findAll(NoJunction.class)).hasMessage("""
                NoJunction asks for "grade", which @Through looks for in a junction, but no junction leads here.
                  in:    NoJunction.grade (Integer)
                  mend:  take @Through away, or stand the record behind a many-to-many association""");
        refused(() -> db.model(STUDENTS).findAll(Student.class)).hasMessage("""
                WrongColumn asks for "grad", which the junction Enrolment does not have.
                  in:    Student.courses.grad (Integer)
                  known: studentId, courseId, grade, enrolledOn
                  mend:  call it "grade\"""");
        refused(() -> db.model(STUDENTS).findAll(Pupil.class)).hasMessage("""
                WrongJunction asks for "enrolment", which is a row of the junction.
                  in:    Pupil.courses.enrolment (String)
                  mend:  make it a record, or Enrolment, or one of its columns with @Through""");
    }

    @Test
    void a_record_whose_constructor_nobody_may_call(Database db) throws ClassNotFoundException {
        Class<?> ofTheJdk = Class.forName("jdk.internal.foreign.abi.VMStorage");

        refused(() -> db.model(USERS).findAll(ofTheJdk))
                .hasMessageMatching("The constructor of jdk\\.internal\\.foreign\\.abi\\.VMStorage is out of reach: .*"
                        + " does not \"(?:opens|exports) jdk\\.internal\\.foreign\\.abi\" .*"
                        + " Open its package to the module dev\\.canopy\\.");
    }

    @Test
    void a_key_that_only_the_database_can_compare(Database db) {
        db.model(SPECIMENS).create(specimen -> specimen.setLabel("a"));

        refused(() -> db.model(SPECIMENS)
                        .include(ALIKE.strategy(Strategy.SPLIT))
                        .findAll())
                .hasMessage("SPECIMENS.ALIKE cannot be loaded by strategy(SPLIT): values of time_of_day cannot be"
                        + " compared outside the database. Leave the strategy to the planner.");
        refused(() -> db.load(db.model(SPECIMENS).findAll(), ALIKE))
                .hasMessage("\"alike\" cannot be loaded onto rows that are there already: values of time_of_day cannot"
                        + " be compared outside the database. Include it where they are loaded.");
    }

    @Test
    void a_row_that_no_junction_led_to(Database db) {
        Course course = db.model(COURSES).create(c -> c.setTitle("Botany"));

        assertThatThrownBy(course::getEnrolment)
                .isInstanceOf(NotLoadedException.class)
                .hasMessage("This Course was not reached through enrolments, so it has no row of it;"
                        + " include it from the other side.");
    }

    @Test
    void a_condition_on_an_association_outside_its_database(DataSource dataSource) {
        refused(() -> DSL.using(dataSource, SQLDialect.POSTGRES)
                        .selectFrom(USERS)
                        .where(USERS.POSTS.exists())
                        .fetch())
                .hasMessage("A condition on an association needs its Database to know scopes and soft deletion;"
                        + " this statement runs on another jOOQ configuration. Run it on db.dsl().");
    }

    @Test
    void more_levels_than_anybody_reads(Database db) {
        String chain = IntStream.rangeClosed(1, 61).mapToObj(i -> "USERS.U" + i).collect(joining(" → "));

        refused(() -> db.model(USERS).include(nested(1)).findAll())
                .hasMessage("Includes nest deeper than 60 levels: " + chain + ".");
        refused(() -> db.model(USERS).where(u -> nested(u, 1)).findAll())
                .hasMessage("Conditions on associations nest deeper than 60 levels: " + chain + ".");
    }

    private static HasMany<Users, Users, User> nested(int level) {
        HasMany<Users, Users, User> step = step(level);
        return level == 61 ? step : step.include(nested(level + 1));
    }

    private static Condition nested(Users table, int level) {
        HasMany<Users, Users, User> step = step(level).from(table);
        return level == 61
                ? step.exists()
                : step.where(below -> nested(below, level + 1)).exists();
    }

    private static HasMany<Users, Users, User> step(int level) {
        return HasMany.of("u" + level, USERS, USERS, Pairing.on(USERS.ID, USERS.MANAGER_ID));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(DefinitionException.class);
    }
}
