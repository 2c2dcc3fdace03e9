package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.POST_TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.canopy.Database;
import dev.canopy.association.HasMany;
import dev.canopy.association.Pairing;
import dev.canopy.association.Strategy;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.InvalidValueException;
import dev.canopy.quickstart.UserModel;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Page;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.core.TransactionState;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PgConnection;

/** Every tree is the same by every strategy, outside a transaction and inside one, and the same as by hand-written SQL. */
@CanopyTest(define = SampleModels.class)
class StrategyIT {
    private static final HasMany<Users, Posts, Post> NAMED_POSTS =
            HasMany.of("namedPosts", USERS, POSTS, Pairing.on(USERS.FIRST_NAME, POSTS.TITLE));

    private static final String ROWS = """
        insert into users (id, first_name, last_name, email, active, deleted_at)
          select n, 'U' || n, chr(90 - n / 2), 'u' || n || '@example.com', n % 5 <> 0, case when n % 7 = 0 then now() end
          from generate_series(1, 14) n;
        update users set manager_id = id / 2 where id > 1;
        insert into posts (id, author_id, editor_id, title, published, created_at)
          select n, 1 + n * n % 11, case when n % 3 > 0 then 1 + n % 14 end, 'P' || lpad((n * 37 % 60)::text, 2, '0'), n % 4 > 0,
            timestamptz '2026-01-01Z' + (n * 13 % 20) * interval '1 day'
          from generate_series(1, 60) n;
        insert into comments (id, post_id, author_id, parent_id, body)
          select n, 1 + (n * 7 % 40), 1 + n % 14, case when n > 20 then n - 20 end, 'C' || n from generate_series(1, 80) n;
        insert into tags (id, name) select n, 'T' || n from generate_series(1, 6) n;
        insert into post_tags (post_id, tag_id, position)
          select p, t, (p * t) % 5 from generate_series(1, 60) p, generate_series(1, 6) t where (p + t) % 3 = 0;
        insert into companies select n, 'Company ' || n from generate_series(1, 13) n;
        insert into departments select c, d, 'D' || c || '/' || d
          from generate_series(1, 13) c, unnest(array[3, 23, 2]) d where c in (1, 12, 2, 5);
        insert into employees select c, e, case when e % 4 > 0 then (array[3, 23, 2])[e % 4] end, 'E' || c || '/' || e
          from unnest(array[1, 12, 2, 5]) c, generate_series(1, 9) e;
        insert into countries (id, code, name) values (1, 'AT', 'Austria'), (2, 'X', 'Ex'), (3, 'NO', 'Norway');
        insert into addresses (id, user_id, country_code, street)
          select n, 1 + n % 14, (array['AT', 'X', 'AT'])[1 + n % 3], 'S' || n from generate_series(1, 9) n;
        insert into students (id, name) select n, 'S' || n from generate_series(1, 7) n;
        insert into courses (id, title) select n, 'K' || n from generate_series(1, 5) n;
        insert into enrolments (student_id, course_id, grade)
          select s, c, nullif((s * c) % 6, 0) from generate_series(1, 7) s, generate_series(1, 5) c where (s + c) % 2 = 0;
        """;

    @BeforeAll
    static void rows(ScratchDatabase database) {
        new PlainSql(database.dataSource()).run(ROWS);
        new PlainSql(database.dataSource()).run(HandMadeTrees.ROWS);
        new PlainSql(database.dataSource()).run(RefinedTrees.ROWS);
    }

    static Stream<Arguments> everyTreeByEveryStrategy() {
        return Stream.of(TreeCase.all(), HandMadeTrees.all(), RefinedTrees.all())
                .flatMap(trees -> trees)
                .flatMap(tree -> Stream.of(Strategy.values()).map(by -> Arguments.of(tree, by)));
    }

