package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.TASKS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.sample.Tables;
import dev.canopy.sample.tables.Specimens;
import dev.canopy.sample.tables.Tasks;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Cursor;
import dev.canopy.selection.Page;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Slice;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.OrderField;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/*
 *  users: u1 … u7, each with as many posts as its number;  tasks of u1: 23, due on 4 days or never, in 3 titles
 *  specimens: every type with values, NULLs and the ends of its range
 */
@CanopyTest
class PageIT {
    private PlainSql sql;

    @BeforeEach
    void rows(DataSource dataSource) {
        sql = new PlainSql(dataSource);
        sql.run("""
            insert into users (id, first_name, last_name, email) select n, 'u' || n, 'L', n || '@example.com' from generate_series(1, 7) n;
            insert into posts (author_id, title) select n, 'p' || p from generate_series(1, 7) n, generate_series(1, n) p;
            insert into tasks (id, user_id, title, due_on)
              select n, 1, 't' || n % 3, case when n % 5 > 0 then date '2026-01-01' + n % 5 end from generate_series(1, 23) n;
            insert into specimens (id, label, mood, small, big, ratio, approximate, exact, flag, day, time_of_day, local_time, instant,
                span, valid_during, seats, document, payload, address, scores, currency)
              select md5(n::text)::uuid, 'x' || n % 2,
                (array['sad', 'ok', 'happy'])[1 + n % 3]::mood, nullif(n % 3, 0), nullif(n % 4, 0) * (9223372036854775807 / 5),
                nullif(n % 3, 1) * 1.10, nullif(n % 3, 1) * 0.1, (array[0.1, 'NaN', 'infinity', null, -0.0])[1 + n % 5],
                nullif(n % 3, 0) = 1, (array['infinity', '-infinity', '2026-01-01', '0044-03-15 BC', null])[1 + n % 5]::date,
                (array['24:00', '00:00:00.000001', null])[1 + n % 3]::time,
                (array['infinity', '2026-11-24 10:11:12.123456', null])[1 + n % 3]::timestamp,
                (array['-infinity', '2026-11-24 10:11:12.123456+02', null])[1 + n % 3]::timestamptz,
                (array['1 year 2 mons', '3 days 04:05:06.789', null])[1 + n % 3]::interval,
                (array['[2026-01-01,2026-02-01)', 'empty', null])[1 + n % 3]::tstzrange,
                (array['[1,5)', '[2,)', null])[1 + n % 3]::int4range, (array['{"a": 1}', 'null', null])[1 + n % 3]::jsonb,
                (array['\\x00ff', '\\x', null])[1 + n % 3]::bytea, (array['10.0.0.1', '10.0.0.0/8', null])[1 + n % 3]::inet,
                case n % 3 when 0 then '{1,NULL}' when 1 then '{}' end::integer[], (array['EUR', 'e', null])[1 + n % 3]::char(3)
              from generate_series(1, 17) n;
            """);
    }

    @Test
    @Fault({"0.4", "2.1", "2.6"})
    void a_page_has_its_parents_with_all_they_include_and_counts_each_once(Database db) {
        Page<User> page = db.model(USERS)
                .where(u -> u.POSTS.count().gt(1L))
                .include(USERS.POSTS.orderBy(p -> p.ID))
                .include(USERS.TASKS)
                .orderBy(u -> u.ID)
                .limit(2)
                .offset(2)
                .findAndCountAll();

        assertThat(page.rows()).extracting(User::getFirstName).containsExactly("u4", "u5");
        assertThat(page.rows()).extracting(user -> user.getPosts().size()).containsExactly(4, 5);
        assertThat(page.total()).isEqualTo(6);
        assertThat(page.offset()).isEqualTo(2);
        assertThat(page.hasNext()).isTrue();
        assertThat(page.hasPrevious()).isTrue();
        assertThat(page.map(User::getId)).isEqualTo(new Page<>(List.of(4L, 5L), 6, 2));
    }

