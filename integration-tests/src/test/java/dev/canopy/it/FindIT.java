package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.DEPARTMENTS;
import static dev.canopy.sample.Tables.ENROLMENTS;
import static dev.canopy.sample.Tables.ORDER;
import static dev.canopy.sample.Tables.ORDER_LINES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.POST_STATISTICS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.USERS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.sum;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.NotSoleException;
import dev.canopy.sample.tables.OrderLines;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.DepartmentKey;
import dev.canopy.sample.tables.records.EnrolmentKey;
import dev.canopy.sample.tables.records.OrderLine;
import dev.canopy.sample.tables.records.OrderLineKey;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/*
 *  users:  Ada (3 logins), Bob (4), Cid (5, inactive), Dan (6, deleted), Eve (2147483647), Flo (2147483647)
 *  posts:  Ada ── "50% off", "50 euros";  Bob ── "a_b", "aXb"
 *  orders: 1 ── 2 × 19.99, 1 × 0.01, 3 × 1234567890.12      2 ── 7 × 5.00
 */
@CanopyTest(define = SampleModels.class)
class FindIT {
    private PlainSql sql;

    @BeforeEach
    void rows(DataSource dataSource) {
        sql = new PlainSql(dataSource);
        sql.run("""
                insert into users (id, first_name, last_name, email, active, logins, deleted_at, note) values
                  (1, 'Ada', 'L', 'ada@example.com', true, 3, null, 'x'), (2, 'Bob', 'R', 'bob@example.com', true, 4, null, 'y'),
                  (3, 'Cid', 'X', 'cid@example.com', false, 5, null, 'x'), (4, 'Dan', 'D', 'dan@example.com', true, 6, now(), 'x'),
                  (5, 'Eve', 'L', 'eve@example.com', true, 2147483647, null, 'x'),
                  (6, 'Flo', 'L', 'flo@example.com', true, 2147483647, null, null);
                insert into posts (id, author_id, title, published) values
                  (1, 1, '50% off', true), (2, 1, '50 euros', false), (3, 2, 'a_b', true), (4, 2, 'aXb', true);
                insert into comments (post_id, author_id, body) values (1, 2, 'one'), (1, 2, 'two'), (3, 1, 'three');
                insert into companies values (1, 'One'), (12, 'Twelve');
                insert into departments values (1, 23, 'one-23'), (12, 3, 'twelve-3');
                insert into students (id, name) values (1, 'Sam');
                insert into courses (id, title) values (7, 'Botany');
                insert into enrolments (student_id, course_id, grade) values (1, 7, 2);
                insert into "order" (id, user_id) values (1, 1), (2, 2);
                insert into order_lines values (1, 1, 2, 19.99), (1, 2, 1, 0.01), (1, 3, 3, 1234567890.12), (2, 1, 7, 5.00);
                insert into specimens (label, exact, instant) values ('a', 0.1, 'infinity'), ('b', 0.2, '-infinity');
                """);
    }

