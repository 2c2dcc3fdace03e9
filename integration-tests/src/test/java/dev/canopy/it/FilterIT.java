package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Filters;
import dev.canopy.Sorts;
import dev.canopy.error.CursorException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Specimens;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Cursor;
import dev.canopy.testing.CanopyTest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.Converter;
import org.jooq.impl.EnumConverter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request asks for becomes typed conditions and orders, by a list of what is allowed. */
@CanopyTest
class FilterIT {
    private static final Filters<Posts> FILTERS = Filters.of(POSTS)
            .equal("author", p -> p.AUTHOR_ID)
            .in("id", p -> p.ID)
            .contains("title", p -> p.TITLE)
            .startsWith("prefix", p -> p.TITLE)
            .from("since", p -> p.CREATED_AT)
            .until("before", p -> p.CREATED_AT)
            .by("comments", Long.class, (p, n) -> p.COMMENTS.count().ge(n))
            .besides("sort", "after");

    private static final Sorts<Posts> SORTS = Sorts.of(POSTS)
            .by("title", p -> p.TITLE)
            .by("author", p -> p.AUTHOR.get(a -> a.FIRST_NAME))
            .by("comments", p -> p.COMMENTS.count())
            .otherwise("-title");

    private PlainSql sql;

    @BeforeEach
    void rows(DataSource dataSource) {
        sql = new PlainSql(dataSource);
        sql.run("""
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'L', 'a'), (2, 'Bob', 'R', 'b');
                insert into posts (id, author_id, title, created_at) values (1, 2, '50% Off', '2026-01-01Z'),
                  (2, 1, '50 euros', '2026-01-02Z'), (3, 1, 'a_b', '2026-01-03Z'), (4, 1, 'aXb', '2026-01-04Z');
                insert into comments (post_id, author_id, body) values (1, 2, 'one'), (1, 2, 'two'), (3, 1, 'three');
                insert into specimens (label, mood, small, whole, big, price, approximate, exact, flag, day, time_of_day, local_time, instant)
                  values ('a', 'happy', 1, 2, 3, 4.50, 1.5, 2.5, true, '2026-11-24', '10:11:12', '2026-11-24 10:11:12',
                    '2026-11-24 10:11:12Z'), ('b', 'sad', 9, 9, 9, 9, 9, 9, false, '2000-01-01', '00:00', '2000-01-01', '2000-01-01Z');
                """);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            author   | 1                    | author_id = 1
            id       | 3                    | id in (3)
            title    | % oFF                | title ilike '%!% off%' escape '!'
            title    | _                    | position('_' in title) > 0
            prefix   | a                    | title like 'a%'
            prefix   | A                    | false
            since    | 2026-01-03T00:00:00Z | created_at >= '2026-01-03Z'
            before   | 2026-01-03T00:00:00Z | created_at < '2026-01-03Z'
            comments | 2                    | (select count(*) from comments c where c.post_id = posts.id) >= 2
            """)
    void a_parameter_is_its_condition(String name, String value, String condition, Database db) {
        assertThat(ids(db, Map.of(name, value)))
                .isEqualTo(sql.rows("select id from posts where " + condition + " order by id"));
    }

    @Test
    void parameters_are_anded_and_may_come_as_lists_and_arrays(Database db) {
        assertThat(ids(db, Map.of("author", List.of("1"), "title", "a"))).containsExactly("3", "4");
        assertThat(ids(db, Map.of("id", List.of("1", "2", "9")))).containsExactly("1", "2");
        assertThat(ids(db, Map.of("id", new String[] {"4", "2"}, "author", "1")))
                .containsExactly("2", "4");
        assertThat(ids(db, Map.of("id", List.of()))).as("none of none").isEmpty();
        assertThat(ids(db, Map.of("sort", "title", "after", "x"))).hasSize(4);
    }

    @Test
    @Fault({"0.20", "2.10", "2.40"})
    void everything_that_is_wrong_is_said_at_once_and_nothing_runs(Database db) {
        assertThatThrownBy(() -> db.model(POSTS)
                        .and(FILTERS.scope(new java.util.TreeMap<>(Map.of(
                                "author", "x' or 1=1 --",
                                "autor", "1",
                                "before", "yesterday",
                                "comments", List.of("1", "2"),
                                "title", "",
                                "zebra", "1"))))
                        .findAll())
                .isInstanceOf(ValidationException.class)
                .hasMessage("Post.author must be a whole number, but is \"x' or 1=1 --\"; "
                        + "Post.autor is no filter; did you mean author?"
                        + " There are author, id, title, prefix, since, before, comments; "
                        + "Post.before must be an instant like 2026-11-24T10:11:12Z, but is \"yesterday\"; "
                        + "Post.comments must be given once, but is given 2 times; "
                        + "Post.title must be a text of one letter at least; leave it out to have all, but is \"\"; "
                        + "Post.zebra is no filter. There are author, id, title, prefix, since, before, comments.");
    }

    @ParameterizedTest(name = "{0}: {1}, and not {2}")
    @CsvSource(delimiter = '|', textBlock = """
            label       | a                    |                      |
            mood        | happy                | cheerful             | one of sad, ok, happy
            small       | 1                    | 40000                | a whole number of at most 2 bytes
            whole       | 2                    | 2.5                  | a whole number of at most 4 bytes
            big         | 3                    | 9223372036854775808  | a whole number
            price       | 4.5                  | 4,5                  | a number
            approximate | 1.5                  | fast                 | a number
            exact       | 2.5                  | -                    | a number
            flag        | true                 | yes                  | true or false
            day         | 2026-11-24           | 24.11.2026           | a date like 2026-11-24
            time_of_day | 10:11:12             | noon                 | a time like 10:11:12
            local_time  | 2026-11-24T10:11:12  | 2026-11-24           | a date and time like 2026-11-24T10:11:12
            instant     | 2026-11-24T11:11:12+01:00 | 2026-11-24T10:11:12 | an instant like 2026-11-24T10:11:12Z
            id          |                      | 1-2-3-4-5            | a UUID
            """)
    void a_value_is_read_as_its_column_has_it(String column, String good, String bad, String what, Database db) {
        Filters<Specimens> filters = Filters.of(SPECIMENS).equal(column, s -> column(s, column));

        if (good != null) {
            assertThat(db.model(SPECIMENS)
                            .and(filters.scope(Map.of(column, good)))
                            .findAll())
                    .extracting(Specimen::getLabel)
                    .containsExactly("a");
        }
        if (bad != null) {
            assertThatThrownBy(() -> filters.scope(Map.of(column, bad)))
                    .isInstanceOf(ValidationException.class)
                    .hasMessage("Specimen.%s must be %s, but is \"%s\".".formatted(column, what, bad));
        }
    }

    /** What a column may be converted to. */
    private enum Family {
        L,
        R
    }

    /** A key of a type of its own. */
    private record PostId(long value) {
        PostId {
            if (value < 1) {
                throw new IllegalArgumentException("no key");
            }
        }
    }

    @Test
    void a_converter_decides_which_values_there_are(Database db) {
        Filters<Users> filters = Filters.of(USERS)
                .equal("family", u -> u.LAST_NAME.convert(new EnumConverter<>(String.class, Family.class)))
                .equal("rank", u -> u.LOGINS.convert(new EnumConverter<>(Integer.class, Family.class)));
        Filters<Posts> posts = Filters.of(POSTS)
                .equal(
                        "id",
                        p -> p.ID.convert(Converter.ofNullable(Long.class, PostId.class, PostId::new, PostId::value)));

        assertThat(db.model(USERS).and(filters.scope(Map.of("family", "R"))).findAll())
                .extracting(User::getFirstName)
                .containsExactly("Bob");
        assertThatThrownBy(() -> filters.scope(Map.of("family", "Q")))
                .isInstanceOf(ValidationException.class)
                .hasMessage("User.family must be one of L, R, but is \"Q\".");
        assertThatThrownBy(() -> filters.scope(Map.of("rank", "2")))
                .isInstanceOf(ValidationException.class)
                .hasMessage("User.rank must be one of 0, 1, but is \"2\".");
        assertThat(db.model(POSTS).and(posts.scope(Map.of("id", "3"))).findAll())
                .extracting(Post::getTitle)
                .containsExactly("a_b");
        assertThatThrownBy(() -> posts.scope(Map.of("id", "0")))
                .as("jOOQ's own exception for what the converter throws")
                .isInstanceOf(ValidationException.class)
                .hasMessage("Post.id must be a whole number that becomes a PostId, but is \"0\".");
    }

    @Test
    void a_parameter_that_is_null_is_no_value() {
        assertThatThrownBy(() -> FILTERS.scope(Collections.singletonMap("author", null)))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Post.author must be a whole number.");
        assertThatThrownBy(() -> FILTERS.scope(Map.of("id", Arrays.asList("1", null))))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Post.id must be a whole number.");
    }

    private static org.jooq.Field<?> column(Specimens table, String name) {
        return table.field(name);
    }

    @Test
    void orders_come_from_words_forward_and_backward(Database db) {
        assertThat(titles(db, "title"))
                .containsExactlyElementsOf(sql.rows("select title from posts order by title, id"));
        assertThat(titles(db, "author,-title")).containsExactlyElementsOf(sql.rows("""
                        select title from posts p join users u on u.id = p.author_id order by first_name, title desc"""));
        assertThat(titles(db, "-comments, title").getFirst()).isEqualTo("50% Off");
        assertThat(titles(db, null)).containsExactlyElementsOf(sql.rows("select title from posts order by title desc"));
        assertThat(titles(db, " ")).isEqualTo(titles(db, "-title"));
    }

    @Test
    void each_direction_may_say_where_null_stands(Database db) {
        Sorts<Specimens> sorts = Sorts.of(SPECIMENS)
                .by("day", s -> s.DAY.asc().nullsFirst(), s -> s.DAY.desc().nullsLast())
                .otherwise("-day");
        sql.run("insert into specimens (label) values ('none')");

        assertThat(db.model(SPECIMENS).and(sorts.scope("day")).findAll())
                .extracting(Specimen::getLabel)
                .containsExactlyElementsOf(sql.rows("select label from specimens order by day nulls first"));
        assertThat(db.model(SPECIMENS).and(sorts.scope(null)).findAll())
                .extracting(Specimen::getLabel)
                .containsExactlyElementsOf(sql.rows("select label from specimens order by day desc nulls last"));
    }

    @Test
    void words_that_are_not_allowed_are_refused(Database db) {
        assertThatThrownBy(() -> SORTS.scope("titl,-author,author,body"))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Post.titl is no sort; did you mean title? There are title, author, comments; "
                        + "Post.author stands twice in the order; "
                        + "Post.body is no sort. There are title, author, comments.");
    }

    @Test
    void a_cursor_goes_on_under_the_same_words_only(Database db) {
        Cursor next = db.model(POSTS)
                .and(SORTS.scope("title"))
                .limit(2)
                .findSlice()
                .next()
                .orElseThrow();

        assertThat(db.model(POSTS)
                        .and(SORTS.scope("title"))
                        .limit(2)
                        .after(next)
                        .findAll())
                .extracting(Post::getTitle)
                .containsExactlyElementsOf(sql.rows("select title from posts order by title, id offset 2 limit 2"));
        assertThatThrownBy(() -> db.model(POSTS)
                        .and(SORTS.scope("-title"))
                        .limit(2)
                        .after(next)
                        .findAll())
                .isInstanceOf(CursorException.class)
                .hasMessageContaining("belongs to another order than \"public\".\"posts\".\"title\" desc");
    }

    @Test
    void filters_serve_includes_as_well(Database db) {
        User ada = db.model(USERS)
                .where(u -> u.ID.eq(1L))
                .include(USERS.POSTS.and(FILTERS.scope(Map.of("title", "b"))).and(SORTS.scope("-title")))
                .requireOne();

        assertThat(ada.getPosts())
                .extracting(Post::getTitle)
                .containsExactlyElementsOf(sql.rows(
                        "select title from posts where author_id = 1 and title like '%b%' order by title desc"));
    }

    @Test
    void a_list_that_contradicts_itself_is_refused() {
        assertThatThrownBy(() -> FILTERS.equal("id", p -> p.ID))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The filter \"id\" is said twice; rename one.");
        assertThatThrownBy(() -> SORTS.by("title", p -> p.TITLE))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The sort \"title\" is said twice; rename one.");
        assertThatThrownBy(() -> Filters.of(SPECIMENS).equal("payload", s -> s.PAYLOAD))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The filter \"payload\" has values of byte[], which no text of a request becomes;"
                        + " take a column of another type, or by(\"payload\", String.class, ..).");
        assertThatThrownBy(() -> FILTERS.scope(Map.of("author", 1L)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The parameter author is a java.lang.Long; give texts, or collections or arrays of texts.");
    }

    private static List<String> ids(Database db, Map<String, ?> parameters) {
        return db.model(POSTS).and(FILTERS.scope(parameters)).orderBy(p -> p.ID).findAll().stream()
                .map(post -> post.getId().toString())
                .toList();
    }

    private static List<String> titles(Database db, String words) {
        return db.model(POSTS).and(SORTS.scope(words)).findAll().stream()
                .map(Post::getTitle)
                .toList();
    }
}
