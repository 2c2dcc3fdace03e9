package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.ORDER;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Refinable;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/*
 *  Ada ─┬─ "50% off"  ─┬─ "one" by Bob, "two" by Bob        order 1 ── 2 × 19.99, 3 × 0.01
 *       └─ "50 euros"                                       order 2 ── nothing
 *  Bob ─┬─ "a_b"      ─── "three" by Ada                    Sam ── Botany (2), Logic (4);  Tim ── nothing
 *       └─ "aXb"
 *  Cid                                                      (Dan, deleted, wrote "gone")
 */
@CanopyTest(define = SampleModels.class)
class ConditionIT {
    private PlainSql sql;

    @BeforeEach
    void rows(DataSource dataSource) {
        sql = new PlainSql(dataSource);
        sql.run("""
                insert into users (id, first_name, last_name, email, deleted_at) values
                  (1, 'Ada', 'L', 'ada@example.com', null), (2, 'Bob', 'R', 'bob@example.com', null),
                  (3, 'Cid', 'X', 'cid@example.com', null), (4, 'Dan', 'D', 'dan@example.com', now());
                insert into posts (id, author_id, editor_id, title, published) values
                  (1, 1, 2, '50% off', true), (2, 1, null, '50 euros', false), (3, 2, null, 'a_b', true),
                  (4, 2, null, 'aXb', true), (5, 4, null, 'gone', true);
                insert into comments (post_id, author_id, body) values (1, 2, 'one'), (1, 2, 'two'), (3, 1, 'three');
                insert into "order" (id, user_id) values (1, 1), (2, 1);
                insert into order_lines values (1, 1, 2, 19.99), (1, 2, 3, 0.01);
                insert into students (id, name) values (1, 'Sam'), (2, 'Tim');
                insert into courses (id, title) values (7, 'Botany'), (8, 'Logic');
                insert into enrolments (student_id, course_id, grade) values (1, 7, 2), (1, 8, 4);
                insert into specimens (label, document, labels, seats) values
                  ('a', '{"k": {"n": 5}, "on": true}', '{red,blue}', '[1,5)'), ('b', '{"k": {"n": 12}}', '{}', '[5,9)');
                """);
    }

    @Test
    void exists_and_none_at_any_depth_equal_plain_sql(Database db) {
        assertThat(names(
                        db,
                        u -> u.POSTS
                                .where(p -> p.COMMENTS
                                        .where(c -> c.BODY.eq("three"))
                                        .exists())
                                .exists()))
                .containsExactlyElementsOf(sql.rows("""
                        select first_name from users u where deleted_at is null and exists (select 1 from posts p
                        where p.author_id = u.id and exists (select 1 from comments c where c.post_id = p.id and c.body = 'three'))"""));
        assertThat(names(db, u -> u.POSTS.none())).containsExactly("Cid");
        assertThat(names(
                        db,
                        u -> u.POSTS
                                .where(p -> p.COMMENTS
                                        .where(c -> c.AUTHOR
                                                .where(a -> a.POSTS.count().gt(1L))
                                                .exists())
                                        .none())
                                .exists()))
                .containsExactly("Ada", "Bob");
        assertThat(titles(db, p -> p.EDITOR.exists())).containsExactly("50% off");
        assertThat(titles(db, p -> p.AUTHOR.exists()))
                .as("a soft-deleted author is not there")
                .doesNotContain("gone");
        assertThat(titles(db, p -> p.AUTHOR.withDeleted().exists())).contains("gone");
    }

    @Test
    void every_counts_null_as_not_met_and_holds_for_nothing(Database db) {
        assertThat(names(db, u -> u.POSTS.every(p -> p.PUBLISHED.isTrue()))).containsExactly("Bob", "Cid");
        assertThat(names(db, u -> u.POSTS.every(p -> p.EDITOR_ID.gt(0L)))).containsExactly("Cid");
        assertThat(names(db, u -> u.POSTS.every(p -> p.COMMENTS.count().gt(0L))))
                .containsExactly("Cid");
        assertThat(db.model(STUDENTS)
                        .where(s -> s.COURSES.every((c, e) -> e.GRADE.le(4)))
                        .count())
                .isEqualTo(2);
        assertThat(db.model(STUDENTS)
                        .where(s -> s.COURSES.every((c, e) -> e.GRADE.le(3)))
                        .findAll())
                .extracting(s -> s.getName())
                .containsExactly("Tim");
    }