    @Test
    void the_last_page_is_shorter_and_one_beyond_the_end_still_knows_the_total(Database db) {
        Page<Long> last = db.model(USERS).limit(5).offset(5).findAndCountAll().map(User::getId);
        Page<Long> beyond =
                db.model(USERS).limit(5).offset(10).findAndCountAll().map(User::getId);

        assertThat(last).isEqualTo(new Page<>(List.of(6L, 7L), 7, 5));
        assertThat(last.hasNext()).isFalse();
        assertThat(beyond).isEqualTo(new Page<>(List.of(), 7, 10));
        assertThat(beyond.hasNext()).isFalse();
        assertThat(beyond.hasPrevious()).isTrue();
        assertThat(last.requireWithin()).isSameAs(last);
        assertThatThrownBy(beyond::requireWithin)
                .isInstanceOf(NotFoundException.class)
                .hasMessage("offset(10) lies beyond the end: 7 rows meet the conditions; begin with an earlier page.");
        assertThat(db.model(USERS).limit(0).findAndCountAll()).isEqualTo(new Page<>(List.of(), 7, 0));
        assertThat(db.model(USERS).where(u -> u.ID.lt(0L)).limit(5).findAndCountAll())
                .isEqualTo(new Page<>(List.of(), 0, 0));
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void a_page_and_its_total_are_one_statement(Database db, ServerLog log) {
        assertThat(log.of(() -> db.model(USERS).limit(2).findAndCountAll())).hasSize(1);
        assertThat(log.of(() -> db.model(USERS).limit(2).offset(9).findAndCountAll()))
                .as("the second says that the page is empty")
                .hasSize(2);
    }

    /** Rows come in pairs and go in pairs, so that a total of another moment would be odd, or smaller than its page. */
    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void a_page_and_its_total_are_of_one_moment(Database db) {
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                db.transaction(() -> {
                    db.dsl()
                            .insertInto(Tables.TAGS, Tables.TAGS.NAME)
                            .values("a")
                            .values("b")
                            .execute();
                });
                db.dsl().deleteFrom(Tables.TAGS).execute();
            }
        });

        try {
            for (int i = 0; i < Soak.times(300, 10_000); i++) {
                Page<?> page = db.model(Tables.TAGS).limit(10).findAndCountAll();
                assertThat(page.total()).isEqualTo(page.rows().size());
                Page<?> second = db.model(Tables.TAGS).limit(1).offset(1).findAndCountAll();
                assertThat(second.total()).isEqualTo(second.rows().isEmpty() ? 0 : 2);
            }
        } finally {
            over.set(true);
            join(writer);
        }
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of("by key alone", List.<Function<Tasks, OrderField<?>>>of(), "id"),
                Arguments.of("backwards by key", list(t -> t.ID.desc()), "id desc"),
                Arguments.of("a column that repeats", list(t -> t.TITLE), "title, id"),
                Arguments.of("mixed directions", list(t -> t.TITLE.desc(), t -> t.ID.asc()), "title desc, id"),
                Arguments.of("NULLs last, as ascending has them", list(t -> t.DUE_ON.asc()), "due_on, id"),
                Arguments.of("NULLs first, as descending has them", list(t -> t.DUE_ON.desc()), "due_on desc, id desc"),
                Arguments.of("NULLs first", list(t -> t.DUE_ON.asc().nullsFirst()), "due_on nulls first, id"),
                Arguments.of(
                        "NULLs last, all else mixed",
                        list(t -> t.DUE_ON.desc().nullsLast(), t -> t.TITLE, t -> t.ID.desc()),
                        "due_on desc nulls last, title, id desc"),
                Arguments.of(
                        "an expression with a value in it",
                        list(t -> DSL.right(t.TITLE, 1)
                                .cast(Integer.class)
                                .plus(7)
                                .desc()),
                        "right(title, 1)::int desc, id desc"),
                Arguments.of(
                        "a to-one path",
                        list(t -> t.USER.get(u -> u.FIRST_NAME), t -> t.DUE_ON),
                        "(select first_name from users u where u.id = user_id), due_on, id"));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<Function<Tasks, OrderField<?>>> list(Function<Tasks, OrderField<?>>... orders) {
        return List.of(orders);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("orders")
    void slices_walk_the_whole_order_forward_and_back(
            String name, List<Function<Tasks, OrderField<?>>> orders, String order, Database db) {
        Selection<Tasks, Task> tasks = db.from(TASKS);
        for (Function<Tasks, OrderField<?>> each : orders) {
            tasks = tasks.orderBy(each);
        }

        List<String> expected = sql.rows("select id from tasks order by " + order);
        for (int size : new int[] {1, 4, 23, 100}) {
            walk(tasks.limit(size), expected, size, task -> task.getId().toString());
        }
    }

    /** Each column, both ways, NULLs at either end: the token must bring back exactly the value that it was made of. */
    @ParameterizedTest
    @MethodSource("columns")
    void slices_by_a_column_of_any_type_lose_no_row(String column, Database db) {
        for (String direction : List.of("asc", "desc", "asc nulls first", "desc nulls last")) {
            List<String> expected = sql.rows("select id from specimens order by %s %s, id %s"
                    .formatted(column, direction, direction.startsWith("desc") ? "desc" : "asc"));
            Selection<Specimens, Specimen> specimens = db.from(SPECIMENS)
                    .orderBy(s -> ordered(s, column, direction))
                    .limit(4);

            walk(specimens, expected, 4, specimen -> specimen.getId().toString());
        }
    }

    static Stream<String> columns() {
        return Stream.of(
                "label",
                "mood",
                "small",
                "big",
                "ratio",
                "approximate",
                "exact",
                "flag",
                "day",
                "time_of_day",
                "local_time",
                "instant",
                "span",
                "valid_during",
                "seats",
                "document",
                "payload",
                "address",
                "scores",
                "currency");
    }

    private static OrderField<?> ordered(Specimens table, String column, String direction) {
        var field = table.field(column);
        return switch (direction) {
            case "asc" -> field.asc();
            case "desc" -> field.desc();
            case "asc nulls first" -> field.asc().nullsFirst();
            default -> field.desc().nullsLast();
        };
    }

    private static <T extends org.jooq.Table<R>, R extends org.jooq.Record> void walk(
            Selection<T, R> slices, List<String> expected, int size, Function<R, String> id) {
        List<String> there = new ArrayList<>();
        Slice<R> slice = slices.findSlice();
        assertThat(slice.previous()).isEmpty();
        there.addAll(ids(slice, id));
        while (slice.next().isPresent()) {
            slice = slices.after(slice.next().get()).findSlice();
            assertThat(slice.previous()).isPresent();
            there.addAll(ids(slice, id));
        }
        assertThat(there).as("forward by %d", size).isEqualTo(expected);

        List<String> back = new ArrayList<>(ids(slice, id));
        while (slice.previous().isPresent()) {
            slice = slices.before(slice.previous().get()).findSlice();
            if (!slice.rows().isEmpty()) {
                assertThat(slice.next()).isPresent();
            }
            back.addAll(0, ids(slice, id));
        }
        assertThat(back).as("back by %d", size).isEqualTo(expected);
    }

    private static <R> List<String> ids(Slice<R> slice, Function<R, String> id) {
        return slice.rows().stream().map(id).toList();
    }

    @Test
    @Fault("2.1")
    void a_slice_loads_what_is_included_and_its_limit_is_of_the_parents(Database db) {
        Slice<User> first = db.model(USERS)
                .include(USERS.POSTS)
                .orderBy(u -> u.POSTS.count().desc())
                .limit(2)
                .findSlice();
        Slice<User> second = db.model(USERS)
                .include(USERS.POSTS)
                .orderBy(u -> u.POSTS.count().desc())
                .limit(2)
                .after(first.next().orElseThrow())
                .findSlice();

        assertThat(first.rows()).extracting(user -> user.getPosts().size()).containsExactly(7, 6);
        assertThat(second.rows()).extracting(user -> user.getPosts().size()).containsExactly(5, 4);
        assertThat(second.map(User::getId).rows()).containsExactly(5L, 4L);
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void a_slice_is_one_statement_with_its_values_as_parameters(Database db, ServerLog log) {
        Selection<Tasks, Task> tasks =
                db.model(TASKS).orderBy(t -> t.TITLE).orderBy(t -> t.ID).limit(2);
        Cursor next = tasks.findSlice().next().orElseThrow();

        assertThat(log.of(() -> tasks.after(next).findSlice()))
                .singleElement()
                .asString()
                .contains("where (\"public\".\"tasks\".\"title\", \"public\".\"tasks\".\"id\") > ($1, $2)")
                .endsWith("fetch next 3 rows only");
    }

    @Test
    void a_cursor_narrows_any_reading_of_its_order(Database db) {
        Selection<Tasks, Task> tasks = db.model(TASKS).orderBy(t -> t.ID.desc()).limit(5);
        Cursor cursor = tasks.findSlice().next().orElseThrow();

        assertThat(tasks.after(cursor).findAll()).extracting(Task::getId).containsExactly(18L, 17L, 16L, 15L, 14L);
        assertThat(tasks.limit(2).before(cursor).findAll())
                .as("those next to the cursor, in the order asked for")
                .extracting(Task::getId)
                .containsExactly(21L, 20L);
        assertThat(tasks.limit(100).after(cursor).count()).isEqualTo(18);
        assertThat(tasks.limit(100).after(cursor).where(t -> t.TITLE.eq("t1")).findOne())
                .map(Task::getId)
                .contains(16L);
    }

    @Test
    void rows_that_come_before_a_slice_do_not_shift_it(Database db) {
        Selection<Tasks, Task> tasks = db.model(TASKS).orderBy(t -> t.TITLE).limit(4);
        Slice<Task> first = tasks.findSlice();
        List<Long> second = ids(tasks.after(first.next().orElseThrow()));

        sql.run("delete from tasks where id = " + first.rows().getLast().getId()
                + "; insert into tasks (id, user_id, title) values (1000, 1, 'a')");

        assertThat(ids(tasks.after(first.next().orElseThrow()))).isEqualTo(second);
    }

    @Test
    void what_contradicts_a_slice_or_a_page_is_refused(Database db) {
        Cursor cursor = db.model(TASKS).limit(1).findSlice().next().orElseThrow();

        assertThatThrownBy(() -> db.from(TASKS).findSlice())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("findSlice() needs to know how many rows; say limit(..), at least 1.");
        assertThatThrownBy(() -> db.from(TASKS).limit(0).findSlice())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("findSlice() needs to know how many rows; say limit(..), at least 1.");
        assertThatThrownBy(() -> db.from(TASKS).limit(1).offset(1).findSlice())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("findSlice() begins at a cursor and cannot have offset(..); say after(..), or"
                        + " findAndCountAll() for a page by its number.");
        assertThatThrownBy(() -> db.from(TASKS).limit(1).offset(1).after(cursor).findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("A cursor says where the rows begin, and offset(1) says it too; take one of them out.");
        assertThatThrownBy(() -> db.from(TASKS).after(cursor).findAndCountAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("findAndCountAll() finds a page by its number and cannot have after(..) or before(..);"
                        + " say findSlice().");
        assertThatThrownBy(() -> db.from(Tables.PAGE_VIEWS).limit(1).findSlice())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("A cursor needs a total order, and page_views has no primary key to make one;"
                        + " take a table that has.");
        assertThatThrownBy(() ->
                        db.from(TASKS).after(cursor).where(t -> t.ID.gt(0L)).destroy())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("destroy() cannot have after(..) or before(..); narrow the rows with where(..).");
        assertThatThrownBy(() -> db.from(TASKS).before(cursor).toSelect())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("toSelect() reads in one direction and cannot have before(..);"
                        + " say findAll() or findSlice().");
        assertThatThrownBy(() -> db.from(TASKS).offset(-1))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("offset(-1) is negative; say how many rows.");
        assertThat(sql.value("select count(*) from tasks")).isEqualTo("23");
    }

    @Test
    void a_selection_as_plain_jooq_runs_and_stands_in_other_statements(Database db) {
        var newest = db.model(USERS).orderBy(u -> u.ID.desc()).limit(2);

        List<User> rows = newest.toSelect().fetch();

        assertThat(rows).extracting(User::getFirstName).containsExactly("u7", "u6");
        assertThat(db.dsl()
                        .fetchCount(db.model(POSTS).where(p -> p.TITLE.eq("p1")).toSelect()))
                .isEqualTo(7);
        assertThat(db.dsl()
                        .selectFrom(POSTS)
                        .where(POSTS.AUTHOR_ID.in(DSL.select(DSL.field("id", Long.class))
                                .from(newest.toSelect().asTable("newest"))))
                        .fetch())
                .extracting(Post::getAuthorId)
                .containsOnly(6L, 7L);
        assertThatThrownBy(() -> newest.include(USERS.POSTS).toSelect())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("toSelect() on users is a flat select and cannot have an include; take it out,"
                        + " or drop the scope that adds it.");
    }

    private static List<Long> ids(Selection<Tasks, Task> tasks) {
        return tasks.findAll().stream().map(Task::getId).toList();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
