package dev.canopy.it;

import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.SURVEY_RESPONSES;
import static dev.canopy.sample.Tables.USERS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.row;

import dev.canopy.Database;
import dev.canopy.association.Computed;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.sample.tables.Specimens;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ServerLog;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type is the same value at the top, in a to-one and deep inside an include, and that value is the right one. */
@CanopyTest
class TypesIT {
    private static final UUID ROOT = new UUID(0, 1);
    private static final UUID FULL = new UUID(0, 2);
    private static final UUID EDGE = new UUID(0, 3);
    private static final UUID EMPTY = new UUID(0, 4);

    @BeforeEach
    void rows(DataSource dataSource) {
        new PlainSql(dataSource).run("""
            insert into specimens (id, label) values ('%1$s', 'root');
            insert into specimens (id, derived_from, label, moods, postal_code, currency, small, whole, big, price, ratio,
                approximate, exact, flag, day, time_of_day, local_time, instant, span, valid_during, seats, document,
                raw_document, payload, address, scores, labels, relatives, instants, amounts, payloads)
            values ('%2$s', '%1$s', 'quote " back \\ 🌳 \uFFFF', '{ok}', '01234', 'EUR', 1, 2, 9223372036854775807, 1.50,
                12345678901234567890.1234567890, 1.1, 0.1, true, '2026-11-24', '10:11:12.123456',
                '2026-11-24 10:11:12.123456', '2026-11-24 10:11:12.123456+02', '1 year 2 mons 3 days 04:05:06.789',
                '[2026-01-01 00:00+00,2026-02-01 00:00+00)', '[1,5)', '{"a": [1, null]}', '{"b":  1, "b": 2}',
                'bytes', '10.0.0.1', '{1,NULL,3}', '{"a,b","","NULL",NULL}', '{%2$s}',
                '{"2026-11-24 10:11:12.123456+02"}', '{1.50,2}', '{"\\\\x00ff"}');
            insert into specimens (id, derived_from, label, day, time_of_day, local_time, instant, approximate, exact,
                document, scores, labels, payload, payloads)
            values ('%3$s', '%1$s', '', '0044-03-15 BC', '24:00', 'infinity', '-infinity', 'NaN', '-infinity', 'null',
                '{}', '{}', '', '{}');
            insert into specimens (id, derived_from, label) values ('%4$s', '%1$s', 'empty');
            """.formatted(ROOT, FULL, EDGE, EMPTY));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void nested_equals_top(Strategy by, DataSource dataSource) {
        Database db = Database.using(dataSource, c -> c.strategy(by));
        Specimen root = db.model(SPECIMENS)
                .where(s -> s.ID.eq(ROOT))
                .include(SPECIMENS
                        .SPECIMENS_BY_DERIVED_FROM
                        .orderBy(s -> s.ID)
                        .include(SPECIMENS.SPECIMENS_BY_DERIVED_FROM))
                .requireOne();

        assertThat(root.getSpecimensByDerivedFrom()).extracting(Specimen::getId).containsExactly(FULL, EDGE, EMPTY);
        for (Specimen nested : root.getSpecimensByDerivedFrom()) {
            Specimen top = db.model(SPECIMENS).requireByPk(nested.getId());
            for (int i = 0; i < top.size(); i++) {
                assertThat(nested.get(i))
                        .as("%s of %s", top.field(i), nested.getId())
                        .isEqualTo(top.get(i));
            }
        }
    }

    /** PostgreSQL has numerics that are no numbers, and Java's decimals are none of them. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Fault("2.37")
    void a_numeric_that_is_no_number_is_refused_by_the_name_of_its_column(Strategy by, DataSource dataSource) {
        Database db = Database.using(dataSource, c -> c.strategy(by));
        PlainSql sql = new PlainSql(dataSource);
        for (String value : List.of("NaN", "Infinity", "-Infinity")) {
            String refused =
                    "The column %s holds " + value + ", which BigDecimal cannot; map it with a converter from String.";
            sql.run("update specimens set ratio = '%s' where id = '%s'".formatted(value, FULL));

            assertThat(sql.value("select ratio from specimens where id = '%s'".formatted(FULL)))
                    .isEqualTo(value);
            assertThatThrownBy(() -> db.model(SPECIMENS).findByPk(FULL))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage(refused.formatted("ratio"));
            assertThatThrownBy(() -> db.model(SPECIMENS)
                            .where(s -> s.ID.eq(ROOT))
                            .include(SPECIMENS.SPECIMENS_BY_DERIVED_FROM)
                            .findAll())
                    .as("in an include as well")
                    .hasMessage(refused.formatted("ratio"));
            sql.run("update specimens set ratio = null, amounts = '{1,%s}' where id = '%s'".formatted(value, FULL));
            assertThatThrownBy(() -> db.model(SPECIMENS).findByPk(FULL))
                    .as("in an array as well")
                    .hasMessage(refused.formatted("amounts"));
            sql.run("update specimens set amounts = null where id = '%s'".formatted(FULL));
        }
    }

    @Test
    void groups_have_the_same_values_as_rows(Database db, DataSource dataSource) {
        record Ends(
                LocalDate day,
                @Nullable LocalDateTime local,
                @Nullable OffsetDateTime instant,
                String label) {}
        PlainSql sql = new PlainSql(dataSource);
        sql.run("""
            update specimens set day = '12345-06-07', instant = 'infinity' where id = '%s';
            update specimens set day = 'infinity', local_time = '-infinity' where id = '%s';
            """.formatted(FULL, EMPTY));

        List<Ends> groups = db.model(SPECIMENS)
                .where(s -> s.DERIVED_FROM.eq(ROOT))
                .groupBy(s -> s.DAY, s -> s.LOCAL_TIME, s -> s.INSTANT)
                .orderBy(s -> s.DAY)
                .select(s -> row(s.DAY, s.LOCAL_TIME, s.INSTANT, max(s.LABEL)).mapping(Ends::new));

        assertThat(groups).extracting(Ends::label).isEqualTo(sql.rows("""
            select max(label) from specimens where derived_from = '%s'
            group by day, local_time, instant order by day""".formatted(ROOT)));
        assertThat(groups)
                .containsExactly(
                        new Ends(LocalDate.of(-43, 3, 15), LocalDateTime.MAX, OffsetDateTime.MIN, ""),
                        new Ends(
                                LocalDate.of(12345, 6, 7),
                                LocalDateTime.of(2026, 11, 24, 10, 11, 12, 123_456_000),
                                OffsetDateTime.MAX,
                                "quote \" back \\ 🌳 \uFFFF"),
                        new Ends(LocalDate.MAX, LocalDateTime.MIN, null, "empty"));
        assertThat(db.model(SPECIMENS)
                        .groupBy(s -> s.INSTANT)
                        .having(s -> s.INSTANT.isNull())
                        .select(s -> s.INSTANT))
                .containsExactly((OffsetDateTime) null);
    }

    /** What was read is written into another row, and the server's own text of both rows is compared. */
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_copy_of_what_was_read_is_the_same_by_the_servers_own_text(Strategy by, DataSource dataSource, ServerLog log)
            throws SQLException {
        Database db = Database.using(dataSource, c -> c.strategy(by));
        List<Specimen> nested = new ArrayList<>();
        List<String> executed = log.of(() -> nested.addAll(db.model(SPECIMENS)
                .where(s -> s.ID.eq(ROOT))
                .include(SPECIMENS.SPECIMENS_BY_DERIVED_FROM.orderBy(s -> s.ID))
                .requireOne()
                .getSpecimensByDerivedFrom()));

        assertThat(executed)
                .filteredOn(sql -> sql.strip().startsWith("select"))
                .hasSize(by == Strategy.MULTISET ? 1 : 2);
        assertThat(nested).extracting(Specimen::getId).containsExactly(FULL, EDGE, EMPTY);
        for (Specimen specimen : nested) {
            Specimen copied = db.model(SPECIMENS).create(copy -> copy(specimen, copy));
            assertThat(text(dataSource, copied.getId())).isEqualTo(text(dataSource, specimen.getId()));
        }
    }

    /** Whatever type a column has, arrays of it are read as its values are, NULL among them. */
    @ParameterizedTest
    @MethodSource("columns")
    void an_array_of_each_type_has_the_values_of_the_type(Field<?> column, DataSource dataSource) {
        Computed<Specimens, Object[]> array = arrays(column);
        for (Strategy by : Strategy.values()) {
            Database db = Database.using(dataSource, c -> c.strategy(by));
            Specimen root = db.model(SPECIMENS)
                    .where(s -> s.ID.eq(ROOT))
                    .include(SPECIMENS.SPECIMENS_BY_DERIVED_FROM.with(array).orderBy(s -> s.ID))
                    .requireOne();

            for (Specimen nested : root.getSpecimensByDerivedFrom()) {
                Object value = nested.get(column);
                assertThat(nested.get(array)).as("nested, by %s", by).containsExactly(value, null, value);
                assertThat(db.model(SPECIMENS)
                                .byPk(nested.getId())
                                .with(array)
                                .requireOne()
                                .get(array))
                        .as("at the top")
                        .containsExactly(value, null, value);
            }
        }
    }

    /** All but arrays themselves, and those of a binding of our own, of which jOOQ makes no array type. */
    static Stream<Field<?>> columns() {
        return Stream.of(SPECIMENS.fields())
                .filter(column -> !column.getType().isArray()
                        && column.getBinding().getClass().getName().startsWith("org.jooq."));
    }

    private static Computed<Specimens, Object[]> arrays(Field<?> column) {
        @SuppressWarnings("unchecked") // compared by its elements
        DataType<Object[]> type =
                (DataType<Object[]>) (DataType<?>) column.getDataType().array();
        return Computed.of("array", SPECIMENS, s -> DSL.field("array[{0}, null, {0}]", type, s.field(column)));
    }

    private static void copy(Specimen from, Specimen to) {
        for (Field<?> column : SPECIMENS.fields()) {
            if (!column.equals(SPECIMENS.ID) && !column.equals(SPECIMENS.LABEL_LENGTH)) {
                copy(from, to, column);
            }
        }
    }

    private static <V> void copy(Specimen from, Specimen to, Field<V> column) {
        to.set(column, from.get(column));
    }

    /** Each column but the key, with its name. */
    private static List<String> text(DataSource dataSource, UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(Stream.of(SPECIMENS.fields())
                        .filter(column -> !column.equals(SPECIMENS.ID))
                        .map(column -> "'%1$s: ' || coalesce(\"%1$s\"::text, 'null')".formatted(column.getName()))
                        .collect(joining(", ", "select array[", "] from specimens where id = '" + id + "'")))) {
            found.next();
            return List.of((String[]) found.getArray(1).getArray());
        }
    }

