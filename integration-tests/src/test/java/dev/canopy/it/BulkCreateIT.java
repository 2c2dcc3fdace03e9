package dev.canopy.it;

import static dev.canopy.sample.Tables.DEPARTMENTS;
import static dev.canopy.sample.Tables.INVOICES;
import static dev.canopy.sample.Tables.SURVEY_RESPONSES;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.sample.audit.Tables.ENTRIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Department;
import dev.canopy.sample.tables.records.Invoice;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Many rows by few statements: which they are, what they return, and in which order. */
@CanopyTest(isolation = Isolation.DATABASE)
class BulkCreateIT {
    private final Database db;
    private final Model<Users, User, Long> users;
    private final PlainSql sql;

    BulkCreateIT(Database db, DataSource dataSource) {
        this.db = db;
        this.users = db.model(USERS);
        this.sql = new PlainSql(dataSource);
    }

    @Test
    void a_thousand_rows_are_one_statement_whose_text_does_not_depend_on_how_many(ServerLog log) {
        List<String> thousand = log.of(() -> users.bulkCreate(people(0, 1_000)));
        List<String> two = log.of(() -> users.bulkCreate(people(1_000, 2)));

        assertThat(thousand).hasSize(1).isEqualTo(two);
        assertThat(thousand.getFirst())
                .startsWith("insert into \"public\".\"users\" (\"first_name\", \"last_name\", \"email\")"
                        + " select \"s\".\"c0\", \"s\".\"c1\", \"s\".\"c2\" from unnest(");
        assertThat(sql.value("select count(*) from users")).isEqualTo("1002");
    }

    @Test
    void generated_keys_ascend_in_the_order_given_and_stand_in_their_own_rows() {
        List<User> people = people(0, 1_000);

        List<User> created = users.bulkCreate(people);

        assertThat(created).containsExactlyElementsOf(people);
        assertThat(created).extracting(User::getId).isSorted();
        assertThat(sql.rows("select id, email from users order by id"))
                .isEqualTo(created.stream()
                        .map(user -> user.getId() + "|" + user.getEmail())
                        .toList());
        assertThat(created).allSatisfy(user -> {
            assertThat(user.getActive()).as("the database's default").isTrue();
            assertThat(user.changedFields()).isEmpty();
            assertThat(user.isNew()).isFalse();
        });
    }

    @Test
    void defaults_apply_to_the_rows_that_leave_them_alone_in_two_statements_at_most(ServerLog log) {
        List<User> people = people(0, 1_000);
        people.get(1).setActive(false);
        people.get(2).setLogins(7);
        people.get(3).setNote("a column without a default");
        people.get(4).setActive(false).setLogins(9).setNote("all");

        List<String> statements = log.of(() -> users.bulkCreate(people));

        assertThat(statements).hasSizeLessThanOrEqualTo(2);
        assertThat(sql.rows("select active, logins, note from users order by id limit 6"))
                .containsExactly(
                        "t|0|null", "f|0|null", "t|7|null", "t|0|a column without a default", "f|9|all", "t|0|null");
        assertThat(people).extracting(User::getId).isSorted();
    }

    @Test
    void a_column_without_a_default_that_only_some_rows_set_keeps_it_one_statement(ServerLog log) {
        List<User> people = people(0, 1_000);
        people.get(3).setNote("noted");

        List<String> statements = log.of(() -> users.bulkCreate(people));

        assertThat(statements).singleElement().asString().contains("unnest(");
        assertThat(sql.rows("select email from users where note = 'noted'")).containsExactly("p3@example.com");
    }

    @Test
    void the_number_of_binds_is_no_limit(ServerLog log) {
        List<User> people = people(0, 30_000);

        List<String> statements = log.of(() -> users.bulkCreate(people));

        assertThat(statements)
                .as("90,000 values")
                .filteredOn(s -> s.startsWith("insert"))
                .hasSize(6);
        assertThat(sql.value("select count(*) from users")).isEqualTo("30000");
        assertThat(people).extracting(User::getId).isSorted();
    }

