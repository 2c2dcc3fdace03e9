package dev.canopy.it;

import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import org.junit.jupiter.api.Test;

@CanopyTest
class HandleIT {
    private final Database db;

    HandleIT(Database db) {
        this.db = db;
    }

    @Test
    void a_to_one_is_found_and_set() {
        User ann = user("ann");
        User bob = user("bob");
        assertThat(ann.manager().find()).isEmpty();

        ann.manager().set(bob);

        assertThat(ann.manager().find()).map(User::getEmail).contains("bob@example.com");
        assertThat(db.dsl()
                        .fetchSingle(USERS, USERS.EMAIL.eq("ann@example.com"))
                        .getManagerId())
                .isEqualTo(bob.getId());
    }

    @Test
    void rows_are_added_counted_and_taken_away() {
        User ann = user("ann");
        User bob = user("bob");
        Post post = ann.posts().create(p -> p.setTitle("Oaks"));
        assertThat(ann.posts().has(post)).isTrue();
        assertThat(bob.postsByEditor().count()).isZero();

        bob.postsByEditor().add(post);
        assertThat(bob.postsByEditor().count()).isEqualTo(1);

        bob.postsByEditor().remove(post);
        assertThat(db.dsl().fetchSingle(POSTS).getEditorId()).isNull();
    }

    @Test
    void a_key_that_must_not_be_null_asks_for_a_decision() {
        User ann = user("ann");
        Task task = ann.tasks().create(t -> t.setTitle("Water it"));

        assertThatThrownBy(() -> ann.tasks().remove(task))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Task.userId must not be null, so a Task cannot be removed from USERS.TASKS;"
                        + " destroy it, or add it to another User.");
    }

    @Test
    void rows_behind_a_junction_are_tied_with_payload_and_untied() {
        Student eve = db.model(STUDENTS).create(s -> s.setName("Eve"));
        Course botany = db.model(COURSES).create(c -> c.setTitle("Botany"));
        eve.courses().add(botany, enrolment -> enrolment.setGrade(2));

        assertThat(eve.courses().has(botany)).isTrue();
        assertThat(eve.courses().where((c, e) -> e.GRADE.eq(1)).findAll()).isEmpty();
        assertThat(eve.courses().count()).isEqualTo(1);

        eve.courses().remove(botany);
        assertThat(eve.courses().findAll()).isEmpty();
        assertThatThrownBy(() -> eve.courses().remove(botany))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("This Course is not tied to this Student; nothing was removed.");
    }

    private User user(String name) {
        return db.model(USERS).create(u -> u.setFirstName(name).setLastName("X").setEmail(name + "@example.com"));
    }
}