    @Test
    void the_first_is_the_first_by_the_order_else_by_key(Database db) {
        assertThat(db.model(USERS).findOne()).map(User::getFirstName).contains("Ada");
        assertThat(db.model(USERS).orderBy(u -> u.FIRST_NAME.desc()).findOne())
                .map(User::getFirstName)
                .contains("Flo");
        assertThat(db.model(USERS).where(u -> u.ID.eq(99L)).findOne()).isEmpty();
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void the_first_is_one_statement_that_asks_for_one_row(Database db, ServerLog log) {
        assertThat(log.of(() -> db.model(USERS).where(u -> u.NOTE.eq("x")).findOne()))
                .singleElement()
                .asString()
                .endsWith("order by \"public\".\"users\".\"id\" fetch next 1 rows only");
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void a_row_by_its_key_is_asked_for_without_order_or_page(Database db, ServerLog log) {
        Selection<Users, User> ada = db.model(USERS).byPk(1L);

        assertThat(log.of(() -> ada.orderBy(u -> u.EMAIL).findOne()))
                .singleElement()
                .asString()
                .contains("\"users\".\"id\" = $1")
                .doesNotContain("order by", "fetch next");
        assertThat(ada.limit(0).findAll()).isEmpty();
        assertThat(ada.offset(1).findAll()).isEmpty();
        assertThat(ada.limit(1).findAll()).extracting(User::getFirstName).containsExactly("Ada");
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void a_part_of_a_key_names_many_rows(Database db, ServerLog log) {
        Selection<OrderLines, OrderLine> lines = db.from(ORDER_LINES).where(l -> l.ORDER_ID.eq(1L));

        assertThat(lines.limit(2).findAll()).hasSize(2);
        assertThat(log.of(() -> lines.limit(2).findAll()))
                .singleElement()
                .asString()
                .endsWith("fetch next 2 rows only");
        assertThat(log.of(() -> lines.where(l -> l.LINE_NO.eq(2)).limit(2).findAll()))
                .singleElement()
                .asString()
                .doesNotContain("order by", "fetch next");
    }

    @Test
    void the_sole_one_is_refused_where_there_are_two(Database db) {
        assertThat(db.model(USERS).where(u -> u.EMAIL.eq("bob@example.com")).findSole())
                .map(User::getFirstName)
                .contains("Bob");
        assertThat(db.model(USERS).where(u -> u.ID.eq(99L)).findSole()).isEmpty();
        assertThatThrownBy(() -> db.model(USERS).where(u -> u.LAST_NAME.eq("L")).findSole())
                .isInstanceOf(NotSoleException.class)
                .hasMessage("More than one User meets the conditions; findSole() wants one at most."
                        + " Narrow them, or say findOne() for the first.");
    }

    @Test
    void what_is_required_and_not_there_says_so(Database db) {
        assertThatThrownBy(() -> db.model(USERS).where(u -> u.ID.eq(99L)).requireOne())
                .isInstanceOf(NotFoundException.class)
                .hasMessage("No User meets the conditions, or a default scope or soft deletion hides it;"
                        + " say findOne() where that may be.");
        assertThatThrownBy(() -> db.model(USERS).requireByPk(3L))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("There is no User with the key 3, or a default scope or soft deletion hides it.");
    }

    @Test
    @Fault("2.8")
    void composite_keys_are_typed_and_compared_as_values(Database db) {
        assertThat(db.model(DEPARTMENTS).requireByPk(new DepartmentKey(1, 23)).getName())
                .isEqualTo("one-23");
        assertThat(db.model(DEPARTMENTS).requireByPk(new DepartmentKey(12, 3)).getName())
                .isEqualTo("twelve-3");
        assertThat(db.model(DEPARTMENTS).findByPk(new DepartmentKey(12, 23))).isEmpty();
        assertThat(db.model(ENROLMENTS).requireByPk(new EnrolmentKey(1L, 7L)).getGrade())
                .isEqualTo(2);
        assertThat(db.model(ORDER_LINES).requireByPk(new OrderLineKey(1L, 2)).getPrice())
                .isEqualTo(new BigDecimal("0.01"));
    }

    @Test
    void the_row_of_a_key_is_a_selection_like_any_other(Database db) {
        Model<Users, User, Long> users = db.model(USERS);

        assertThat(users.byPk(1L).include(USERS.POSTS).requireOne().getPosts())
                .extracting(Post::getTitle)
                .containsExactlyInAnyOrder("50% off", "50 euros");
        assertThat(users.byPk(3L).findOne()).as("a default scope hides it").isEmpty();
        assertThat(users.byPk(3L).unscoped().select(u -> u.FIRST_NAME).findOne())
                .contains("Cid");
        assertThat(users.byPk(4L).findOne()).as("deleted").isEmpty();
        assertThat(users.byPk(4L).withDeleted().findSole())
                .map(User::getFirstName)
                .contains("Dan");
        assertThat(db.model(DEPARTMENTS).byPk(new DepartmentKey(12, 3)).count()).isOne();
        assertThat(db.transaction(() -> users.byPk(2L).forUpdate().findOne()))
                .map(User::getFirstName)
                .contains("Bob");
        assertThat(users.byPk(2L).update(user -> user.setNote("z")))
                .as("the key is a condition that the caller wrote")
                .isOne();
        assertThat(sql.value("select string_agg(id || note, ',' order by id) from users where note in ('y', 'z')"))
                .isEqualTo("2z");
    }

    @Test
    void a_model_is_the_way_to_all_its_rows(Database db) {
        Model<Users, User, Long> users = db.model(USERS);

        assertThat(users.rows().distinct(u -> u.LAST_NAME)).containsExactly("L", "R");
        assertThat(users.rows().offset(3).findSole()).map(User::getFirstName).contains("Flo");
        assertThatThrownBy(() -> users.rows().destroy())
                .as("all rows are no condition that the caller wrote")
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("everyRow()");
    }

    @Test
    @Fault({"0.4", "2.6"})
    void count_counts_the_rows_that_findAll_gives_and_never_what_is_included(Database db) {
        assertThat(db.model(USERS).count()).isEqualTo(4);
        assertThat(db.model(USERS).include(USERS.POSTS).count()).isEqualTo(4);
        assertThat(db.model(USERS).include(USERS.POSTS.required()).count()).isEqualTo(Long.parseLong(sql.value("""
                        select count(*) from users u where active and deleted_at is null
                        and exists (select 1 from posts p where p.author_id = u.id)""")));
        assertThat(db.model(USERS).limit(3).count()).isEqualTo(3);
        assertThat(db.model(USERS).limit(3).offset(2).count()).isEqualTo(2);
        assertThat(db.model(USERS).where(u -> u.NOTE.eq("z")).exists()).isFalse();
        assertThat(db.model(USERS).where(u -> u.NOTE.eq("x")).exists()).isTrue();
        assertThat(db.model(USERS).limit(4).offset(4).exists()).isFalse();
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void a_count_is_a_count_and_one_statement(Database db, ServerLog log) {
        assertThat(log.of(() -> db.model(POSTS).include(POSTS.COMMENTS).count()))
                .containsExactly("select cast(count(*) as bigint) from \"public\".\"posts\"");
    }

    @Test
    void counts_by_group_are_in_the_order_of_the_values_and_know_null(Database db) {
        Map<String, Long> byNote = db.model(USERS).countBy(u -> u.NOTE);

        assertThat(byNote.keySet()).containsExactly("x", "y", null);
        assertThat(byNote.values()).containsExactly(2L, 1L, 1L);
        assertThat(db.model(USERS).orderBy(u -> u.ID).limit(2).countBy(u -> u.NOTE))
                .containsExactly(Map.entry("x", 1L), Map.entry("y", 1L));
        assertThat(db.model(USERS).countBy(u -> DSL.left(u.EMAIL, 1).concat("?")))
                .containsOnlyKeys("a?", "b?", "e?", "f?");
    }

    @Test
    @Fault("2.37")
    void aggregates_have_the_exact_type_and_value(Database db) {
        Model<OrderLines, OrderLine, OrderLineKey> lines = db.model(ORDER_LINES);

        assertThat(lines.sum(l -> l.PRICE)).isEqualTo(new BigDecimal(sql.value("select sum(price) from order_lines")));
        assertThat(lines.avg(l -> l.PRICE)).contains(new BigDecimal(sql.value("select avg(price) from order_lines")));
        assertThat(lines.max(l -> l.PRICE)).contains(new BigDecimal("1234567890.12"));
        assertThat(lines.min(l -> l.QUANTITY)).contains(1);
        assertThat(db.model(USERS).sum(u -> u.LOGINS).longValueExact())
                .as("two integers at their end do not overflow")
                .isEqualTo(3 + 4 + 2 * 2147483647L);
        assertThat(db.model(USERS).sum(u -> u.ID).longValueExact()).isEqualTo(14);
        assertThat(db.model(SPECIMENS).sum(s -> s.EXACT))
                .isEqualTo(new BigDecimal(sql.value("select sum(exact) from specimens")));
        assertThat(db.model(SPECIMENS).max(s -> s.INSTANT)).contains(OffsetDateTime.MAX);
        assertThat(db.model(SPECIMENS).min(s -> s.INSTANT)).contains(OffsetDateTime.MIN);
        assertThat(lines.where(l -> l.ORDER_ID.eq(1L))
                        .aggregate(l -> sum(l.PRICE.times(l.QUANTITY)).filterWhere(l.QUANTITY.gt(1))))
                .contains(new BigDecimal(sql.value(
                        "select sum(price * quantity) from order_lines where order_id = 1 and quantity > 1")));
    }

    @Test
    void aggregates_of_nothing_are_zero_or_empty(Database db) {
        assertThat(db.model(ORDER_LINES).where(l -> l.QUANTITY.lt(0)).sum(l -> l.PRICE))
                .isEqualTo(BigDecimal.ZERO);
        assertThat(db.model(ORDER_LINES).where(l -> l.QUANTITY.lt(0)).avg(l -> l.PRICE))
                .isEmpty();
        assertThat(db.model(ORDER_LINES).where(l -> l.QUANTITY.lt(0)).max(l -> l.PRICE))
                .isEmpty();
        assertThat(db.model(USERS).where(u -> u.NOTE.isNull()).max(u -> u.NOTE)).isEmpty();
    }

    @Test
    void aggregates_of_a_page_are_those_of_its_rows(Database db) {
        assertThat(db.model(ORDER_LINES).orderBy(l -> l.PRICE.desc()).limit(2).sum(l -> l.PRICE))
                .isEqualTo(new BigDecimal("1234567910.11"));
        assertThat(db.model(USERS).orderBy(u -> u.ID).limit(2).aggregate(u -> sum(u.POSTS.count())))
                .contains(new BigDecimal(4));
    }

    @Test
    void different_values_come_once_in_their_order(Database db) {
        assertThat(db.model(USERS).rows().distinct(u -> u.LAST_NAME)).containsExactly("L", "R");
        assertThat(db.model(USERS).rows().distinct(u -> u.NOTE))
                .as("NULL is no value")
                .containsExactly("x", "y");
        assertThat(db.model(USERS).limit(1).offset(1).distinct(u -> u.LAST_NAME))
                .containsExactly("R");
        assertThatThrownBy(() -> db.model(USERS).orderBy(u -> u.ID).distinct(u -> u.NOTE))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("distinct(..) gives the values in their own order; take orderBy(..) out.");
    }

    @Test
    void groups_are_narrowed_ordered_and_mapped_to_records(Database db) {
        record Share(String lastName, int users, BigDecimal logins) {}

        List<Share> shares = db.model(USERS)
                .where(u -> u.ID.le(5L))
                .groupBy(u -> u.LAST_NAME)
                .having(u -> count().gt(0))
                .orderBy(u -> count().desc())
                .limit(1)
                .select(u -> row(u.LAST_NAME, count(), sum(u.LOGINS)).mapping(Share::new));

        assertThat(shares).containsExactly(new Share("L", 2, new BigDecimal("2147483650")));
        assertThat(sql.rows("""
                        select last_name, count(*), sum(logins) from users
                        where active and deleted_at is null and id <= 5 group by 1 order by 2 desc limit 1""")).containsExactly("L|2|2147483650");
        assertThatThrownBy(() ->
                        db.model(USERS).orderBy(u -> u.ID).groupBy(u -> u.NOTE).select(u -> u.NOTE))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("groupBy(..) orders groups, not rows; say orderBy(..) behind it instead of before it.");
        assertThatThrownBy(() -> db.model(USERS).groupBy(u -> u.NOTE).limit(-1))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("limit(-1) is negative; say how many groups.");
    }

    @Test
    void a_view_is_read_like_a_table(Database db) {
        assertThat(db.from(POST_STATISTICS).where(s -> s.COMMENT_COUNT.gt(1L)).findAll())
                .singleElement()
                .satisfies(row -> assertThat(row.getTitle()).isEqualTo("50% off"));
        assertThat(db.from(POST_STATISTICS).sum(s -> s.COMMENT_COUNT)).isEqualTo(new BigDecimal(3));
    }

    @Test
    void a_selection_is_a_value(Database db) {
        var active = db.model(USERS).where(u -> u.NOTE.eq("x"));
        var narrowed = active.where(u -> u.ID.eq(1L)).orderBy(u -> u.ID).limit(1);

        assertThat(active.count()).isEqualTo(2);
        assertThat(narrowed.count()).isEqualTo(1);
        assertThat(active.refinement().limit()).isNull();
        assertThat(active.findAll()).hasSize(2);
    }

    @Test
    @Fault({"0.4", "2.3"})
    void an_order_by_a_to_one_path_is_the_far_rows(Database db) {
        assertThat(db.model(POSTS)
                        .orderBy(p -> p.AUTHOR.get(a -> a.FIRST_NAME).desc())
                        .orderBy(p -> p.TITLE)
                        .limit(3)
                        .findAll())
                .extracting(Post::getTitle)
                .containsExactlyElementsOf(sql.rows("""
                        select title from posts p join users u on u.id = p.author_id
                        order by u.first_name desc, title limit 3"""));
        assertThat(db.model(COMMENTS)
                        .where(c ->
                                c.POST.get(p -> p.AUTHOR.get(a -> a.FIRST_NAME)).eq("Bob"))
                        .count())
                .isEqualTo(1);
        assertThat(db.dsl()
                        .select(POSTS.TITLE, POSTS.AUTHOR.get(a -> a.FIRST_NAME))
                        .from(POSTS)
                        .where(POSTS.ID.eq(3L))
                        .fetchSingle()
                        .value2())
                .as("in plain jOOQ as well")
                .isEqualTo("Bob");
    }

    @Test
    @Fault({"0.4", "2.3"})
    void an_order_by_an_aggregate_of_a_to_many_keeps_the_limit_on_the_parents(Database db) {
        assertThat(db.model(POSTS)
                        .include(POSTS.COMMENTS)
                        .orderBy(p -> p.COMMENTS.count().desc())
                        .limit(2)
                        .findAll())
                .extracting(Post::getTitle)
                .containsExactly("50% off", "a_b");
        assertThat(db.model(ORDER)
                        .orderBy(o -> o.ORDER_LINES.sum(l -> l.PRICE).desc())
                        .findAll())
                .extracting(o -> o.getId())
                .containsExactly(1L, 2L);
    }

    @Test
    @Fault({"2.1", "2.2"})
    void a_condition_on_the_children_stands_beside_an_include_of_them_and_a_limit(Database db) {
        List<User> writers = db.model(USERS)
                .where(u -> u.POSTS
                        .where(p -> p.TITLE.like("%5%").or(p.TITLE.eq("a_b")))
                        .exists())
                .include(USERS.POSTS.orderBy(p -> p.ID).include(POSTS.COMMENTS))
                .orderBy(u -> u.ID)
                .limit(2)
                .findAll();

        assertThat(writers.stream()
                        .map(user -> user.getFirstName() + "|"
                                + user.getPosts().stream().map(Post::getTitle).collect(joining(","))))
                .isEqualTo(sql.rows("""
                        select u.first_name, (select string_agg(p.title, ',' order by p.id) from posts p where p.author_id = u.id)
                        from users u where active and deleted_at is null
                        and exists (select 1 from posts p where p.author_id = u.id and (p.title like '%5%' or p.title = 'a_b'))
                        order by u.id limit 2"""));
    }

    /** A list of alternatives that happens to be empty lets nothing through; it is no condition that was left out. */
    @Test
    @Fault("2.10")
    void no_alternative_at_all_is_never_met(Database db) {
        List<Condition> none = List.of();

        assertThat(db.model(USERS).where(u -> DSL.or(none)).findAll()).isEmpty();
        assertThat(db.model(USERS).where(u -> DSL.or(none)).count()).isZero();
        assertThat(db.model(USERS).where(u -> u.ID.in(List.<Long>of())).findAll())
                .isEmpty();
        assertThat(db.model(USERS)
                        .where(u -> u.POSTS.where(p -> DSL.or(none)).exists())
                        .count())
                .isZero();
        assertThat(db.model(USERS).where(u -> DSL.or(none)).destroy()).isZero();
        assertThat(sql.value("select count(*) from users where deleted_at is null"))
                .isEqualTo("5");
    }

    @Test
    @Fault({"2.2", "2.3"})
    void an_order_by_another_tables_column_is_refused_by_name(Database db) {
        assertThatThrownBy(() -> db.model(USERS)
                        .include(USERS.POSTS)
                        .orderBy(u -> POSTS.TITLE)
                        .findAll())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("The order names \"public\".\"posts\".\"title\", which is not a column of users."
                        + " Order by a column of the lambda's table, by a value of a to-one association, as in"
                        + " p.AUTHOR.get(a -> a.LAST_NAME), or by an aggregate of a to-many association, as in"
                        + " u.POSTS.max(p -> p.TITLE).");
    }
}