    @Test
    void aggregates_of_a_to_many_are_fields(Database db) {
        assertThat(value(db, ORDER.ORDER_LINES.sum(l -> l.PRICE.times(l.QUANTITY)), 1))
                .isEqualTo(
                        new BigDecimal(sql.value("select sum(price * quantity) from order_lines where order_id = 1")));
        assertThat(value(db, ORDER.ORDER_LINES.avg(l -> l.QUANTITY), 1))
                .isEqualTo(new BigDecimal(sql.value("select avg(quantity) from order_lines where order_id = 1")));
        assertThat(value(db, ORDER.ORDER_LINES.max(l -> l.PRICE), 1)).isEqualTo(new BigDecimal("19.99"));
        assertThat(value(db, ORDER.ORDER_LINES.min(l -> l.LINE_NO), 1)).isEqualTo(1);
        assertThat(value(db, ORDER.ORDER_LINES.count(), 1)).isEqualTo(2L);
        assertThat(value(db, ORDER.ORDER_LINES.sum(l -> l.PRICE), 2)).isEqualTo(BigDecimal.ZERO);
        assertThat(value(db, ORDER.ORDER_LINES.avg(l -> l.PRICE), 2)).isNull();
        assertThat(value(db, ORDER.ORDER_LINES.max(l -> l.PRICE), 2)).isNull();
        assertThat(value(db, ORDER.ORDER_LINES.count(), 2)).isEqualTo(0L);
        assertThat(value(db, ORDER.ORDER_LINES.orderBy(l -> l.PRICE).limit(1).sum(l -> l.QUANTITY), 1))
                .as("of the rows that a limit leaves")
                .isEqualTo(new BigDecimal(3));
    }

    @Test
    void aggregates_reach_the_junction(Database db) {
        assertThat(db.model(STUDENTS)
                        .where(s -> s.COURSES.avg((c, e) -> e.GRADE).eq(new BigDecimal(3)))
                        .where(s -> s.COURSES.max((c, e) -> e.GRADE).eq(4))
                        .where(s -> s.COURSES.min((c, e) -> e.GRADE).eq(2))
                        .where(s -> s.COURSES.sum((c, e) -> e.GRADE).eq(new BigDecimal(6)))
                        .findAll())
                .extracting(s -> s.getName())
                .containsExactly("Sam");
    }

    @Test
    @Fault("0.2")
    void an_empty_in_is_nothing_and_an_empty_not_in_is_everything(Database db) {
        assertThat(db.model(POSTS).where(p -> p.ID.in(List.of())).findAll()).isEmpty();
        assertThat(db.model(POSTS).where(p -> p.ID.notIn(List.of())).count()).isEqualTo(5);
        assertThat(db.model(POSTS).where(p -> p.ID.notIn(List.<Long>of()).not()).count())
                .isZero();
    }

    @Test
    @Fault({"0.2", "2.10"})
    void nothing_optional_widens_a_query_unless_it_says_so(Database db) {
        Optional<String> given = Optional.of("a_b");

        assertThat(db.model(POSTS)
                        .whereIf(given, (p, title) -> p.TITLE.eq(title))
                        .count())
                .isEqualTo(1);
        assertThat(db.model(POSTS)
                        .whereIf(Optional.<String>empty(), (p, title) -> p.TITLE.eq(title))
                        .count())
                .isEqualTo(5);
        assertThat(db.model(POSTS).where(p -> p.EDITOR_ID.eq((Long) null)).count())
                .as("a null that slipped in finds nothing")
                .isZero();
        assertThat(db.model(USERS)
                        .include(USERS.POSTS.whereIf(given, (p, title) -> p.TITLE.eq(title)))
                        .where(u -> u.ID.eq(2L))
                        .requireOne()
                        .getPosts())
                .hasSize(1);
    }

