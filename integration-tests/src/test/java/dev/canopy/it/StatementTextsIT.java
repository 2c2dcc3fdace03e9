package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Computed;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Page;
import dev.canopy.selection.Selection;
import dev.canopy.sql.StatementTexts;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement's text is made once for its shape; its values are none of it. */
@CanopyTest
class StatementTextsIT {
    private static final int BOUND = 2000;

    private OneConnection connection;
    private Database db;

    @BeforeAll
    static void rows(ScratchDatabase database) {
        new PlainSql(database.dataSource()).run("""
            insert into users (id, first_name, last_name, email, active)
              select n, 'U' || n, chr(64 + n % 5), 'u' || n || '@example.com', n % 3 > 0 from generate_series(1, 20) n;
            insert into posts (id, author_id, title, published)
              select n, 1 + n * n % 11, 'P' || n % 7, n % 4 > 0 from generate_series(1, 60) n
            """);
    }

    /** Each test begins with nothing known. */
    @BeforeEach
    void database(ScratchDatabase scratch) throws SQLException {
        connection = OneConnection.of(scratch.dataSource());
        db = Database.using(connection, c -> {});
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void a_shape_is_rendered_once_whatever_its_values() {
        for (long id = 1; id <= 10; id++) {
            long wanted = id;
            assertThat(db.model(USERS).where(u -> u.ID.eq(wanted)).findAll())
                    .extracting(User::getId)
                    .containsExactly(id);
        }

        assertThat(db.statementTexts()).isEqualTo(new StatementTexts(9, 1, 1));
        assertThat(db.statementTexts().hitRate()).isEqualTo(0.9);
    }

    @Test
    void an_aggregate_of_an_association_is_part_of_the_shape_and_its_values_are_not() {
        List<List<Long>> found = new ArrayList<>();
        List<List<Long>> expected = new ArrayList<>();
        for (int n = 0; n < 7; n++) {
            String title = "P" + n;
            long least = n % 3;
            found.add(db
                    .model(USERS)
                    .where(u -> u.POSTS.where(p -> p.TITLE.eq(title)).exists())
                    .where(u -> u.POSTS.where(p -> p.TITLE.ne(title)).count().gt(least))
                    .orderBy(u -> u.ID)
                    .findAll()
                    .stream()
                    .map(User::getId)
                    .toList());
            expected.add(ids("""
                select u.id from users u where exists (select 1 from posts p where p.author_id = u.id and p.title = 'P%d')
                and (select count(*) from posts p where p.author_id = u.id and p.title <> 'P%d') > %d order by u.id
                """.formatted(n, n, least)));
        }

        assertThat(found).isEqualTo(expected).doesNotContain(List.of());
        assertThat(db.statementTexts().rendered()).isEqualTo(1);
    }

    @Test
    void a_computed_value_is_known_again_and_keeps_the_parameters_of_its_call() {
        for (long least : new long[] {5, 30, 55}) {
            Computed<Users, BigDecimal> sum = Computed.of(
                    "sum", USERS, u -> u.POSTS.where(p -> p.ID.gt(least)).sum(p -> p.ID));
            User user = db.model(USERS).where(u -> u.ID.eq(2L)).with(sum).requireOne();

            assertThat(Objects.requireNonNull(user.get(sum)).longValueExact())
                    .isEqualTo(ids("select coalesce(sum(id), 0) from posts where author_id = 2 and id > " + least)
                            .getFirst());
        }

        assertThat(db.statementTexts().rendered()).isEqualTo(1);
    }

    record Title(String title) {}

    /** The include stands before columns, and its order after conditions. */
    record Author(List<Title> posts, String firstName, Long id) {}

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_tree_is_known_again_and_keeps_the_parameters_of_its_call(Strategy strategy) {
        for (int n = 0; n < 8; n++) {
            long from = 1L + n % 3;
            String title = "P" + n % 7;
            int offset = 1 + n / 7;
            Selection<Users, User> asked = db.model(USERS)
                    .where(u -> u.ID.ge(from))
                    .where(u -> u.FIRST_NAME.ne(title))
                    .orderBy(u -> u.ID)
                    .limit(13)
                    .offset(offset)
                    .include(USERS.POSTS
                            .where(p -> p.TITLE.ne(title))
                            .where(p -> p.ID.gt(from))
                            .orderBy(p -> p.ID.desc())
                            .strategy(strategy));
            List<String> expected = db.dsl()
                    .fetch("""
                select u.first_name || ':' || coalesce((select string_agg(p.title, ',' order by p.id desc) from posts p
                  where p.author_id = u.id and p.title <> {0} and p.id > {1}), '')
                from users u where u.id >= {1} and u.first_name <> {0}
                order by u.id limit 13 offset {2}
                """, DSL.val(title), DSL.val(from), DSL.val(offset))
                    .getValues(0, String.class);
            Supplier<List<String>> entities = () -> asked.findAll().stream()
                    .map(user -> user.getFirstName() + ":"
                            + user.getPosts().stream().map(Post::getTitle).collect(joining(",")))
                    .toList();
            Supplier<List<String>> records = () -> asked.findAll(Author.class).stream()
                    .map(user -> user.firstName() + ":"
                            + user.posts().stream().map(Title::title).collect(joining(",")))
                    .toList();

            assertThat(entities.get()).isNotEmpty().isEqualTo(expected);
            assertThat(records.get()).isEqualTo(expected);
            assertThat(db.transaction(entities::get)).isEqualTo(expected);
            assertThat(db.transaction(records::get)).isEqualTo(expected);
        }

        assertThat(db.statementTexts().rendered()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_page_is_known_again_and_its_total_is_that_of_its_own_values(Strategy strategy) {
        for (int n = 0; n < 6; n++) {
            long from = 1L + n % 3;
            String title = "P" + n;
            String name = "U" + n;
            int offset = 1 + n % 2;
            Page<String> page = db.model(USERS)
                    .where(u -> u.FIRST_NAME.ne(name))
                    .where(u -> u.ID.ge(from))
                    .orderBy(u -> u.ID)
                    .limit(2)
                    .offset(offset)
                    .include(USERS.POSTS
                            .where(p -> p.TITLE.ne(title))
                            .orderBy(p -> p.ID)
                            .strategy(strategy))
                    .findAndCountAll()
                    .map(user -> user.getFirstName() + ":"
                            + user.getPosts().stream().map(Post::getTitle).collect(joining(",")));
            List<String> all = db.dsl()
                    .fetch("""
                select u.first_name || ':' || coalesce((select string_agg(p.title, ',' order by p.id) from posts p
                  where p.author_id = u.id and p.title <> {1}), '')
                from users u where u.id >= {0} and u.first_name <> {2} order by u.id
                """, DSL.val(from), DSL.val(title), DSL.val(name))
                    .getValues(0, String.class);

            assertThat(page)
                    .isEqualTo(new Page<>(all.subList(offset, Math.min(offset + 2, all.size())), all.size(), offset));
            assertThat(page.rows()).isNotEmpty();
        }

        assertThat(db.statementTexts().rendered()).isEqualTo(1);
    }

    @Test
    void a_function_that_asks_the_clock_is_known_again() {
        AtomicLong clock = new AtomicLong(1_000_000);
        Selection<Users, User> asked = db.model(USERS)
                .where(u -> u.ID.between(2L, clock.incrementAndGet()))
                .orderBy(u -> u.ID);
        List<Long> expected = ids("select id from users where id >= 2 order by id");

        for (int n = 0; n < 3; n++) {
            assertThat(asked.findAll()).extracting(User::getId).isEqualTo(expected);
        }

        assertThat(db.statementTexts().rendered()).isEqualTo(1);
        assertThat(clock.get()).isEqualTo(1_000_000 + 3 + 2); // the first call tells, plans, and tells once more
    }

    /** Two posts have one author, whose posts a statement of its own brings. */
    @Test
    void rows_that_two_parents_share_are_rows_of_each() {
        List<Post> posts = db.model(POSTS)
                .where(p -> p.AUTHOR_ID.eq(2L))
                .orderBy(p -> p.ID)
                .limit(2)
                .include(POSTS.AUTHOR.include(USERS.POSTS
                        .orderBy(p -> p.ID)
                        .strategy(Strategy.SPLIT)
                        .include(POSTS.COMMENTS.strategy(Strategy.SPLIT))))
                .findAll();

        List<Post> some = Objects.requireNonNull(posts.get(0).getAuthor()).getPosts();
        List<Post> others = Objects.requireNonNull(posts.get(1).getAuthor()).getPosts();
        assertThat(some).hasSizeGreaterThan(2).isEqualTo(others);
        for (int i = 0; i < some.size(); i++) {
            assertThat(some.get(i)).isNotSameAs(others.get(i));
            assertThat(some.get(i).getComments()).isNotSameAs(others.get(i).getComments());
        }
    }

    @Test
    void different_limits_are_one_text_but_for_those_that_many_share() {
        for (int limit = 12; limit < 100; limit++) {
            assertThat(db.model(POSTS).orderBy(p -> p.ID).limit(limit).findAll())
                    .hasSize(Math.min(limit, 60));
        }
        assertThat(db.model(POSTS).orderBy(p -> p.ID).limit(13).offset(50).findAll())
                .extracting(Post::getId)
                .containsExactly(51L, 52L, 53L, 54L, 55L, 56L, 57L, 58L, 59L, 60L);

        // 20, 21, 30, 31 … 91, any other, and any other with an offset.
        assertThat(db.statementTexts().rendered()).isEqualTo(18);
    }

    @Test
    void a_limit_for_each_parent_is_kept_apart_from_those_of_others() {
        for (int limit : new int[] {1, 2, 13, 14}) {
            List<User> users = db.model(USERS)
                    .include(USERS.POSTS.orderBy(p -> p.ID).limit(limit))
                    .orderBy(u -> u.ID)
                    .findAll();

            assertThat(users.get(1).getPosts()).hasSize(Math.min(limit, 11));
        }
    }

    /** Shapes and values by chance; each answer is compared with that of a statement made for it alone. */
    @Test
    void values_never_leak_from_one_call_to_another_and_each_shape_is_rendered_once() {
        Random random = new Random(20261127);
        Set<String> shapes = new HashSet<>();
        for (int n = 0; n < 400; n++) {
            StringBuilder shape = new StringBuilder();
            Function<Posts, Condition> condition = condition(random, shape, 2);
            List<Long> found = db.model(POSTS).where(condition).orderBy(p -> p.ID).findAll().stream()
                    .map(Post::getId)
                    .toList();

            assertThat(found)
                    .as("%s", shape)
                    .isEqualTo(ids(DSL.using(org.jooq.SQLDialect.POSTGRES)
                            .renderInlined(DSL.select(POSTS.ID)
                                    .from(POSTS)
                                    .where(condition.apply(POSTS))
                                    .orderBy(POSTS.ID))));
            shapes.add(shape.toString());
        }

        assertThat(db.statementTexts().rendered()).isEqualTo(shapes.size());
        assertThat(db.statementTexts().known()).isEqualTo(400 - shapes.size());
    }

    @Test
    void no_more_texts_are_kept_than_the_bound() {
        for (int n = 0; n < BOUND + 100; n++) {
            String own = "{0} <> " + n;
            db.model(USERS).where(u -> DSL.condition(own, u.ID)).limit(1).findAll();
        }

        assertThat(db.statementTexts().rendered()).isEqualTo(BOUND + 100);
        assertThat(db.statementTexts().kept()).isLessThanOrEqualTo(BOUND);
    }

    /** A condition, and in words all of it but its values. */
    private static Function<Posts, Condition> condition(Random random, StringBuilder shape, int depth) {
        int kind = random.nextInt(depth == 0 ? 5 : 8);
        long number = 1L + random.nextInt(60);
        String title = "P" + random.nextInt(7);
        shape.append(kind);
        return switch (kind) {
            case 0 -> p -> p.ID.ge(number);
            case 1 -> p -> p.ID.lt(number);
            case 2 -> p -> p.TITLE.eq(title);
            case 3 -> p -> p.TITLE.ne(title);
            case 4 -> {
                int size = 1 + random.nextInt(3);
                shape.append("*").append(size);
                List<Long> some = random.longs(size, 1, 12).boxed().toList();
                yield p -> p.AUTHOR_ID.in(some);
            }
            case 5, 6 -> {
                shape.append("(");
                Function<Posts, Condition> one = condition(random, shape, depth - 1);
                shape.append(",");
                Function<Posts, Condition> other = condition(random, shape, depth - 1);
                shape.append(")");
                yield kind == 5
                        ? p -> one.apply(p).and(other.apply(p))
                        : p -> one.apply(p).or(other.apply(p));
            }
            default -> {
                shape.append("(");
                Function<Posts, Condition> one = condition(random, shape, depth - 1);
                shape.append(")");
                yield p -> one.apply(p).not();
            }
        };
    }

    private List<Long> ids(String sql) {
        return db.dsl().fetch(sql).getValues(0, Long.class);
    }
}
