package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Comment;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No statement depends on values, so what a value brings is learnt by reading: one title has a single post, another 400. */
@CanopyTest
class TurnoutIT {
    private static final String ALONE = "alone";
    private static final String COMMON = "common";

    /** More than enough of them to learn from. */
    private static final int OFTEN = 40;

    private Database db;
    private PlainSql plain;

    @BeforeEach
    void rows(ScratchDatabase scratch) {
        plain = new PlainSql(scratch.dataSource());
        plain.run("truncate users restart identity cascade");
        plain.run("""
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'L', 'a@x.org'), (2, 'Bob', 'R', 'b@x.org');
                insert into posts (id, author_id, title)
                  select n, 1, case when n <= 400 then 'common' when n = 401 then 'alone' else 'P' || n % 2 end
                  from generate_series(1, 800) n;
                insert into posts (id, author_id, title) select 1000 + n, 2, 'Bob ' || n from generate_series(1, 3) n;
                insert into comments (id, post_id, author_id, body)
                  select n, 1 + n % 800, 1, 'C' || n from generate_series(1, 2400) n;
                analyze users, posts, comments;
                """);
        db = Database.using(scratch.dataSource(), c -> {});
    }

    @Test
    void a_plan_follows_the_number_of_rows_that_come(ServerLog log) {
        assertThat(how(ALONE)).startsWith("comments: SPLIT");
        assertThat(log.of(() -> read(ALONE))).noneMatch(sql -> sql.contains("json_agg"));

        readOften(ALONE);
        assertThat(how(ALONE)).isEqualTo("comments: MULTISET (about 3 rows)");
        assertThat(log.of(() -> read(ALONE))).singleElement().asString().contains("json_agg");
        assertThat(read(ALONE)).isEqualTo(byHand(ALONE));
        assertThat(read(COMMON)).isEqualTo(byHand(COMMON));

        readOften(COMMON);
        assertThat(how(COMMON)).startsWith("comments: SPLIT");
        assertThat(log.of(() -> read(COMMON))).noneMatch(sql -> sql.contains("json_agg"));
        assertThat(read(COMMON)).isEqualTo(byHand(COMMON));
    }

    /** Most posts are Ada's, so an author whose posts one meets has very many; Bob has three. */
    @Test
    void so_it_does_where_few_rows_hang_on_a_row_and_many_on_others(ServerLog log) {
        Selection<Users, User> bob = db.from(USERS).where(u -> u.ID.eq(2L)).include(USERS.POSTS.orderBy(p -> p.ID));
        Supplier<List<String>> posts =
                () -> bob.requireOne().getPosts().stream().map(Post::getTitle).toList();
        List<String> expected = plain.rows("select title from posts where author_id = 2 order by id");

        assertThat(bob.explain().includes().getFirst()).asString().startsWith("posts: SPLIT");
        for (int i = 0; i < OFTEN; i++) {
            assertThat(posts.get()).isEqualTo(expected);
        }
        assertThat(bob.limit(1).explain().includes().getFirst()).hasToString("posts: MULTISET (about 3 rows)");
        assertThat(log.of(() -> assertThat(posts.get()).isEqualTo(expected)))
                .singleElement()
                .asString()
                .contains("json_agg");
    }

    @Test
    void pages_with_their_totals_follow_as_well(ServerLog log) {
        Runnable page =
                () -> assertThat(selection(ALONE).limit(100).findAndCountAll().total())
                        .isEqualTo(1);

        assertThat(log.of(page)).noneMatch(sql -> sql.contains("json_agg"));
        for (int i = 0; i < OFTEN; i++) {
            page.run();
        }
        assertThat(log.of(page)).singleElement().asString().contains("json_agg");
    }

    @Test
    void a_strategy_that_was_asked_for_stands() {
        for (int i = 0; i < OFTEN; i++) {
            selection(ALONE, Strategy.SPLIT).findAll();
        }
        assertThat(selection(ALONE, Strategy.SPLIT).explain().includes().getFirst())
                .hasToString("comments: SPLIT (asked for)");
    }

    @Test
    void other_selections_are_not_planned_by_it() {
        readOften(ALONE);

        assertThat(selection(ALONE)
                        .where(p -> p.AUTHOR_ID.eq(1L))
                        .explain()
                        .includes()
                        .getFirst())
                .asString()
                .startsWith("comments: SPLIT");
    }

    @Test
    void threads_that_read_much_and_little_by_turns_read_the_same(ScratchDatabase scratch) throws Exception {
        List<String> alone = byHand(ALONE);
        List<String> common = byHand(COMMON);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < OFTEN; i++) {
                        boolean much = (i / (1 + thread)) % 2 == 0;
                        assertThat(read(much ? COMMON : ALONE)).isEqualTo(much ? common : alone);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private void readOften(String title) {
        for (int i = 0; i < OFTEN; i++) {
            read(title);
        }
    }

    private String how(String title) {
        return selection(title).explain().includes().getFirst().toString();
    }

    private Selection<Posts, Post> selection(String title) {
        return db.from(POSTS)
                .where(p -> p.TITLE.eq(title))
                .orderBy(p -> p.ID)
                .include(POSTS.COMMENTS.orderBy(c -> c.ID.desc()));
    }

    private Selection<Posts, Post> selection(String title, Strategy strategy) {
        return db.from(POSTS).where(p -> p.TITLE.eq(title)).include(POSTS.COMMENTS.strategy(strategy));
    }

    /** The posts, each with its comments. */
    private List<String> read(String title) {
        return selection(title).findAll().stream()
                .map(post -> post.getId() + "|"
                        + String.join(
                                ",",
                                post.getComments().stream()
                                        .map(Comment::getBody)
                                        .toList()))
                .toList();
    }

    private List<String> byHand(String title) {
        return plain.rows("""
                select p.id, coalesce((select string_agg(c.body, ',' order by c.id desc) from comments c where c.post_id = p.id), '')
                from posts p where p.title = '%s' order by p.id\
                """.formatted(title));
    }
}