    @Test
    @Fault("0.20")
    void helpers_of_like_take_percent_and_underscore_as_they_are(Database db) {
        assertThat(titles(db, p -> p.TITLE.startsWith("50%"))).containsExactly("50% off");
        assertThat(titles(db, p -> p.TITLE.contains("%"))).containsExactly("50% off");
        assertThat(titles(db, p -> p.TITLE.contains("_"))).containsExactly("a_b");
        assertThat(titles(db, p -> p.TITLE.endsWith("_b"))).containsExactly("a_b");
        assertThat(titles(db, p -> p.TITLE.containsIgnoreCase("A_B"))).containsExactly("a_b");
        assertThat(titles(db, p -> p.TITLE.contains("\\"))).isEmpty();
        assertThat(titles(db, p -> p.TITLE.contains("!"))).isEmpty();
    }

    @Test
    void what_postgresql_has_comes_through_jooq(Database db) {
        assertThat(labels(
                        db,
                        s -> DSL.jsonbGetAttributeAsText(DSL.jsonbGetAttribute(s.DOCUMENT, "k"), "n")
                                .cast(Integer.class)
                                .gt(7)))
                .containsExactly("b");
        assertThat(labels(db, s -> DSL.condition("{0} @> {1}::jsonb", s.DOCUMENT, DSL.val("{\"on\": true}"))))
                .containsExactly("a");
        assertThat(labels(db, s -> DSL.arrayOverlap(s.LABELS, DSL.val(new String[] {"red", "green"}, s.LABELS))))
                .containsExactly("a");
        assertThat(labels(db, s -> DSL.condition("{0} @> {1}", s.field("seats"), DSL.val(5))))
                .containsExactly("b");
        assertThat(titles(
                        db,
                        p -> DSL.condition(
                                "to_tsvector('english', {0}) @@ websearch_to_tsquery('english', {1})",
                                p.TITLE, DSL.val("euro"))))
                .containsExactly("50 euros");
    }

    @Test
    void a_condition_serves_any_table_of_its_class(Database db) {
        Function<Users, Condition> named = u -> u.FIRST_NAME.in("Ada", "Bob");
        Selection<Posts, Post> posts =
                db.model(POSTS).where(p -> p.AUTHOR.where(named).exists());
        Refinable<Users> users = db.model(USERS).where(named);

        assertThat(posts.count()).isEqualTo(4);
        assertThat(users).isInstanceOf(Selection.class);
        assertThat(names(db, named)).containsExactly("Ada", "Bob");
        assertThat(db.model(COMMENTS)
                        .where(c -> c.AUTHOR.where(named).exists())
                        .where(c -> c.POST.where(p -> p.AUTHOR.where(named).exists())
                                .exists())
                        .count())
                .isEqualTo(3);
    }

    private static List<String> names(Database db, Function<Users, Condition> condition) {
        return db.model(USERS).where(condition).orderBy(u -> u.ID).findAll().stream()
                .map(User::getFirstName)
                .toList();
    }

    private static List<String> titles(Database db, Function<Posts, Condition> condition) {
        return db.model(POSTS).where(condition).orderBy(p -> p.ID).findAll().stream()
                .map(Post::getTitle)
                .toList();
    }

    private static List<String> labels(Database db, Function<dev.canopy.sample.tables.Specimens, Condition> condition) {
        return db.model(SPECIMENS).where(condition).orderBy(s -> s.LABEL).findAll().stream()
                .map(specimen -> specimen.getLabel())
                .toList();
    }

    private static Object value(Database db, Field<?> field, long order) {
        return db.dsl()
                .select(field)
                .from(ORDER)
                .where(ORDER.ID.eq(order))
                .fetchSingle()
                .value1();
    }
}
