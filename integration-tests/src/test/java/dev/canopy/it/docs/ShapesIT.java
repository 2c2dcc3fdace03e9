package dev.canopy.it.docs;

import static dev.canopy.quickstart.UserModel.FULL_NAME;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.quickstart.UserModel;
import dev.canopy.sample.tables.Students;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Count;
import dev.canopy.selection.From;
import dev.canopy.selection.Through;
import dev.canopy.testing.CanopyTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.Record2;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest
@ExtendWith(ShownSql.class)
class ShapesIT {
    // @start region="records"
    record CommentLine(String body) {}

    record PostCard(String title, List<CommentLine> comments) {}

    record UserCard(Long id, String fullName, List<PostCard> posts) {}
    // @end

    // @start region="through"
    record Graded(String title, @Through Integer grade) {}

    record Transcript(String name, List<Graded> courses) {}
    // @end

    // @start region="counts"
    record Author(@From("lastName") String name, @Count long posts, Optional<String> note) {}
    // @end

    private static final UserCard ADA =
            new UserCard(1L, "Ada L", List.of(new PostCard("Notes", List.of(new CommentLine("Nice!")))));

    private Database db;
    private Model<Users, User, Long> users;
    private Model<Students, Student, Long> students;

    @BeforeEach
    void rows(DataSource dataSource) throws SQLException {
        db = Database.using(dataSource, c -> c.define(USERS, new UserModel(what -> {})));
        users = db.model(USERS);
        students = db.model(STUDENTS);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'L', 'ada@example.com');
                insert into posts (id, author_id, title) values (1, 1, 'Notes');
                insert into comments (id, post_id, author_id, body) values (1, 1, 1, 'Nice!');
                insert into students (id, name) values (1, 'Eve');
                insert into courses (id, title) values (1, 'Botany');
                insert into enrolments (student_id, course_id, grade) values (1, 1, 3);
                """);
        }
    }

    @Test
    void found() {
        // @start region="found"
        List<UserCard> cards = users.where(u -> u.ACTIVE.isTrue()).findAll(UserCard.class);
        // @end

        assertThat(cards).containsExactly(ADA);
    }

    @Test
    void refined() {
        // @start region="refined"
        List<UserCard> newest = users.include(
                        USERS.POSTS.orderBy(p -> p.CREATED_AT.desc()).limit(3))
                .findAll(UserCard.class);
        // @end

        assertThat(newest).containsExactly(ADA);
    }

    @Test
    void through() {
        // @start region="transcripts"
        List<Transcript> transcripts = students.findAll(Transcript.class);
        // @end

        assertThat(transcripts).containsExactly(new Transcript("Eve", List.of(new Graded("Botany", 3))));
    }

    @Test
    void counted() {
        // @start region="authors"
        List<Author> authors = users.findAll(Author.class);
        // @end

        assertThat(authors).containsExactly(new Author("L", 1, Optional.empty()));
    }

    @Test
    void typed() {
        // @start region="typed"
        List<UserCard> typed = users.select(u -> row(
                                u.ID,
                                FULL_NAME.on(u),
                                u.POSTS.select(p -> row(
                                                p.TITLE,
                                                p.COMMENTS.select(
                                                        c -> row(c.BODY).mapping(CommentLine::new)))
                                        .mapping(PostCard::new)))
                        .mapping(UserCard::new))
                .findAll();
        // @end

        assertThat(typed).containsExactly(ADA);
    }

    @Test
    void plain() {
        // @start region="plain"
        Map<String, List<String>> titles = db.dsl()
                .select(USERS.FIRST_NAME, USERS.POSTS.select(p -> p.TITLE))
                .from(USERS)
                .fetchMap(Record2::value1, Record2::value2);
        // @end

        assertThat(titles).containsExactly(Map.entry("Ada", List.of("Notes")));
    }
}
