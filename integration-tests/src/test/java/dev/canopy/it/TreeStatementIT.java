package dev.canopy.it;

import static dev.canopy.sample.Tables.FOLDERS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.error.NotLoadedException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.model.WriteKind;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A tree of new rows that is one statement, and what it has to agree with: the same tree, level by level in a transaction. */
@CanopyTest(isolation = Isolation.DATABASE)
class TreeStatementIT {
    private static final String TREE = """
        select u.first_name, p.title, c.body, c.author_id = u.id
        from users u left join posts p on p.author_id = u.id left join comments c on c.post_id = p.id
        order by u.id, p.id, c.id\
        """;

    private static final String TRAVELS =
            "select a.street, c.name from addresses a left join countries c on c.code = a.country_code";

    private final DataSource dataSource;
    private final PlainSql sql;
    private final ServerLog log;

    TreeStatementIT(DataSource dataSource, ServerLog log) {
        this.dataSource = dataSource;
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

    /** Which level a row is of, and how many rows hang on it, differs from tree to tree: none, one, or some. */
    @Test
    void any_tree_is_as_it_is_level_by_level() {
        with(c -> {}, db -> {
            for (int seed = 0; seed < 25; seed++) {
                User tree = tree(db, new SplittableRandom(seed));
                User same = tree(db, new SplittableRandom(seed));

                assertThat(said(tree::save)).hasSize(1);
                List<String> rows = sql.rows(TREE);
                assertHeldAsStored(tree);
                sql.run("truncate users cascade");
                db.transaction(() -> same.save());

                assertThat(rows).isEqualTo(sql.rows(TREE));
                sql.run("truncate users cascade");
            }
        });
    }

    @Test
    void the_text_does_not_depend_on_how_many_rows_there_are() {
        with(c -> {}, db -> {
            List<String> one = log.of(() -> ann(db, 1, 1).save());
            List<String> other = log.of(() -> ann(db, 7, 3).save());

            assertThat(one).hasSize(1).isEqualTo(other);
            assertThat(one.getFirst()).startsWith("with ").doesNotContain("Oaks");
        });
    }

    @Test
    void hooks_that_stand_before_and_behind_the_statement_are_no_obstacle() {
        List<String> heard = new ArrayList<>();
        with(
                c -> c.define(USERS, m -> {
                    m.beforeCreate((user, op) -> user.setNote("noted"));
                    m.afterCommit(WriteKind.CREATE, (user, op) -> heard.add(user.getNote() + " " + user.getId()));
                }),
                db -> {
                    User ann = ann(db, 1, 1);

                    assertThat(said(ann::save)).containsExactly("with");
                    assertThat(heard).containsExactly("noted " + ann.getId());
                });
    }

    @Test
    void hooks_between_the_levels_and_a_transaction_around_let_each_level_be_a_statement() {
        with(c -> c.define(POSTS, m -> m.beforeCreate((post, op) -> post.setBody("by " + post.getAuthorId()))), db -> {
            User ann = ann(db, 1, 1);

            assertThat(said(ann::save)).containsExactly("begin", "insert", "insert", "insert", "commit");
            assertThat(sql.value("select body from posts")).isEqualTo("by " + ann.getId());
        });
        with(c -> {}, db -> {
            User bob = ann(db, 1, 1).setEmail("bob@example.com");

            assertThat(said(() -> db.transaction(() -> bob.save())))
                    .containsExactly("begin", "insert", "insert", "insert", "commit");
        });
    }

    @Test
    void rows_between_two_new_ones_and_rows_of_their_own_table_find_their_keys() {
        with(c -> {}, db -> {
            assertThat(said(() -> db.model(STUDENTS).create(student -> {
                        student.setName("Eve");
                        student.courses().create(course -> course.setTitle("Botany"), e -> e.setGrade(2));
                        student.courses().create(course -> course.setTitle("Logic"), e -> e.setGrade(1));
                    })))
                    .containsExactly("with");
            assertThat(sql.rows("""
                select s.name, c.title, e.grade
                from enrolments e join students s on s.id = e.student_id join courses c on c.id = e.course_id order by c.id\
                """)).containsExactly("Eve|Botany|2", "Eve|Logic|1");

            assertThat(said(() -> db.model(FOLDERS).create(folder -> {
                        folder.setName("attic");
                        folder.foldersByParent().build(box -> {
                            box.setName("box");
                            box.foldersByParent().build(letter -> letter.setName("letter"));
                        });
                    })))
                    .containsExactly("with");
            assertThat(
                            sql.rows(
                                    "select f.name, p.name from folders f left join folders p on p.id = f.parent_id order by f.id"))
                    .containsExactly("attic|null", "box|attic", "letter|box");
        });
    }

    /** A code is a text, which the server walks to in an array: of few in one statement, of many level by level. */
    @Test
    void keys_of_any_type_are_found() {
        with(c -> {}, db -> {
            assertThat(said(() -> travelled(db, 100).save())).containsExactly("with");
            assertThat(sql.rows(TRAVELS)).hasSize(100).allMatch(TreeStatementIT::isAlike);
            sql.run("truncate users, countries cascade");

            assertThat(said(() -> travelled(db, 101).save()))
                    .containsExactly("begin", "insert", "insert", "insert", "commit");
            assertThat(sql.rows(TRAVELS)).hasSize(101).allMatch(TreeStatementIT::isAlike);
        });
    }

    @Test
    void a_refusal_says_what_it_says_level_by_level() {
        with(c -> {}, db -> {
            Post oaks = tagged(db);
            Post same = tagged(db);

            Throwable refusal = catchThrowable(oaks::save);
            Throwable expected = catchThrowable(() -> db.transaction(() -> same.save()));

            assertThat(refusal)
                    .isInstanceOf(UniqueConstraintException.class)
                    .hasMessageContaining("rows of index 0, 1: name = \"red\"")
                    .hasMessage(expected.getMessage());
            assertThat(sql.value("select (select count(*) from posts), (select count(*) from tags)"))
                    .isEqualTo("0|0");
            assertThat(oaks.isNew()).isTrue();
            assertThat(oaks.getTags()).allMatch(Tag::isNew);
            oaks.getTags().getLast().setName("blue");
            assertThat(said(oaks::save)).containsExactly("with");
            assertThat(sql.rows("select t.name from post_tags pt join tags t on t.id = pt.tag_id order by t.id"))
                    .containsExactly("red", "blue");
        });
    }

    @Test
    void a_trigger_that_leaves_rows_out_is_noticed_before_anything_is_committed() {
        with(c -> {}, db -> {
            sql.run("""
                create function refuse_b() returns trigger language plpgsql as
                $$ begin return case when new.body like 'refused%' then null else new end; end $$;
                create trigger refuse_b before insert on comments for each row execute function refuse_b();
                """);
            User ann = ann(db, 2, 2);
            ann.getPosts().getFirst().getComments().getFirst().setBody("refused");

            assertThat(catchThrowable(ann::save))
                    .hasMessageStartingWith("1 of 4 rows of Comment were not inserted, and no error said why");
            assertThat(sql.rows(TREE)).isEmpty();
            assertThat(ann.isNew()).isTrue();
        });
    }

    @Test
    void a_trigger_sees_the_rows_above_and_what_it_changes_comes_back() {
        with(c -> {}, db -> {
            sql.run("""
                create function sign() returns trigger language plpgsql as $$ begin
                    new.body := new.body || ' by ' || (select u.first_name from users u join posts p on p.author_id = u.id
                                                       where p.id = new.post_id);
                    return new;
                end $$;
                create trigger sign before insert on comments for each row execute function sign();
                """);
            User ann = ann(db, 2, 1);

            assertThat(said(ann::save)).containsExactly("with");
            assertThat(ann.getPosts().getLast().getComments().getFirst().getBody())
                    .isEqualTo("Nice! by Ann");
        });
    }

    /** By hand, the rows below are those that the tree holds, each with the key of the one that holds it. */
    private void assertHeldAsStored(User user) {
        assertThat(user.isNew()).isFalse();
        assertThat(user.changedFields()).isEmpty();
        for (Post post : user.getPosts()) {
            assertThat(post.getAuthorId()).isEqualTo(user.getId());
            assertThat(post.getCreatedAt()).isNotNull();
            assertThat(sql.value("select title from posts where id = " + post.getId()))
                    .isEqualTo(post.getTitle());
            for (Comment comment : comments(post)) {
                assertThat(comment.getPostId()).isEqualTo(post.getId());
                assertThat(comment.changedFields()).isEmpty();
                assertThat(sql.value("select body from comments where id = " + comment.getId()))
                        .isEqualTo(comment.getBody());
            }
        }
    }

    private static List<Comment> comments(Post post) {
        try {
            return post.getComments();
        } catch (NotLoadedException none) {
            return List.of();
        }
    }

    private static User tree(Database db, SplittableRandom random) {
        return db.model(USERS).build(user -> {
            named(user);
            int posts = 1 + random.nextInt(5);
            for (int i = 0; i < posts; i++) {
                String title = "post " + i;
                int comments = random.nextInt(4);
                user.posts().build(post -> {
                    post.setTitle(title);
                    for (int j = 0; j < comments; j++) {
                        String body = title + " comment " + j;
                        post.comments()
                                .build(comment -> comment.setBody(body).author().set(user));
                    }
                });
            }
        });
    }

    private static User ann(Database db, int posts, int comments) {
        return db.model(USERS).build(user -> {
            named(user);
            user.setEmail(posts + "@example.com");
            for (int i = 0; i < posts; i++) {
                user.posts().build(post -> {
                    post.setTitle("Oaks");
                    for (int j = 0; j < comments; j++) {
                        post.comments()
                                .build(comment ->
                                        comment.setBody("Nice!").author().set(user));
                    }
                });
            }
        });
    }

    private static User travelled(Database db, int countries) {
        return db.model(USERS).build(user -> {
            named(user);
            for (int i = 0; i < countries; i++) {
                String name = "place " + i;
                String code = "" + (char) ('A' + i / 26) + (char) ('A' + i % 26);
                user.addresses()
                        .build(address -> address.setStreet(name)
                                .countryByCountryCode()
                                .build(country -> country.setCode(code).setName(name)));
            }
        });
    }

    private static boolean isAlike(String row) {
        String[] names = row.split("\\|", 2);
        return names[0].equals(names[1]);
    }

    private static Post tagged(Database db) {
        return db.model(POSTS).build(post -> {
            post.setTitle("Oaks").author().build(TreeStatementIT::named);
            post.tags().create(tag -> tag.setName("red"));
            post.tags().create(tag -> tag.setName("red"));
        });
    }

    private static void named(User user) {
        user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com");
    }

    private void with(Consumer<DatabaseBuilder> setup, Consumer<Database> work) {
        try (Database db = Database.using(dataSource, setup)) {
            work.accept(db);
        }
    }

    /** The first word of each statement that the server heard. */
    private List<String> said(Runnable work) {
        return log.of(work).stream()
                .map(statement -> statement.split("\\W", 2)[0].toLowerCase(Locale.ROOT))
                .toList();
    }
}
