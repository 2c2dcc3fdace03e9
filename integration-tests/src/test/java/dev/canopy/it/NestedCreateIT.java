package dev.canopy.it;

import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.COURSES;
import static dev.canopy.sample.Tables.ENROLMENTS;
import static dev.canopy.sample.Tables.FOLDERS;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.validation.Validators.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Course;
import dev.canopy.sample.tables.records.Folder;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CanopyTest(define = NestedCreateIT.Models.class)
class NestedCreateIT {
    private static final ThreadLocal<List<String>> HEARD = ThreadLocal.withInitial(ArrayList::new);

    private final Database db;
    private final PlainSql sql;
    private final ServerLog log;
    private final Model<Users, User, Long> users;

    NestedCreateIT(Database db, DataSource dataSource, ServerLog log) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
        this.log = log;
        this.users = db.model(USERS);
    }

    /** Every hook of users, posts, comments and enrolments says what it hears. */
    public static final class Models implements Consumer<DatabaseBuilder> {
        /** Called by the extension. */
        public Models() {}

        @Override
        public void accept(DatabaseBuilder c) {
            c.define(USERS, m -> hear(USERS, m))
                    .define(POSTS, m -> {
                        hear(POSTS, m);
                        m.validate(p -> p.TITLE, check("must not be blank", title -> !title.isBlank()));
                    })
                    .define(COMMENTS, m -> {
                        hear(COMMENTS, m);
                        m.validate(comment -> comment.BODY, check("must not be rude", body -> !body.contains("rude")));
                    })
                    .define(ENROLMENTS, m -> {
                        hear(ENROLMENTS, m);
                        m.validate(e -> e.GRADE, check("must be from 1 to 5", grade -> grade >= 1 && grade <= 5));
                    });
        }

        private static <T extends Table<R>, R extends Record> void hear(
                T table, dev.canopy.model.ModelBuilder<T, R> m) {
            String name = table.getName();
            m.beforeValidate((row, op) -> say("beforeValidate " + name));
            m.afterValidate((row, op) -> say("afterValidate " + name));
            m.validationFailed((row, op) -> say("validationFailed " + name));
            m.beforeCreate((row, op) -> say("beforeCreate " + name));
            m.beforeSave((row, op) -> say("beforeSave " + name));
            m.afterCreate((row, op) -> say("afterCreate " + name));
            m.afterSave((row, op) -> say("afterSave " + name));
        }

        private static void say(String what) {
            HEARD.get().add(what);
        }
    }

    @BeforeEach
    void nothingHeardYet() {
        HEARD.remove();
    }

    /*  Ann ─┬─ Oaks ─┬─ Nice!
     *       │        └─ Why?
     *       └─ Elms ──── So?    */
    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    @Fault({"0.16", "2.29"})
    void a_tree_is_created_parents_first_in_the_order_given() {
        User bob = user("bob");

        User ann = users.create(user -> {
            named(user, "ann");
            user.posts().build(post -> {
                post.setTitle("Oaks");
                post.comments().build(comment -> comment.setBody("Nice!").setAuthorId(bob.getId()));
                post.comments().build(comment -> comment.setBody("Why?").setAuthorId(bob.getId()));
            });
            user.posts().build(post -> {
                post.setTitle("Elms");
                post.comments().build(comment -> comment.setBody("So?").setAuthorId(bob.getId()));
            });
            user.profile().build(profile -> profile.setBio("likes trees"));
        });

        assertThat(sql.rows("""
            select p.title, c.body from posts p join comments c on c.post_id = p.id
            where p.author_id = %d order by p.id, c.id\
            """.formatted(ann.getId()))).containsExactly("Oaks|Nice!", "Oaks|Why?", "Elms|So?");
        assertThat(sql.rows("select user_id, bio from profiles")).containsExactly(ann.getId() + "|likes trees");
        assertThat(ann.getPosts()).extracting(Post::getTitle).containsExactly("Oaks", "Elms");
        assertThat(ann.getPosts()).allSatisfy(post -> {
            assertThat(post.getId()).isNotNull();
            assertThat(post.getAuthorId()).isEqualTo(ann.getId());
            assertThat(post.getCreatedAt()).as("generated").isNotNull();
            assertThat(post.changedFields()).isEmpty();
        });
        assertThat(ann.getPosts().getFirst().getComments().getFirst().getPostId())
                .isEqualTo(ann.getPosts().getFirst().getId());
    }

    @Test
    void one_five_and_ten_rows_take_three_statements() {
        List<String> statements = log.of(() -> users.create(user -> {
            named(user, "ann");
            for (int i = 0; i < 5; i++) {
                int nth = i;
                user.posts().build(post -> {
                    post.setTitle("Post " + nth);
                    post.comments()
                            .build(comment ->
                                    comment.setBody("first of " + nth).author().set(user));
                    post.comments()
                            .build(comment ->
                                    comment.setBody("second of " + nth).author().set(user));
                });
            }
        }));

        assertThat(statements).filteredOn(sent -> sent.startsWith("insert")).hasSize(3);
        assertThat(statements).noneMatch(sent -> sent.startsWith("select") || sent.startsWith("update"));
        assertThat(sql.rows("select p.title, c.body from posts p join comments c on c.post_id = p.id order by c.id"))
                .containsExactly(
                        "Post 0|first of 0",
                        "Post 0|second of 0",
                        "Post 1|first of 1",
                        "Post 1|second of 1",
                        "Post 2|first of 2",
                        "Post 2|second of 2",
                        "Post 3|first of 3",
                        "Post 3|second of 3",
                        "Post 4|first of 4",
                        "Post 4|second of 4");
    }

    @Test
    void a_bulk_write_refuses_rows_that_others_hang_on_instead_of_losing_these() {
        User ann = users.build(user -> {
            named(user, "ann");
            user.posts().build(post -> post.setTitle("Oaks"));
        });
        String refusal =
                "New rows hang on this User, and a bulk write is of rows of one table; nothing was written. Save it"
                        + " with save(), which writes them all.";

        assertThatThrownBy(() -> users.bulkCreate(List.of(ann))).hasMessage(refusal);
        assertThatThrownBy(() -> users.bulkCreate(List.of(ann), b -> b.ignoringDuplicates()))
                .hasMessage(refusal);
        assertThatThrownBy(() -> users.bulkCreate(Stream.of(ann), b -> b.chunks(10)))
                .hasMessage(refusal);
        assertThat(sql.value("select count(*) from users")).isEqualTo("0");

        ann.save();
        assertThat(sql.value("select count(*) from posts")).isEqualTo("1");
    }

    @Test
    void hooks_run_once_for_each_row_all_validation_before_the_first_insert() {
        users.create(user -> {
            named(user, "ann");
            user.posts().build(post -> post.setTitle("Oaks"));
            user.posts().build(post -> post.setTitle("Elms"));
        });

        assertThat(HEARD.get())
                .containsExactly(
                        "beforeValidate users",
                        "beforeValidate posts",
                        "beforeValidate posts",
                        "afterValidate users",
                        "afterValidate posts",
                        "afterValidate posts",
                        "beforeCreate users",
                        "beforeSave users",
                        "afterCreate users",
                        "afterSave users",
                        "beforeCreate posts",
                        "beforeCreate posts",
                        "beforeSave posts",
                        "beforeSave posts",
                        "afterCreate posts",
                        "afterCreate posts",
                        "afterSave posts",
                        "afterSave posts");
    }

    @Test
    void everything_that_is_wrong_with_a_tree_is_told_by_its_path_before_anything_is_sent() {
        User ann = users.build(user -> {
            named(user, "ann");
            user.posts().build(post -> post.setTitle("Oaks"));
            user.posts().build(post -> {
                post.setTitle(" ");
                post.comments()
                        .build(comment -> comment.setBody("rude").author().set(user));
            });
        });

        List<String> statements = log.of(() -> assertThatThrownBy(ann::save)
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Violation::toString)
                                .containsExactly(
                                        "User.posts[1].title must not be blank, but is \" \"",
                                        "User.posts[1].comments[0].body must not be rude, but is \"rude\"")));

        assertThat(statements).isEmpty();
        assertThat(HEARD.get()).endsWith("validationFailed posts", "validationFailed comments");
        assertThat(ann.isNew()).isTrue();

        ann.getPosts().get(1).setTitle("Elms");
        ann.getPosts().get(1).getComments().getFirst().setBody("kind");
        ann.save();
        assertThat(sql.rows("select title from posts order by id")).containsExactly("Oaks", "Elms");
        assertThat(sql.rows("select body from comments")).containsExactly("kind");
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    @Fault({"0.16", "2.29"})
    void a_tree_that_fails_half_way_leaves_nothing_and_can_be_mended() {
        User ann = users.build(user -> {
            named(user, "ann");
            user.posts().build(post -> post.setTitle("Oaks"));
            user.posts().build(post -> post.setTitle("Elms").setEditorId(4711L));
        });

        assertThatThrownBy(ann::save).hasMessageContaining("editor");

        assertThat(sql.value("select count(*) from users")).isEqualTo("0");
        assertThat(ann.isNew()).isTrue();
        assertThat(ann.getId()).isNull();
        assertThat(ann.getPosts()).extracting(Post::getAuthorId).containsExactly(null, null);
        ann.getPosts().get(1).setEditorId(null);
        ann.save();
        assertThat(sql.rows("select title from posts order by id")).containsExactly("Oaks", "Elms");
    }

    @Test
    void the_row_that_is_referred_to_comes_first_whoever_is_saved() {
        Post post = db.model(POSTS).build(p -> p.setTitle("Oaks"));
        User ann = users.build(user -> named(user, "ann"));
        post.author().set(ann);
        ann.manager().build(boss -> named(boss, "boss"));

        post.save();

        assertThat(sql.rows("""
            select p.title, u.first_name, m.first_name
            from posts p join users u on u.id = p.author_id join users m on m.id = u.manager_id\
            """)).containsExactly("Oaks|ann|boss");
        assertThat(post.getAuthor().getManager().getId()).isEqualTo(ann.getManagerId());
    }

    @Test
    void rows_are_tied_with_what_the_junction_says_of_them() {
        Course logic = db.model(COURSES).create(c -> c.setTitle("Logic"));
        HEARD.remove();

        Student eve = db.model(STUDENTS).create(student -> {
            student.setName("Eve");
            student.courses().add(logic, enrolment -> enrolment.setGrade(1));
            student.courses().create(course -> course.setTitle("Botany"), enrolment -> enrolment.setGrade(2));
        });

        assertThat(sql.rows("""
            select c.title, e.grade from enrolments e join courses c on c.id = e.course_id
            where e.student_id = %d order by e.grade\
            """.formatted(eve.getId()))).containsExactly("Logic|1", "Botany|2");
        assertThat(eve.getCourses()).extracting(Course::getTitle).containsExactly("Logic", "Botany");
        assertThat(eve.getCourses().get(1).getEnrolment().getGrade()).isEqualTo(2);
        assertThat(HEARD.get())
                .filteredOn(what -> what.startsWith("afterCreate"))
                .hasSize(2);

        assertThatThrownBy(() -> db.model(STUDENTS).create(student -> {
                    student.setName("Bob");
                    student.courses().add(logic, enrolment -> enrolment.setGrade(6));
                }))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Student.courses[0].enrolment.grade must be from 1 to 5, but is 6.");
    }

    @Test
    void rows_that_are_there_already_are_hung_on_the_new_one() {
        User bob = user("bob");
        Post oaks = bob.posts().create(p -> p.setTitle("Oaks"));
        oaks.setBody("changed, too");

        User ann = users.create(user -> {
            named(user, "ann");
            user.posts().set(List.of(oaks));
        });

        assertThat(sql.rows("select author_id, body from posts")).containsExactly(ann.getId() + "|changed, too");
    }

    @Test
    void a_collection_that_is_set_twice_is_the_one_that_was_set_last() {
        Club chess = db.model(CLUBS).build(c -> c.setName("chess"));
        Member eve = db.model(MEMBERS).build(m -> m.setName("eve"));
        Member bob = db.model(MEMBERS).build(m -> m.setName("bob"));
        chess.members().set(List.of(eve));

        chess.members().set(List.of(bob), (member, membership) -> membership.setRole("leader"));
        chess.save();

        assertThat(sql.rows("select name, role from memberships join members on id = member_id"))
                .containsExactly("bob|leader");
        assertThat(chess.getMembers()).containsExactly(bob);
    }

    @Test
    void rows_that_refer_to_each_other_in_a_ring_are_refused() {
        Folder one = db.model(FOLDERS).build(f -> f.setName("one"));
        Folder two = db.model(FOLDERS).build(f -> f.setName("two"));
        one.parent().set(two);
        two.parent().set(one);

        assertThatThrownBy(one::save)
                .isInstanceOf(DefinitionException.class)
                .hasMessage("New rows refer to each other in a ring (Folder → Folder → Folder), so none of them can be"
                        + " inserted first; save one of them without its reference, and set that then.");
    }

    // ---------------------------------------------------------------------------------------- changes below a row

    @Test
    @Fault("2.28")
    void saving_a_row_does_not_leave_changes_below_it_behind_without_a_word() {
        User bob = user("bob");
        Post oaks = bob.posts().create(p -> p.setTitle("Oaks"));
        oaks.comments().create(c -> c.setBody("Nice!").setAuthorId(bob.getId()));
        User found = users.include(USERS.POSTS.include(POSTS.COMMENTS))
                .where(u -> u.ID.eq(bob.getId()))
                .requireOne();
        found.setNote("changed");
        found.getPosts().getFirst().setTitle("Elms");
        found.getPosts().getFirst().getComments().getFirst().setBody("Why?");

        assertThatThrownBy(found::save)
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Saving this User alone would leave what was changed below it unsaved: posts[0].title,"
                        + " posts[0].comments[0].body. Save these rows first, or all together with saveTree().");
        assertThat(sql.value("select note is null from users")).isEqualTo("t");

        found.saveTree();

        assertThat(sql.rows("select u.note, p.title, c.body from users u, posts p, comments c"))
                .containsExactly("changed|Elms|Why?");
        assertThat(log.of(found::saveTree)).isEmpty();
    }

    private User user(String name) {
        User user = users.create(u -> named(u, name));
        HEARD.remove();
        return user;
    }

    private static void named(User user, String name) {
        user.setFirstName(name).setLastName("X").setEmail(name + "@example.com");
    }
}