    /** Where the parents' rows can be seen depends on the strategy, so what is said of an include never sees them. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Fault("0.19")
    void what_is_said_of_an_include_sees_its_own_rows_alone(Strategy by, ScratchDatabase scratch) {
        Database db = database(scratch, by);
        String refused = "What is said of the include \"%s\" names %s, whose rows it does not see;"
                + " write it with the lambda's table, as in where(p -> ..), or put %s into a subquery.";

        assertThatThrownBy(() -> db.model(USERS)
                        .include(USERS.POSTS.where(p -> p.CREATED_AT.gt(USERS.CREATED_AT)))
                        .findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(refused.formatted("posts", "users", "users"));
        assertThatThrownBy(() -> db.model(USERS)
                        .include(USERS.USERS_BY_MANAGER.where(r -> USERS.ACTIVE.isTrue()))
                        .findAll())
                .as("the parents' table and not the rows'")
                .hasMessage(refused.formatted("usersByManager", "users", "users"));
        assertThatThrownBy(() -> db.model(USERS)
                        .include(USERS.POSTS.include(POSTS.COMMENTS.orderBy(c -> POSTS.ID.plus(c.ID))))
                        .limit(2)
                        .findAndCountAll())
                .hasMessage(refused.formatted("comments", "posts", "posts"));
        assertThatThrownBy(() -> db.model(POSTS)
                        .include(POSTS.AUTHOR.where(a -> a.ID.eq(POSTS.EDITOR_ID)))
                        .findOne())
                .as("a to-one include as well")
                .hasMessage(refused.formatted("author", "posts", "posts"));
        assertThatThrownBy(() -> db.model(USERS)
                        .select(u -> u.POSTS.select(p -> u.FIRST_NAME.concat(p.TITLE)))
                        .findAll())
                .hasMessage(refused.formatted("posts", "users", "users"));
        List<User> users = db.model(USERS).where(u -> u.ID.le(3L)).findAll();
        assertThatThrownBy(() -> db.load(users, USERS.POSTS.where(p -> USERS.ACTIVE.isTrue())))
                .hasMessage(refused.formatted("posts", "users", "users"));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Fault("0.19")
    void a_subquery_within_an_include_sees_its_own_tables_and_those_rows(Strategy by, ScratchDatabase scratch) {
        List<User> users = database(scratch, by)
                .model(USERS)
                .include(USERS.POSTS
                        .where(p -> p.CREATED_AT.gt(select(min(USERS.CREATED_AT).minus(inline(100_000)))
                                .from(USERS)))
                        .where(p -> p.COMMENTS
                                .where(c -> c.AUTHOR_ID.ne(p.AUTHOR_ID))
                                .exists())
                        .where(p -> exists(selectOne().from(POST_TAGS).where(POST_TAGS.POST_ID.eq(p.ID)))))
                .include(USERS.POSTS
                        .as("tagged")
                        .include(POSTS.TAGS.where((t, link) -> link.POSITION.gt(t.ID.cast(Integer.class)))))
                .orderBy(u -> u.ID)
                .findAll();

        assertThat(users.stream()
                        .flatMap(user -> user.getPosts().stream())
                        .map(Post::getId)
                        .sorted()
                        .map(String::valueOf))
                .isEqualTo(new PlainSql(scratch.dataSource()).rows("""
                        select p.id from posts p join users u on u.id = p.author_id
                        where u.active and u.deleted_at is null
                        and exists (select 1 from comments c where c.post_id = p.id and c.author_id <> p.author_id)
                        and exists (select 1 from post_tags t where t.post_id = p.id) order by p.id"""));
    }

    /** No key says that a user has one post; a join to all of them would bring each user as often. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Fault({"0.4", "2.1", "2.6"})
    void a_to_one_that_several_rows_match_neither_widens_a_page_nor_fails_as_a_value(
            Strategy by, ScratchDatabase scratch) {
        record Titled(String firstName, @Nullable TitleOnly firstPost) {}
        Database db = Database.using(
                scratch.dataSource(), c -> c.strategy(by).define(USERS, m -> m.association(HandMadeTrees.FIRST_POST)));
        List<String> expected = new PlainSql(scratch.dataSource()).rows("""
                select first_name, (select title from posts p where p.author_id = u.id order by p.id limit 1)
                from users u order by u.id""");
        Selection<Users, User> all = db.model(USERS).orderBy(u -> u.ID);

        Page<User> page = all.include(HandMadeTrees.FIRST_POST).limit(5).findAndCountAll();
        assertThat(page.rows()).extracting(User::getId).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(page.total()).isEqualTo(expected.size());
        assertThat(all.findAll(Titled.class).stream()
                        .map(each -> each.firstName() + "|"
                                + (each.firstPost() == null
                                        ? null
                                        : each.firstPost().title())))
                .isEqualTo(expected);
        assertThat(all.select(u -> row(
                                u.FIRST_NAME, HandMadeTrees.FIRST_POST.from(u).get(p -> p.TITLE)))
                        .findAll())
                .extracting(each -> each.value1() + "|" + each.value2())
                .isEqualTo(expected);
        assertThat(all.select(u -> row(
                                u.FIRST_NAME, HandMadeTrees.FIRST_POST.from(u).select(p -> p.TITLE)))
                        .findAll())
                .extracting(each -> each.value1() + "|" + each.value2())
                .isEqualTo(expected);
        List<User> users = all.findAll();
        db.load(users, HandMadeTrees.FIRST_POST);
        assertThat(users.stream().map(user -> {
                    Post first = user.included(HandMadeTrees.FIRST_POST);
                    return user.getFirstName() + "|" + (first == null ? null : first.getTitle());
                }))
                .isEqualTo(expected);
    }

    record TitleOnly(String title) {}

    @Test
    void what_is_said_of_the_rows_asked_for_names_no_other_table(ScratchDatabase scratch) {
        Database db = database(scratch, Strategy.MULTISET);
        String refused = "The %s names posts, which is not in a statement on users; write it with the lambda's table,"
                + " as in %s(u -> ..), or put posts into a subquery.";

        assertThatThrownBy(() ->
                        db.model(USERS).where(u -> POSTS.TITLE.eq(u.FIRST_NAME)).findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(refused.formatted("condition", "where"));
        assertThatThrownBy(() -> db.model(USERS)
                        .orderBy(u -> u.FIRST_NAME.concat(POSTS.TITLE))
                        .findAll())
                .hasMessage(refused.formatted("order", "orderBy"));
        assertThatThrownBy(() -> db.model(USERS).select(u -> POSTS.TITLE).findAll())
                .hasMessage(refused.formatted("value", "select"));
        assertThatThrownBy(() -> db.transaction(() ->
                        db.model(USERS).where(u -> POSTS.ID.eq(u.ID)).stream().count()))
                .hasMessage(refused.formatted("condition", "where"));
        assertThatThrownBy(() -> db.model(USERS).where(u -> POSTS.ID.eq(u.ID)).count())
                .as("the server says it, and no migration would mend it")
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("The statement names a table that it does not read there: ")
                .hasMessageContaining(" Write conditions, orders and values with the lambda's table, as in"
                        + " where(u -> ..), or put the other table into a subquery. Statement: select cast(count(*)");
    }

    @ParameterizedTest(name = "{0}, by {1}")
    @MethodSource("everyTreeByEveryStrategy")
    @Fault({"0.5", "2.4", "2.5", "2.7", "2.8", "2.9", "2.33", "2.41", "2.42"})
    void a_tree_is_what_plain_sql_says(TreeCase tree, Strategy by, ScratchDatabase scratch) {
        Database db = database(scratch, by);
        List<String> expected = new PlainSql(scratch.dataSource()).rows(tree.sql());

        assertThat(tree.read().apply(db)).as("alone").isEqualTo(expected);
        assertThat(db.transaction(() -> tree.read().apply(db)))
                .as("in a transaction")
                .isEqualTo(expected);
    }

    /** Counted by the server, by what stands between, and by our own observer; the text of the tree is made meanwhile, from memory. */
    @ParameterizedTest(name = "{0}, by {1}")
    @MethodSource("everyTreeByEveryStrategy")
    @Fault("2.39")
    void a_tree_costs_what_it_should(TreeCase tree, Strategy by, ScratchDatabase scratch, ServerLog log)
            throws IOException, SQLException {
        AtomicInteger told = new AtomicInteger();
        try (CountingProxy proxy = CountingProxy.before(scratch.url());
                OneConnection connection = OneConnection.of(through(proxy, scratch))) {
            Database db = Database.using(
                    connection,
                    c -> c.strategy(by)
                            .define(USERS, new UserModel(what -> {}))
                            .onStatement(statement -> told.incrementAndGet()));
            int before = proxy.roundTrips();

            List<List<String>> lines = new ArrayList<>();
            List<String> executed = stripped(log.of(() -> lines.add(tree.read().apply(db))));

            int roundTrips = proxy.roundTrips() - before;
            assertThat(told).as("our own count").hasValue(roundTrips);
            if (by == Strategy.MULTISET) {
                assertThat(executed).singleElement().asString().startsWith("select");
                assertThat(roundTrips).as("round trips").isEqualTo(1);
            } else {
                assertThat(executed).hasSize(tree.selects() + 2);
                assertThat(executed.getFirst()).isEqualTo("begin isolation level repeatable read, read only");
                assertThat(executed.subList(1, tree.selects() + 1)).allMatch(sql -> sql.startsWith("select"));
                assertThat(executed.getLast()).isEqualTo("commit");
                assertThat(roundTrips).as("round trips").isEqualTo(tree.roundTrips());
            }
        }
    }