    @Test
    void top_is_what_was_inserted(Database db) {
        Specimen full = db.model(SPECIMENS).requireByPk(FULL);

        assertThat(full.getLabel()).isEqualTo("quote \" back \\ 🌳 \uFFFF");
        assertThat(full.getBig()).isEqualTo(Long.MAX_VALUE);
        assertThat(full.getPrice()).isEqualTo(new BigDecimal("1.50"));
        assertThat(full.getRatio()).isEqualTo(new BigDecimal("12345678901234567890.1234567890"));
        assertThat(full.getDay()).isEqualTo(LocalDate.of(2026, 11, 24));
        assertThat(full.getTimeOfDay()).isEqualTo(LocalTime.parse("10:11:12.123456"));
        assertThat(full.getLocalTime()).isEqualTo(LocalDateTime.parse("2026-11-24T10:11:12.123456"));
        assertThat(full.getInstant()).isEqualTo(OffsetDateTime.parse("2026-11-24T08:11:12.123456Z"));
        assertThat(full.getDocument().data()).isEqualTo("{\"a\": [1, null]}");
        assertThat(full.getRawDocument().data()).isEqualTo("{\"b\":  1, \"b\": 2}");
        assertThat(full.getPayload()).isEqualTo("bytes".getBytes(StandardCharsets.UTF_8));
        assertThat(full.getScores()).containsExactly(1, null, 3);
        assertThat(full.getLabels()).containsExactly("a,b", "", "NULL", null);
        assertThat(full.getPayloads()).isDeepEqualTo(new byte[][] {{0, (byte) 255}});
        assertThat(full.get("valid_during")).hasToString("[\"2026-01-01 00:00:00+00\",\"2026-02-01 00:00:00+00\")");
        assertThat(full.get("address")).hasToString("10.0.0.1");
    }

