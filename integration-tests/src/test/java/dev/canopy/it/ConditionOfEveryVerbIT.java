package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.model.ModelBuilder;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a selection's condition asks of an association, every verb that reads or writes its rows means the same rows. */
@CanopyTest
class ConditionOfEveryVerbIT {
    record Title(Long id, String title) {}

    /** Leaves the rows as they were, for the next condition. */
    static final class TakenBack extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** The rows that a verb meant, by their ids in order. */
    interface Verb {
        List<Long> of(Database db, Selection<Posts, Post> posts);
    }

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email)
                  select n, 'U' || n, 'L' || n % 3, 'u' || n || '@example.com' from generate_series(1, 6) n;
                insert into posts (id, author_id, editor_id, title)
                  select n, 1 + n % 6, nullif(n % 4, 0), 'P' || n from generate_series(1, 20) n;
                insert into comments (id, post_id, author_id, body)
                  select n, 1 + n * n % 13, 1 + n % 6, 'C' || n % 5 from generate_series(1, 40) n;
                insert into tags (id, name) select n, 'T' || n from generate_series(1, 4) n;
                insert into post_tags (post_id, tag_id, position)
                  select p, t, p * t % 3 from generate_series(1, 20) p, generate_series(1, 4) t where (p + t) % 3 = 0
                """);
    }

    static Stream<Arguments> verbs() {
        return Stream.concat(reads(), writes());
    }

    private static Map<String, Function<Posts, Condition>> conditions() {
        return Map.of(
                "exists (select 1 from comments c where c.post_id = p.id and c.body = 'C3')",
                p -> p.COMMENTS.where(c -> c.BODY.eq("C3")).exists(),
                "(select count(*) from comments c where c.post_id = p.id) > 2",
                p -> p.COMMENTS.count().gt(2L),
                "(select u.last_name from users u where u.id = p.author_id) = 'L1'",
                p -> p.AUTHOR.get(a -> a.LAST_NAME).eq("L1"),
                "not exists (select 1 from users u where u.id = p.editor_id and u.first_name <> 'U2')",
                p -> p.EDITOR.where(e -> e.FIRST_NAME.ne("U2")).exists().not(),
                "exists (select 1 from post_tags l join tags t on t.id = l.tag_id where l.post_id = p.id and t.name = 'T2')",
                p -> p.TAGS.where(t -> t.NAME.eq("T2")).exists(),
                "p.id > 3 and (p.title = 'P5' or exists (select 1 from comments c where c.post_id = p.id and c.body = 'C1'))",
                p -> p.ID.gt(3L)
                        .and(p.TITLE
                                .eq("P5")
                                .or(p.COMMENTS.where(c -> c.BODY.eq("C1")).exists())));
    }

    private static Stream<Arguments> reads() {
        return Stream.of(
                verb("findAll", (db, posts) -> ids(posts.findAll())),
                verb(
                        "records",
                        (db, posts) -> posts.findAll(Title.class).stream()
                                .map(Title::id)
                                .toList()),
                verb("select", (db, posts) -> posts.select(p -> p.ID).findAll()),
                verb(
                        "MULTISET",
                        (db, posts) -> ids(posts.include(POSTS.COMMENTS.strategy(Strategy.MULTISET))
                                .findAll())),
                verb(
                        "SPLIT",
                        (db, posts) -> ids(posts.include(POSTS.COMMENTS.strategy(Strategy.SPLIT))
                                .findAll())),
                verb(
                        "a page",
                        (db, posts) -> ids(posts.limit(100).findAndCountAll().rows())),
                verb("slices", (db, posts) -> {
                    List<Long> all = new ArrayList<>();
                    var slice = posts.limit(3).findSlice();
                    all.addAll(ids(slice.rows()));
                    while (slice.next().isPresent()) {
                        slice = posts.limit(3).after(slice.next().orElseThrow()).findSlice();
                        all.addAll(ids(slice.rows()));
                    }
                    return all;
                }),
                verb(
                        "a stream",
                        (db, posts) -> db.transaction(() -> {
                            try (Stream<Post> stream = posts.stream()) {
                                return stream.map(Post::getId).toList();
                            }
                        })),
                verb("toSelect", (db, posts) -> db.dsl().fetch(posts.toSelect()).map(Post::getId)),
                verb(
                        "rows locked",
                        (db, posts) ->
                                db.transaction(() -> ids(posts.forUpdate().findAll()))),
                verb("distinct", (db, posts) -> unordered(db, posts).distinct(p -> p.ID)),
                verb(
                        "countBy",
                        (db, posts) -> List.copyOf(
                                unordered(db, posts).countBy(p -> p.ID).keySet())),
                verb(
                        "groupBy",
                        (db, posts) -> unordered(db, posts)
                                .groupBy(p -> p.ID)
                                .orderBy(p -> p.ID)
                                .select(p -> p.ID)),
                verb("batches", (db, posts) -> {
                    List<Long> all = new ArrayList<>();
                    unordered(db, posts).eachBatch(2, batch -> all.addAll(ids(batch)));
                    return all;
                }));
    }

    private static Stream<Arguments> writes() {
        return Stream.of(
                verb("an update", (db, posts) -> {
                    unordered(db, posts).update(p -> p.setBody("hit"));
                    return hit(db);
                }),
                verb("an update by an expression", (db, posts) -> {
                    unordered(db, posts)
                            .withoutHooks()
                            .update((p, set) -> set.set(p.BODY, DSL.concat(DSL.inline("h"), DSL.val("it"))));
                    return hit(db);
                }),
                verb("an update of the first rows", (db, posts) -> {
                    posts.limit(100).update(p -> p.setBody("hit"));
                    return hit(db);
                }),
                verb("an update without hooks", (db, posts) -> {
                    unordered(db, posts).withoutHooks().update(p -> p.setBody("hit"));
                    return hit(db);
                }),
                verb("destroy", (db, posts) -> gone(db, unordered(db, posts)::destroy)),
                verb("destroy of the first rows", (db, posts) -> gone(db, posts.limit(100)::destroy)),
                verb(
                        "destroy without hooks",
                        (db, posts) -> gone(db, unordered(db, posts).withoutHooks()::destroy)),
                verb("forceDestroy", (db, posts) -> gone(db, unordered(db, posts)::forceDestroy)));
    }

    private static Arguments verb(String name, Verb verb) {
        return argumentSet(name, verb);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void means_the_same_rows(Verb verb, ScratchDatabase scratch) {
        meansTheSame(verb, Database.using(scratch.dataSource(), c -> {}));
    }

    /** Rows are locked and read before they are written. */
    @ParameterizedTest
    @MethodSource("writes")
    void means_the_same_rows_where_hooks_want_to_see_them(Verb verb, ScratchDatabase scratch) {
        meansTheSame(
                verb,
                Database.using(
                        scratch.dataSource(),
                        c -> c.define(POSTS, (ModelBuilder<Posts, Post> m) -> {
                            m.beforeUpdate((post, operation) -> {});
                            m.beforeDestroy((post, operation) -> {});
                        })));
    }

    private static void meansTheSame(Verb verb, Database db) {
        conditions().forEach((byHand, condition) -> {
            List<Long> expected = longs(db, "select p.id from posts p where %s order by p.id".formatted(byHand));
            List<Long> meant = new ArrayList<>();
            assertThatThrownBy(() -> db.transaction(() -> {
                        meant.addAll(verb.of(db, db.from(POSTS).where(condition).orderBy(p -> p.ID)));
                        throw new TakenBack();
                    }))
                    .isInstanceOf(TakenBack.class);
            assertThat(meant).as(byHand).isNotEmpty().isEqualTo(expected);
        });
    }

    /** The same conditions, for verbs that know no order. */
    private static Selection<Posts, Post> unordered(Database db, Selection<Posts, Post> posts) {
        Selection<Posts, Post> all = db.from(POSTS);
        for (Function<? super Posts, ? extends Condition> condition :
                posts.refinement().conditions()) {
            all = all.where(condition);
        }
        return all;
    }

    private static List<Long> ids(List<Post> posts) {
        return posts.stream().map(Post::getId).toList();
    }

    private static List<Long> hit(Database db) {
        return longs(db, "select id from posts where body = 'hit' order by id");
    }

    private static List<Long> gone(Database db, Runnable destroy) {
        List<Long> before = longs(db, "select id from posts order by id");
        destroy.run();
        List<Long> gone = new ArrayList<>(before);
        gone.removeAll(longs(db, "select id from posts"));
        return gone;
    }

    private static List<Long> longs(Database db, String sql) {
        return db.dsl().fetch(sql).getValues(0, Long.class);
    }
}
