package dev.canopy.it;

import static dev.canopy.quickstart.UserModel.INACTIVE;
import static dev.canopy.quickstart.UserModel.LATEST_POST;
import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.association.Computed;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotLoadedException;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/*
 *  Ada ─┬─ "Notes" ─┬─ "Nice!"  by Bob
 *       │           └─ "Why?"   by Cid (inactive)
 *       ├─ "Draft" (not published)
 *       ├─ "Loops"
 *       └─ "Cards"
 *  Bob ─── "Verse"
 *  Cid (inactive), Dan (deleted)
 */
@CanopyTest(define = SampleModels.class)
@ExtendWith(CountedReads.Extension.class)
class IncludeIT {
    private final Database db;

    IncludeIT(CountedReads reads) {
        db = reads.db();
    }

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email, active, deleted_at) values
                  (1, 'Ada', 'L', 'ada@example.com', true, null), (2, 'Bob', 'R', 'bob@example.com', true, null),
                  (3, 'Cid', 'X', 'cid@example.com', false, null), (4, 'Dan', 'D', 'dan@example.com', true, now());
                update users set manager_id = 1 where id in (2, 3);
                insert into posts (id, author_id, editor_id, title, published, created_at) values
                  (1, 1, 2, 'Notes', true, '2026-01-01Z'), (2, 1, null, 'Draft', false, '2026-01-02Z'),
                  (3, 1, null, 'Loops', true, '2026-01-03Z'), (4, 1, null, 'Cards', true, '2026-01-04Z'),
                  (5, 2, 1, 'Verse', true, '2026-01-05Z');
                insert into comments (id, post_id, author_id, body) values (1, 1, 2, 'Nice!'), (2, 1, 3, 'Why?');
                insert into students (id, name) values (1, 'Eve'), (2, 'Fay');
                insert into courses (id, title) values (1, 'Botany'), (2, 'Logic');
                insert into enrolments (student_id, course_id, grade) values (1, 1, 1), (1, 2, 3), (2, 1, 2);
                """);
    }

    @Test
    @Costs(1)
    void three_levels_with_a_limit_for_each_parent_are_one_statement(ServerLog log) {
        List<User> tree = new ArrayList<>();
        List<String> statements = log.of(() -> tree.addAll(db.model(USERS)
                .include(USERS.POSTS
                        .where(p -> p.PUBLISHED.isTrue())
                        .orderBy(p -> p.CREATED_AT.desc())
                        .limit(2)
                        .include(POSTS.COMMENTS.orderBy(c -> c.ID).include(COMMENTS.AUTHOR.unscoped())))
                .orderBy(u -> u.ID)
                .findAll()));

        assertThat(statements).hasSize(1);
        assertThat(statements.getFirst()).contains("json_agg", "fetch next 2 rows only");
        assertThat(tree).extracting(User::getFirstName).containsExactly("Ada", "Bob");
        assertThat(titles(tree.getFirst())).containsExactly("Cards", "Loops");
        assertThat(titles(tree.getLast())).containsExactly("Verse");
        assertThat(log.of(() -> tree.forEach(user -> user.getPosts().forEach(Post::getComments))))
                .as("reading the tree runs nothing")
                .isEmpty();
    }

    @Test
    @Costs(1)
    void a_to_one_inside_a_to_many_is_the_row_that_the_key_names() {
        Post notes = db.model(POSTS)
                .where(p -> p.ID.eq(1L))
                .include(POSTS.COMMENTS.orderBy(c -> c.ID).include(COMMENTS.AUTHOR.unscoped()))
                .include(POSTS.EDITOR)
                .requireOne();

        assertThat(notes.getComments()).extracting(Comment::getBody).containsExactly("Nice!", "Why?");
        assertThat(notes.getComments())
                .extracting(comment -> comment.getAuthor().getFirstName())
                .containsExactly("Bob", "Cid");
        assertThat(Objects.requireNonNull(notes.getEditor()).getFirstName()).isEqualTo("Bob");
    }

    @Test
    @Costs(1)
    void a_default_scope_of_an_include_hides_its_row_and_keeps_the_parent() {
        Comment why = db.model(COMMENTS)
                .where(c -> c.ID.eq(2L))
                .include(COMMENTS.AUTHOR)
                .requireOne();

        assertThat(why.getBody()).isEqualTo("Why?");
        assertThatThrownBy(why::getAuthor)
                .isInstanceOf(NotLoadedException.class)
                .hasMessage("Comment.author is there, but was left out by a scope, a condition or soft deletion;"
                        + " include it with .unscoped() or .withDeleted() to have it.");
    }

    @Test
    @Costs(1)
    void a_required_include_keeps_only_the_parents_that_have_a_row() {
        List<Post> commented =
                db.model(POSTS).include(POSTS.COMMENTS.required()).findAll();

        assertThat(commented).extracting(Post::getTitle).containsExactly("Notes");
    }

    @Test
    @Costs(1)
    void the_junctions_row_comes_with_each_row_behind_it() {
        Student eve = db.model(STUDENTS)
                .where(s -> s.ID.eq(1L))
                .include(STUDENTS.COURSES.orderBy((c, e) -> e.GRADE.desc()))
                .requireOne();

        assertThat(eve.getCourses()).extracting(Course::getTitle).containsExactly("Logic", "Botany");
        assertThat(eve.getCourses())
                .extracting(course -> course.getEnrolment().getGrade())
                .containsExactly(3, 1);
    }

    @Test
    @Costs(1)
    void conditions_on_the_junction_narrow_the_include() {
        Course botany = db.model(COURSES)
                .where(c -> c.TITLE.eq("Botany"))
                .include(COURSES.STUDENTS.where((s, e) -> e.GRADE.le(1)))
                .requireOne();

        assertThat(botany.getStudents()).extracting(Student::getName).containsExactly("Eve");
    }

    @Test
    @Costs(1)
    void two_keys_to_one_table_and_a_self_reference_are_associations_of_their_own() {
        User ada = db.model(USERS)
                .where(u -> u.ID.eq(1L))
                .include(USERS.POSTS_BY_EDITOR)
                .include(USERS.USERS_BY_MANAGER.unscoped().orderBy(u -> u.ID))
                .requireOne();

        assertThat(ada.getPostsByEditor()).extracting(Post::getTitle).containsExactly("Verse");
        assertThat(ada.getUsersByManager()).extracting(User::getFirstName).containsExactly("Bob", "Cid");
    }

    @Test
    @Costs(1)
    void one_of_many_is_a_row_under_a_name_of_its_own() {
        User ada = db.model(USERS)
                .where(u -> u.ID.eq(1L))
                .include(LATEST_POST)
                .include(USERS.POSTS)
                .requireOne();

        assertThat(Objects.requireNonNull(ada.included(LATEST_POST)).getTitle()).isEqualTo("Cards");
        assertThat(ada.getPosts()).hasSize(4);
    }

    @Test
    @Costs(2)
    void the_scope_inactive_returns_the_inactive_row_though_the_default_scope_hides_it() {
        assertThat(db.model(USERS).scope(INACTIVE).findAll())
                .extracting(User::getFirstName)
                .containsExactly("Cid");
        assertThat(db.model(USERS).orderBy(u -> u.ID).findAll())
                .extracting(User::getFirstName)
                .containsExactly("Ada", "Bob");
    }

    @Test
    @Costs(3)
    void soft_deletion_is_a_filter_of_its_own() {
        assertThat(db.model(USERS).unscoped().count()).isEqualTo(3);
        assertThat(db.model(USERS).unscoped().withDeleted().count()).isEqualTo(4);
        assertThat(db.model(USERS).onlyDeleted().findAll())
                .extracting(User::getFirstName)
                .containsExactly("Dan");
    }

    @Test
    @Costs(4)
    void conditions_on_associations_see_scopes_at_any_depth() {
        assertThat(db.model(USERS)
                        .where(u -> u.POSTS.where(p -> p.COMMENTS.exists()).exists())
                        .findAll())
                .extracting(User::getFirstName)
                .containsExactly("Ada");
        assertThat(db.model(USERS).where(u -> u.POSTS.count().eq(4L)).findAll())
                .extracting(User::getFirstName)
                .containsExactly("Ada");
        assertThat(db.model(USERS)
                        .where(u -> u.POSTS.every(p -> p.PUBLISHED.isTrue()))
                        .findAll())
                .extracting(User::getFirstName)
                .containsExactly("Bob");
        assertThat(db.model(COMMENTS).where(c -> c.AUTHOR.exists()).findAll())
                .as("Cid is hidden by the default scope")
                .extracting(Comment::getBody)
                .containsExactly("Nice!");
    }

    @Test
    @Costs(1)
    void what_was_not_included_says_how_to_have_it() {
        User ada = db.model(USERS).requireByPk(1L);

        assertThatThrownBy(ada::getTasks)
                .isInstanceOf(NotLoadedException.class)
                .hasMessage("User.tasks was not loaded. Load it with include(USERS.TASKS),"
                        + " or query it with user.tasks().findAll().");
    }

    @Test
    @Costs(1)
    void a_condition_on_a_table_that_is_not_there_is_refused_by_name() {
        assertThatThrownBy(() -> db.model(USERS).where(POSTS.TITLE.eq("Notes")))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The condition names posts, which is not in a statement on users;"
                        + " write it with the lambda's table, as in where(u -> ..), or put posts into a subquery.");
        assertThat(db.model(USERS).where(USERS.EMAIL.eq("bob@example.com")).findAll())
                .hasSize(1);
    }

    /** Whoever asked for the list, or for the column, got something else, or a ClassCastException. */
    @Test
    @Costs(0)
    void names_that_mean_something_already_are_refused() {
        Computed<Users, Long> posts = Computed.of("posts", USERS, u -> u.POSTS.count());
        Computed<Users, Long> email = Computed.of("email", USERS, u -> u.POSTS.count());
        String one = "The first() of USERS.POSTS is one row, and \"posts\" is the name of the list;"
                + " give it a name of its own with .as(\"..\").";

        assertThatThrownBy(() -> db.model(USERS).include(USERS.POSTS.first()).findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(one);
        assertThatThrownBy(() -> db.model(POSTS)
                        .include(POSTS.AUTHOR.include(
                                USERS.POSTS.orderBy(p -> p.ID).first()))
                        .findAll())
                .hasMessage(one);
        assertThatThrownBy(
                        () -> db.model(USERS).include(USERS.POSTS.as("email")).findAll())
                .hasMessage("The include of USERS.POSTS is called \"email\", as a column of its table is;"
                        + " give it another name with .as(\"..\").");
        assertThatThrownBy(() -> db.model(USERS).with(email).findAll())
                .hasMessage("The computed value \"email\" has the name of a column of users; rename it.");
        String both = "USERS.POSTS and a computed value are both called \"posts\";"
                + " give the include another name with .as(\"..\").";
        assertThatThrownBy(() -> db.model(USERS).with(posts).include(USERS.POSTS))
                .hasMessage(both);
        assertThatThrownBy(() -> db.model(USERS).include(USERS.POSTS).with(posts))
                .hasMessage(both);
        assertThatThrownBy(() -> db.model(USERS)
                        .include(USERS.POSTS)
                        .and(s -> s.with(posts))
                        .findAll())
                .as("by a scope as well")
                .hasMessage(both);
        assertThatThrownBy(() ->
                        Database.using(DSL.using(SQLDialect.POSTGRES), c -> c.define(USERS, m -> m.computed(email))))
                .hasMessage(
                        "The definition of User is refused: the computed value \"email\" has the name of the column email; rename it.");
        assertThatThrownBy(() -> Database.using(
                        DSL.using(SQLDialect.POSTGRES),
                        c -> c.define(USERS, m -> m.association(USERS.POSTS.as("note")))))
                .hasMessage(
                        "The definition of User is refused: the association \"note\" has the name of the column note; rename it.");
    }

    @Test
    @Costs(1)
    void a_tree_becomes_maps() {
        Student eve = db.model(STUDENTS)
                .where(s -> s.ID.eq(2L))
                .include(STUDENTS.COURSES)
                .requireOne();

        assertThat(eve.toMap()).containsEntry("name", "Fay").containsKey("courses");
        assertThat(eve.toMap().get("courses").toString())
                .contains("title=Botany", "enrolment={studentId=2, courseId=1, grade=2");
    }

    private static List<String> titles(User user) {
        return user.getPosts().stream().map(Post::getTitle).toList();
    }
}