    @Test
    void the_ends_of_a_type_are_its_own(Database db) {
        Specimen edge = db.model(SPECIMENS).requireByPk(EDGE);

        assertThat(edge.getLabel()).isEmpty();
        assertThat(edge.getDay()).isEqualTo(LocalDate.of(-43, 3, 15));
        assertThat(edge.getTimeOfDay()).isEqualTo(LocalTime.MAX);
        assertThat(edge.getLocalTime()).isEqualTo(LocalDateTime.MAX);
        assertThat(edge.getInstant()).isEqualTo(OffsetDateTime.MIN);
        assertThat(edge.getExact()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(edge.getDocument().data()).isEqualTo("null");
        assertThat(edge.getScores()).isEmpty();
        assertThat(edge.getPayload()).isEmpty();
        assertThat(db.model(SPECIMENS).requireByPk(EMPTY).getDocument()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_table_of_120_columns_is_included(Strategy by, DataSource dataSource) throws SQLException {
        Database db = Database.using(dataSource, c -> c.strategy(by));
        List<Field<?>> answers = Stream.of(SURVEY_RESPONSES.fields())
                .filter(column -> column.getName().startsWith("answer_"))
                .toList();
        new PlainSql(dataSource)
                .run("insert into users (id, first_name, last_name, email) values (1, 'A', 'B', 'a@example.com');");
        for (int row = 0; row < 2; row++) {
            int first = row * 1000;
            new PlainSql(dataSource)
                    .run("insert into survey_responses (user_id, %s) values (1, %s)"
                            .formatted(
                                    answers.stream().map(Field::getName).collect(joining(", ")),
                                    IntStream.range(first, first + answers.size())
                                            .mapToObj(String::valueOf)
                                            .collect(joining(", "))));
        }
        User user = db.model(USERS)
                .include(USERS.SURVEY_RESPONSES.orderBy(s -> s.ID).include(SURVEY_RESPONSES.USER))
                .requireOne();

        assertThat(answers).hasSize(118);
        assertThat(user.getSurveyResponses())
                .extracting(response -> answers.stream()
                        .map(response::get)
                        .map(Integer.class::cast)
                        .toList())
                .containsExactly(
                        IntStream.range(0, 118).boxed().toList(),
                        IntStream.range(1000, 1118).boxed().toList());
        assertThat(user.getSurveyResponses().getLast().getUser()).isEqualTo(user);
    }
}
