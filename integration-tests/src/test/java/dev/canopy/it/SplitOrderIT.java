package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.canopy.Database;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.HasMany;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.Comments;
import dev.canopy.sample.tables.PostTags;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.PostTag;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows of a split level are in the order asked for, whoever puts them into it: an order by whole numbers that no index gives is
 * made by the reader. In the table they lie in another.
 */
@CanopyTest
class SplitOrderIT {
    record Discussion(Long id, List<Line> comments) {}

    record Line(String body) {}

    record Numbered(Long id, List<Reply> comments) {}

    record Reply(Long id, Long authorId) {}

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email)
                  select n, 'U', 'L', 'u' || n || '@example.com'
                  from unnest(array[7, -7, 9223372036854775807, -9223372036854775808, 0]) n;
                insert into posts (id, author_id, title) select n, 7, 'P' || n from generate_series(1, 9) n;
                insert into comments (id, post_id, author_id, parent_id, body)
                  select n, 1 + n % 8, (array[7, -7, 9223372036854775807, -9223372036854775808, 0])[1 + n % 5],
                    nullif(n % 4, 0), 'C' || n * 37 % 60
                  from generate_series(1, 60) n order by n * 23 % 61;
                update comments set created_at = now() where id % 3 = 0;
                insert into tags (id, name) select n, 'T' || n from generate_series(1, 6) n;
                insert into post_tags (post_id, tag_id, position)
                  select p, t, (array[2147483647, -2147483648, 3, -3])[1 + p * t % 4]
                  from generate_series(1, 9) p, generate_series(1, 6) t where (p + t) % 3 = 0 order by p * t % 7;
                """);
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                order("a key", comments -> comments.orderBy(c -> c.ID), "c.id", true),
                order("a key, falling", comments -> comments.orderBy(c -> c.ID.desc()), "c.id desc", true),
                order(
                        "two columns, in two directions",
                        comments -> comments.orderBy(c -> c.AUTHOR_ID.desc()).orderBy(c -> c.ID),
                        "c.author_id desc, c.id",
                        true),
                order(
                        "one with NULL in it",
                        comments -> comments.orderBy(c -> c.PARENT_ID).orderBy(c -> c.ID),
                        "c.parent_id, c.id",
                        false),
                order(
                        "NULL first",
                        comments -> comments.orderBy(c -> c.PARENT_ID.desc().nullsFirst())
                                .orderBy(c -> c.ID),
                        "c.parent_id desc nulls first, c.id",
                        false),
                order("text", comments -> comments.orderBy(c -> c.BODY), "c.body", false),
                order(
                        "text behind a number",
                        comments -> comments.orderBy(c -> c.AUTHOR_ID).orderBy(c -> c.BODY.desc()),
                        "c.author_id, c.body desc",
                        false),
                order(
                        "an expression",
                        comments -> comments.orderBy(c -> c.ID.mod(7L)).orderBy(c -> c.ID),
                        "c.id % 7, c.id",
                        false));
    }

    private static Arguments order(
            String name, UnaryOperator<HasMany<Posts, Comments, Comment>> ordered, String byHand, boolean byReader) {
        return argumentSet(name, ordered, byHand, byReader);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void rows_are_in_their_order(
            UnaryOperator<HasMany<Posts, Comments, Comment>> ordered,
            String byHand,
            boolean byReader,
            Database db,
            ServerLog log,
            ScratchDatabase scratch) {
        HasMany<Posts, Comments, Comment> comments =
                ordered.apply(POSTS.COMMENTS).strategy(Strategy.SPLIT);
        List<String> expected = byHand(scratch, byHand, "");

        List<String> statements = log.of(() -> assertThat(bodies(
                        db.from(POSTS).orderBy(p -> p.ID).include(comments).findAll()))
                .isEqualTo(expected));
        assertThat(statements)
                .filteredOn(sql -> sql.contains("= any(array("))
                .singleElement()
                .satisfies(sql -> assertThat(sql.contains("order by")).isEqualTo(!byReader));
        assertThat(db.from(POSTS).orderBy(p -> p.ID).include(comments).findAll(Discussion.class))
                .extracting(post -> post.id() + ":"
                        + String.join(
                                ",", post.comments().stream().map(Line::body).toList()))
                .isEqualTo(expected);
        assertThat(db.from(POSTS).orderBy(p -> p.ID).include(comments).findAll(Numbered.class))
                .hasSameSizeAs(expected)
                .allSatisfy(post -> assertThat(post.comments().stream().map(Reply::id))
                        .isEqualTo(nested(db, post.id(), ordered).toList()));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void a_page_for_each_parent_is_in_its_order(
            UnaryOperator<HasMany<Posts, Comments, Comment>> ordered,
            String byHand,
            boolean byReader,
            Database db,
            ScratchDatabase scratch) {
        HasMany<Posts, Comments, Comment> comments =
                ordered.apply(POSTS.COMMENTS).limit(5).offset(1).strategy(Strategy.SPLIT);

        assertThat(bodies(db.from(POSTS).orderBy(p -> p.ID).include(comments).findAll()))
                .isEqualTo(byHand(scratch, byHand + ", c.id", " limit 5 offset 1"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void rows_loaded_later_are_in_their_order(
            UnaryOperator<HasMany<Posts, Comments, Comment>> ordered,
            String byHand,
            boolean byReader,
            Database db,
            ScratchDatabase scratch) {
        List<Post> posts = db.from(POSTS).orderBy(p -> p.ID).findAll();
        db.load(posts, ordered.apply(POSTS.COMMENTS));

        assertThat(bodies(posts)).isEqualTo(byHand(scratch, byHand, ""));
    }

    @Test
    void numbers_of_a_junction_order_as_well(Database db, ServerLog log, ScratchDatabase scratch) {
        BelongsToMany<Posts, PostTags, PostTag, Tags, Tag> tags = POSTS.TAGS
                .orderBy((tag, link) -> link.POSITION.desc())
                .orderBy(tag -> tag.ID)
                .strategy(Strategy.SPLIT);
        List<String> expected = new PlainSql(scratch.dataSource()).rows("""
                select p.id || ':' || coalesce(string_agg(t.name, ',' order by l.position desc, t.id), '')
                from posts p left join post_tags l on l.post_id = p.id left join tags t on t.id = l.tag_id
                group by p.id order by p.id\
                """);

        List<String> statements =
                log.of(() -> assertThat(db.from(POSTS).orderBy(p -> p.ID).include(tags).findAll().stream()
                                .map(post -> post.getId() + ":"
                                        + String.join(
                                                ",",
                                                post.getTags().stream()
                                                        .map(Tag::getName)
                                                        .toList())))
                        .containsExactlyElementsOf(expected));
        assertThat(statements)
                .filteredOn(sql -> sql.contains("= any(array("))
                .singleElement()
                .asString()
                .doesNotContain("order by");
    }

    @Test
    void an_order_that_an_index_gives_is_left_to_the_server(Database db, ServerLog log) {
        // The primary key of post_tags leads with the post and goes on with the tag.
        List<String> statements = log.of(() -> db.from(POSTS)
                .include(POSTS.POST_TAGS.orderBy(t -> t.TAG_ID).strategy(Strategy.SPLIT))
                .findAll());

        assertThat(statements)
                .filteredOn(sql -> sql.contains("= any(array("))
                .singleElement()
                .asString()
                .endsWith("order by \"t1\".\"post_id\", \"t1\".\"tag_id\"");
    }

    /** The same as nested JSON, in which the server alone puts rows in order. */
    private static Stream<Long> nested(
            Database db, Long post, UnaryOperator<HasMany<Posts, Comments, Comment>> ordered) {
        return db
                .from(POSTS)
                .where(p -> p.ID.eq(post))
                .include(ordered.apply(POSTS.COMMENTS).strategy(Strategy.MULTISET))
                .requireOne()
                .getComments()
                .stream()
                .map(Comment::getId);
    }

    private static List<String> bodies(List<Post> posts) {
        return posts.stream()
                .map(post -> post.getId() + ":"
                        + String.join(
                                ",",
                                post.getComments().stream()
                                        .map(Comment::getBody)
                                        .toList()))
                .toList();
    }

    private static List<String> byHand(ScratchDatabase scratch, String order, String page) {
        return new PlainSql(scratch.dataSource()).rows("""
                select p.id || ':' || coalesce((select string_agg(body, ',' order by n) from (
                  select c.body, row_number() over (order by %1$s) as n from comments c where c.post_id = p.id order by %1$s%2$s) c), '')
                from posts p order by p.id\
                """.formatted(order, page));
    }
}
