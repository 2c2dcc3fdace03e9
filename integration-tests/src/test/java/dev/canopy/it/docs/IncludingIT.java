package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.association.Computed;
import dev.canopy.association.HasMany;
import dev.canopy.association.Include;
import dev.canopy.association.Pairing;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Students;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest
@ExtendWith(ShownSql.class)
class IncludingIT {
    private Database db;
    private Model<Users, User, Long> users;
    private Model<Students, Student, Long> students;

    @BeforeEach
    void rows(Database database, DataSource dataSource) throws SQLException {
        db = database;
        users = database.model(USERS);
        students = database.model(STUDENTS);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                insert into users (id, first_name, last_name, email) values
                  (1, 'Ada', 'L', 'ada@example.com'), (2, 'Bob', 'R', 'bob@example.com');
                insert into posts (id, author_id, title, published, created_at) values
                  (1, 1, 'Notes', true, '2026-01-01Z'), (2, 1, 'Draft', false, '2026-01-02Z');
                insert into comments (id, post_id, author_id, body) values (1, 1, 2, 'Nice!');
                insert into students (id, name) values (1, 'Eve');
                insert into courses (id, title) values (1, 'Botany'), (2, 'Logic');
                insert into enrolments (student_id, course_id, grade) values (1, 1, 3), (1, 2, 1);
                """);
        }
    }

    @Test
    void a_tree() {
        // @start region="tree"
        List<User> tree = users.include(USERS.POSTS
                        .where(p -> p.PUBLISHED.isTrue())
                        .orderBy(p -> p.CREATED_AT.desc())
                        .limit(3) // for each user
                        .include(POSTS.COMMENTS.include(COMMENTS.AUTHOR)))
                .include(USERS.PROFILE)
                .findAll();
        // @end

        assertThat(tree.stream()
                        .flatMap(user -> user.getPosts().stream())
                        .flatMap(post -> post.getComments().stream())
                        .map(comment -> comment.getAuthor().getFirstName()))
                .containsExactly("Bob");
    }

    @Test
    void required() {
        // @start region="required"
        List<User> writers = users.include(
                        USERS.POSTS.where(p -> p.PUBLISHED.isTrue()).required())
                .findAll();
        // @end

        assertThat(writers).extracting(User::getFirstName).containsExactly("Ada");
    }

    @Test
    void named() {
        // @start region="named"
        Include<Users, Posts, Post> latest =
                USERS.POSTS.orderBy(p -> p.CREATED_AT.desc()).first().as("latest");
        HasMany<Users, Posts, Post> drafts =
                USERS.POSTS.where(p -> p.PUBLISHED.isFalse()).as("drafts");

        User ada = users.where(u -> u.FIRST_NAME.eq("Ada"))
                .include(latest)
                .include(drafts)
                .requireOne();

        Post newest = ada.included(latest);
        List<Post> unpublished = ada.included(drafts);
        // @end

        assertThat(newest.getTitle()).isEqualTo("Draft");
        assertThat(unpublished).extracting(Post::getTitle).containsExactly("Draft");
    }

    @Test
    void junction() {
        // @start region="junction"
        Student eve = students.where(s -> s.NAME.eq("Eve"))
                .include(STUDENTS.COURSES
                        .where((c, e) -> e.GRADE.isNotNull())
                        .orderBy((c, e) -> e.GRADE)
                        .limit(2))
                .requireOne();

        eve.getCourses().getFirst().getEnrolment().getGrade();
        // @end

        assertThat(eve.getCourses().getFirst().getEnrolment().getGrade()).isEqualTo(1);
    }

    @Test
    void by_hand() {
        // @start region="by-hand"
        HasMany<Users, Posts, Post> published = HasMany.of(
                "published", USERS, POSTS, Pairing.on(USERS.ID, POSTS.AUTHOR_ID).where(POSTS.PUBLISHED, true));

        List<User> all = users.include(published.orderBy(p -> p.ID)).findAll();
        // @end

        assertThat(all.getFirst().included(published))
                .extracting(Post::getTitle)
                .containsExactly("Notes");
    }

    @Test
    void computed() {
        // @start region="computed"
        Computed<Users, Long> postCount = Computed.of("postCount", USERS, u -> u.POSTS.count());

        User first = users.with(postCount).orderBy(u -> u.ID).requireOne();
        long posts = first.get(postCount);
        // @end

        assertThat(posts).isEqualTo(2);
    }

    @Test
    void held() {
        List<User> held = users.orderBy(u -> u.ID).findAll();
        // @start region="held"
        db.load(held, USERS.POSTS.include(POSTS.COMMENTS));
        // @end

        assertThat(held.getFirst().getPosts()).hasSize(2);
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void split() {
        // @start region="split"
        List<User> split = users.include(USERS.POSTS.strategy(Strategy.SPLIT)).findAll();
        // @end

        assertThat(split.getFirst().getPosts()).hasSize(2);
    }

    @Test
    void explained() {
        // @start region="explained"
        String how = users.include(USERS.POSTS.strategy(Strategy.SPLIT).include(POSTS.AUTHOR))
                .explain()
                .toString();
        // @end

        assertThat(how).isEqualTo("""
            posts: SPLIT (asked for)
            posts.author: JOIN (one row or none)
            One round trip; outside a transaction one snapshot, inside one what its isolation gives.\
            """);
    }
}