    @Test
    void rows_of_defaults_alone_and_wide_rows_with_different_columns_are_inserted() {
        var responses = db.model(SURVEY_RESPONSES);
        var empty = responses.bulkCreate(
                IntStream.range(0, 3).mapToObj(i -> responses.build(r -> {})).toList());
        assertThat(empty).extracting(r -> r.getId()).isSorted().doesNotContainNull();

        // 120 columns, of which each row sets others: more values than one statement has binds.
        var wide = IntStream.range(0, 1_200)
                .mapToObj(i -> responses.build(r -> {
                    for (int column = 2; column < 120; column++) {
                        if (column % 7 != i % 7) {
                            r.set(r.field(column, Integer.class), i);
                        }
                    }
                }))
                .toList();
        responses.bulkCreate(wide);
        assertThat(sql.value("select count(*), sum(answer_001), count(answer_002) from survey_responses"))
                .isEqualTo("1203|%d|%d"
                        .formatted(
                                IntStream.range(0, 1_200)
                                        .filter(i -> i % 7 != 2)
                                        .sum(),
                                IntStream.range(0, 1_200)
                                        .filter(i -> i % 7 != 3)
                                        .count()));
    }

    @Test
    void keys_of_several_columns_another_schema_and_numbers_that_only_the_server_gives() {
        sql.run("insert into companies values (1, 'One'), (12, 'Twelve')");
        Model<?, Department, ?> departments = db.model(DEPARTMENTS);
        departments.bulkCreate(List.of(
                departments.build(d -> d.setCompanyNo(1).setDepartmentNo(23).setName("a")),
                departments.build(d -> d.setCompanyNo(12).setDepartmentNo(3).setName("b"))));
        Model<?, Invoice, Long> invoices = db.model(INVOICES);
        List<Invoice> billed = invoices.bulkCreate(LongStream.rangeClosed(1, 3)
                .mapToObj(i -> invoices.build(
                        v -> v.setNumber("overwritten by a trigger").setTotal(BigDecimal.valueOf(i))))
                .toList());
        var entries = db.model(ENTRIES);
        var logged =
                entries.bulkCreate(List.of(entries.build(e -> e.setAction("x")), entries.build(e -> e.setAction("y"))));

        assertThat(sql.rows("select * from departments order by 1")).containsExactly("1|23|a", "12|3|b");
        assertThat(billed).extracting(Invoice::getNumber).containsExactly("INV-000001", "INV-000002", "INV-000003");
        assertThat(billed).extracting(v -> v.getTotal().intValue()).containsExactly(1, 2, 3);
        assertThat(logged).extracting(e -> e.getId() + e.getAction()).containsExactly("1x", "2y");
    }

    @Test
    void a_trigger_that_leaves_rows_out_is_said_and_nothing_is_written() {
        sql.run("""
                create function refuse_b() returns trigger language plpgsql as
                $$ begin if new.name = 'b' then return null; end if; return new; end $$;
                create trigger refuse_b before insert on tags for each row execute function refuse_b();
                """);
        Model<?, Tag, Long> tags = db.model(TAGS);
        List<Tag> rows = List.of(tags.build(t -> t.setName("a")), tags.build(t -> t.setName("b")));

        assertThatThrownBy(() -> db.transaction(() -> {
                    tags.bulkCreate(rows);
                }))
                .hasMessage(
                        "1 of 2 rows of Tag were not inserted, and no error said why: a trigger or a rule of the table"
                                + " leaves rows out, so that those returned cannot be told from one another."
                                + " Insert them one by one.");
        assertThat(sql.value("select count(*) from tags")).isEqualTo("0");
        assertThat(rows).allSatisfy(row -> assertThat(row.isNew()).isTrue());
    }

    @Test
    void nothing_to_create_is_no_statement(ServerLog log) {
        assertThat(log.of(() -> assertThat(users.bulkCreate(List.of())).isEmpty()))
                .isEmpty();
    }

    private List<User> people(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> users.build(
                        u -> u.setFirstName("P" + i).setLastName("Q").setEmail("p" + i + "@example.com")))
                .toList();
    }
}