    private static DataSource through(CountingProxy proxy, ScratchDatabase scratch) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(proxy.url());
        source.setUser(scratch.server().user().orElseThrow());
        source.setPassword(scratch.server().password().orElse(""));
        return source;
    }

    @Test
    void split_levels_travel_together_and_are_one_snapshot(ScratchDatabase scratch, ServerLog log) {
        Database db = database(scratch, Strategy.SPLIT);

        List<String> statements = stripped(log.of(() -> db.model(USERS)
                .include(USERS.POSTS.limit(2).include(POSTS.COMMENTS))
                .include(USERS.TASKS)
                .findAll()));

        assertThat(statements).hasSize(6);
        assertThat(statements.getFirst()).isEqualTo("begin isolation level repeatable read, read only");
        assertThat(statements.get(1)).doesNotContain("any(array");
        assertThat(statements.subList(2, 5)).allMatch(sql -> sql.contains("select"));
        assertThat(statements.getLast()).isEqualTo("commit");
    }

    @Test
    void inside_a_transaction_a_split_plan_begins_none(ScratchDatabase scratch, ServerLog log) {
        Database db = database(scratch, Strategy.SPLIT);

        List<String> statements = stripped(log.of(() -> db.transaction(() -> {
            db.model(USERS).include(USERS.POSTS).findAll();
        })));

        assertThat(statements)
                .filteredOn(sql -> sql.startsWith("begin isolation"))
                .isEmpty();
        assertThat(statements).filteredOn(sql -> sql.startsWith("select")).hasSize(2);
    }

    @Test
    void one_include_can_be_forced(ScratchDatabase scratch, ServerLog log) {
        Database db = database(scratch, Strategy.MULTISET);
        List<String> statements = stripped(log.of(() -> db.model(USERS)
                .include(USERS.POSTS.strategy(Strategy.SPLIT))
                .include(USERS.TASKS)
                .findAll()));

        assertThat(statements).filteredOn(sql -> sql.startsWith("select")).hasSize(2);
        assertThat(statements).filteredOn(sql -> sql.contains("json_agg")).hasSize(1);
    }

    @Test
    void explain_says_what_was_chosen_and_why(Database db) {
        assertThat(db.model(USERS)
                        .where(u -> u.ID.eq(1L))
                        .include(USERS.POSTS.strategy(Strategy.SPLIT).include(POSTS.AUTHOR))
                        .include(USERS.TASKS)
                        .explain())
                .hasToString("""
                    posts: SPLIT (asked for)
                    posts.author: JOIN (one row or none)
                    tasks: MULTISET (preferred by the Database)
                    One round trip; outside a transaction one snapshot, inside one what its isolation gives.\
                    """);
    }

    @Test
    void without_sizes_trees_count_as_small_and_known_sizes_decide(ScratchDatabase scratch) {
        Database db = Database.using(scratch.dataSource(), c -> c.define(USERS, new UserModel(what -> {})));
        assertThat(db.model(USERS).include(USERS.POSTS).explain().includes().getFirst())
                .hasToString("posts: MULTISET (the tables' sizes are not known)");

        new PlainSql(scratch.dataSource()).run("analyze users, posts, comments, remarks");
        Database knowing = Database.using(scratch.dataSource(), c -> c.define(USERS, new UserModel(what -> {})));

        assertThat(chosen(knowing.model(USERS).include(USERS.POSTS))).containsExactly("posts: SPLIT (about 49 rows)");
        assertThat(chosen(knowing.model(POSTS).where(p -> p.ID.eq(1L)).include(POSTS.COMMENTS)))
                .containsExactly("comments: MULTISET (about 2 rows)");
        assertThat(chosen(knowing.model(USERS).where(u -> u.ID.eq(1L)).include(USERS.POSTS.limit(2))))
                .containsExactly("posts: MULTISET (about 2 rows)");
    }

    @Test
    void rows_at_every_depth_decide(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("analyze users, posts, comments, remarks");
        Database db = Database.using(scratch.dataSource(), c -> c.define(USERS, new UserModel(what -> {})));

        assertThat(chosen(db.model(USERS)
                        .where(u -> u.ID.eq(1L))
                        .include(USERS.POSTS.limit(1).include(POSTS.COMMENTS))))
                .containsExactly("posts: MULTISET (about 1 rows, 2 below)", "posts.comments: MULTISET (about 2 rows)");
        assertThat(chosen(db.model(USERS)
                        .where(u -> u.ID.eq(1L))
                        .include(USERS.POSTS.limit(4).include(POSTS.COMMENTS.include(COMMENTS.COMMENTS_BY_PARENT)))))
                .containsExactly(
                        "posts: SPLIT (comments below has a statement of its own)",
                        "posts.comments: SPLIT (about 8 rows, 8 below)",
                        "posts.comments.commentsByParent: MULTISET (about 8 rows)");
    }

    @Test
    void without_an_index_on_the_key_nothing_is_correlated(ScratchDatabase scratch) {
        Database db = Database.using(scratch.dataSource(), c -> {});

        assertThat(chosen(db.model(USERS).limit(1).include(NAMED_POSTS)))
                .containsExactly("namedPosts: SPLIT (no index leads with title)");
        assertThat(chosen(db.model(USERS).limit(1).include(USERS.TASKS)).getFirst())
                .startsWith("tasks: MULTISET");
        // Its index leads with subject_type, of which the association has one value.
        assertThat(chosen(db.model(POSTS).limit(1).include(HandMadeTrees.REMARKS_OF_POST))
                        .getFirst())
                .startsWith("remarks: MULTISET");
    }

    private static List<String> chosen(Selection<?, ?> selection) {
        return selection.explain().includes().stream().map(Object::toString).toList();
    }

    @Test
    void a_split_below_nested_json_is_refused(Database db) {
        assertThatThrownBy(() -> db.model(USERS)
                        .include(USERS.POSTS
                                .strategy(Strategy.MULTISET)
                                .include(POSTS.COMMENTS.strategy(Strategy.SPLIT)))
                        .findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("POSTS.COMMENTS cannot be loaded by strategy(SPLIT): the level above it is nested JSON."
                        + " Leave the strategy to the planner.");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("in the first statement", selection(u -> fails(u.ID), p -> noCondition())),
                Arguments.of("in the second, with its keys restated", selection(u -> u.ID.gt(0L), p -> fails(p.ID))),
                Arguments.of(
                        "in the second, with its keys in hand",
                        selection(u -> condition("{0} > 0", u.ID), p -> fails(p.ID))));
    }

    private static Function<Database, Selection<Users, User>> selection(
            Function<Users, Condition> root, Function<Posts, Condition> child) {
        return db -> db.model(USERS).where(root).include(USERS.POSTS.where(child));
    }

    private static Condition fails(Field<Long> id) {
        return id.div(inline(0L)).isNull();
    }

    /** The connection is the pool's only one; what a failure leaves behind would be met by everybody after. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void an_error_inside_a_split_leaves_no_poisoned_connection(
            String where, Function<Database, Selection<Users, User>> failing, ScratchDatabase scratch)
            throws SQLException {
        try (OneConnection pool = OneConnection.of(scratch.dataSource())) {
            Database db =
                    Database.using(pool, c -> c.strategy(Strategy.SPLIT).define(USERS, new UserModel(what -> {})));

            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> failing.apply(db).findAll())
                        .isInstanceOf(InvalidValueException.class)
                        .hasMessageContaining("division by zero");
                assertThat(pool.connection().getAutoCommit()).isTrue();
                assertThat(pool.connection().unwrap(PgConnection.class).getTransactionState())
                        .isEqualTo(TransactionState.IDLE);
                assertThat(db.model(COMMENTS).count()).isEqualTo(80);
            }
            assertThatThrownBy(() -> db.transaction(() -> {
                        failing.apply(db).findAll();
                    }))
                    .hasMessageContaining("division by zero");
            assertThat(db.transaction(() -> db.model(COMMENTS).count())).isEqualTo(80);
        }
    }

    /** The statements, without the blank that follows a semicolon. */
    private static List<String> stripped(List<String> statements) {
        return statements.stream().map(String::strip).toList();
    }

    private static Database database(ScratchDatabase scratch, Strategy strategy) {
        return Database.using(scratch.dataSource(), c -> c.strategy(strategy).define(USERS, new UserModel(what -> {})));
    }
}
