package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.REMARKS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotLoadedException;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Remark;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/*
 *  Ada ─┬─ "Notes" ── "Nice!", "Why?"          Eve ── Botany (1), Logic (3)
 *       └─ "Draft"                              Fay ── Botany (2)
 *  Bob
 */
@CanopyTest(define = SampleModels.class)
@ExtendWith(CountedReads.Extension.class)
class LoadIT {
    /** What hand-written SQL says; asked for before a test counts what it reads for. */
    private static List<String> twoLevels;

    private final Database db;

    LoadIT(CountedReads reads) {
        db = reads.db();
    }

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email) values
                  (1, 'Ada', 'L', 'ada@example.com'), (2, 'Bob', 'R', 'bob@example.com');
                insert into posts (id, author_id, editor_id, title) values (1, 1, 2, 'Notes'), (2, 1, null, 'Draft');
                insert into comments (id, post_id, author_id, body) values (1, 1, 2, 'Nice!'), (2, 1, 1, 'Why?');
                insert into students (id, name) values (1, 'Eve'), (2, 'Fay');
                insert into courses (id, title) values (1, 'Botany'), (2, 'Logic');
                insert into enrolments (student_id, course_id, grade) values (1, 1, 1), (1, 2, 3), (2, 1, 2);
                insert into remarks (id, subject_type, subject_id, body) values
                  (1, 'post', 1, 'a'), (2, 'course', 2, 'b'), (3, 'post', 2, 'c'), (4, 'user', 1, 'd');
                """);
        twoLevels = new PlainSql(scratch.dataSource()).rows("""
                select u.first_name || '[' || coalesce((select string_agg(p.title || '[' || coalesce((
                    select string_agg(c.body || ' by ' || a.first_name, ',' order by c.body)
                    from comments c join users a on a.id = c.author_id where c.post_id = p.id), '') || ']', ',' order by p.title)
                  from (select * from posts p where p.author_id = u.id order by title limit 2) p), '') || ']'
                from users u order by u.id""");
    }

    @Test
    @Costs(2)
    void an_include_comes_onto_rows_that_are_there_by_one_statement(ServerLog log) {
        List<User> users = db.model(USERS).orderBy(u -> u.ID).findAll();
        assertThatThrownBy(() -> users.getFirst().getPosts()).isInstanceOf(NotLoadedException.class);

        List<String> statements = log.of(() -> db.load(
                users,
                USERS.POSTS
                        .orderBy(p -> p.TITLE)
                        .limit(2)
                        .include(POSTS.EDITOR)
                        .include(POSTS.COMMENTS.orderBy(c -> c.ID))));

        assertThat(statements).hasSize(1);
        assertThat(users.getFirst().getPosts()).extracting(Post::getTitle).containsExactly("Draft", "Notes");
        assertThat(users.getFirst().getPosts().getLast().getEditor().getFirstName())
                .isEqualTo("Bob");
        assertThat(users.getFirst().getPosts().getLast().getComments())
                .extracting(Comment::getBody)
                .containsExactly("Nice!", "Why?");
        assertThat(users.getLast().getPosts()).isEmpty();
        assertThat(users.getFirst().changedFields()).isEmpty();
    }

    @Test
    @Costs(2)
    void two_levels_come_by_one_statement_where_one_is_nested() {
        requireTwoLevels(db);
    }

    @Test
    @Costs(value = 3, split = 3)
    void two_levels_come_by_two_statements_where_they_are_split(CountedReads reads) {
        requireTwoLevels(reads.db(Strategy.SPLIT));
    }

    private static void requireTwoLevels(Database db) {
        List<User> users = db.model(USERS).orderBy(u -> u.ID).findAll();

        db.load(
                users,
                USERS.POSTS
                        .orderBy(p -> p.TITLE)
                        .limit(2)
                        .include(POSTS.COMMENTS.orderBy(c -> c.BODY).include(COMMENTS.AUTHOR)));

        assertThat(users)
                .extracting(user -> user.getFirstName()
                        + TreeCase.list(
                                user.getPosts(),
                                post -> post.getTitle()
                                        + TreeCase.list(
                                                post.getComments(),
                                                comment -> comment.getBody() + " by "
                                                        + comment.getAuthor().getFirstName())))
                .isEqualTo(twoLevels);
    }

    @Test
    @Costs(4)
    void a_to_one_and_a_junction_come_as_well() {
        List<Comment> comments = db.model(COMMENTS).orderBy(c -> c.ID).findAll();
        List<Student> students = db.model(STUDENTS).orderBy(s -> s.ID).findAll();

        db.load(comments, COMMENTS.POST);
        db.load(comments, COMMENTS.PARENT); // none has one, so nothing is asked
        db.load(students, STUDENTS.COURSES.orderBy(c -> c.ID));

        assertThat(comments).extracting(comment -> comment.getPost().getTitle()).containsExactly("Notes", "Notes");
        assertThat(comments.getFirst().getPost()).isNotSameAs(comments.getLast().getPost());
        assertThat(comments.getFirst().getParent()).isNull();
        assertThat(students.getFirst().getCourses())
                .extracting(course -> course.getTitle() + course.getEnrolment().getGrade())
                .containsExactly("Botany1", "Logic3");
    }

    @Test
    @Costs(3)
    void a_polymorphic_to_one_comes_onto_the_rows_that_have_its_kind(ServerLog log) {
        List<Remark> remarks = db.model(REMARKS).orderBy(r -> r.ID).findAll();

        List<String> statements = log.of(() -> {
            db.load(remarks, HandMadeTrees.REMARKED_POST);
            db.load(remarks, HandMadeTrees.REMARKED_COURSE);
            db.load(remarks.subList(0, 1), HandMadeTrees.REMARKED_COURSE); // it is of another kind, so nothing is asked
        });

        assertThat(statements).hasSize(2);
        assertThat(remarks)
                .extracting(remark -> remark.included(HandMadeTrees.REMARKED_POST) == null
                        ? "-"
                        : remark.included(HandMadeTrees.REMARKED_POST).getTitle())
                .as("Logic and Draft have the same key")
                .containsExactly("Notes", "-", "Draft", "-");
        assertThat(remarks)
                .extracting(remark -> remark.included(HandMadeTrees.REMARKED_COURSE) == null
                        ? "-"
                        : remark.included(HandMadeTrees.REMARKED_COURSE).getTitle())
                .containsExactly("-", "Logic", "-", "-");
    }

    @Test
    @Costs(2)
    void loading_again_takes_the_place_of_what_was_there() {
        User ada = db.model(USERS).where(u -> u.ID.eq(1L)).include(USERS.POSTS).requireOne();

        db.load(List.of(ada), USERS.POSTS.where(p -> p.TITLE.eq("Draft")));

        assertThat(ada.getPosts()).extracting(Post::getTitle).containsExactly("Draft");
    }

    @Test
    @Costs(1)
    void nothing_is_loaded_for_nobody_and_required_is_refused(ServerLog log) {
        assertThat(log.of(() -> db.load(List.<Course>of(), COURSES.STUDENTS))).isEmpty();
        assertThatThrownBy(() -> db.load(db.model(USERS).findAll(), USERS.POSTS.required()))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("load(.., USERS.POSTS) cannot be required(), for the rows are there already;"
                        + " filter them, or include it where they are loaded.");
    }
}
