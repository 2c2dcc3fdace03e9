package dev.canopy.it;

import static dev.canopy.sample.Tables.CURIOS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.sample.enums.Mood;
import dev.canopy.sample.tables.Specimens;
import dev.canopy.sample.tables.records.Curio;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.testing.CanopyTest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;
import org.junit.jupiter.api.Test;

/** What many rows are given at once is what each would be given alone, by the server's own text of every type. */
@CanopyTest
class BulkTypesIT {
    private static final OffsetDateTime MOMENT = OffsetDateTime.parse("2026-11-24T10:11:12.123456789+02:00");

    /** A usual row, one of the ends of the types, one without values, and one of the other ends. */
    private static final List<Consumer<Specimen>> KINDS = List.of(
            s -> s.setLabel("quote \" back \\ brace {x}, 🌳")
                    .setMood(Mood.happy)
                    .setMoods(new Mood[] {Mood.ok, null, Mood.sad})
                    .setPostalCode("01234")
                    .setCurrency("EUR")
                    .setSmall((short) 1)
                    .setWhole(2)
                    .setBig(3L)
                    .setPrice(new BigDecimal("1.005"))
                    .setRatio(new BigDecimal("12345678901234567890.1234567890"))
                    .setApproximate(1.1f)
                    .setExact(0.1)
                    .setFlag(true)
                    .setDay(LocalDate.of(2026, 11, 24))
                    .setTimeOfDay(LocalTime.parse("10:11:12.123456789"))
                    .setLocalTime(MOMENT.toLocalDateTime())
                    .setInstant(MOMENT)
                    .setSpan(new YearToSecond(new YearToMonth(1, 2), new DayToSecond(3, 4, 5, 6, 789_000_000)))
                    .setValidDuring("[2026-01-01 00:00+00,2026-02-01 00:00+00)")
                    .setSeats("[1,5]")
                    .setDocument(JSONB.valueOf("{\"a\": [1, null, \"\\\"\"]}"))
                    .setRawDocument(JSON.valueOf("{\"b\":  1, \"b\": 2}"))
                    .setPayload(new byte[] {0, -1, 92, 34})
                    .setAddress("10.0.0.1")
                    .setScores(new Integer[] {1, null, 3})
                    .setLabels(new String[] {"a,b", "", "NULL", null, "q\"\\{}"})
                    .setRelatives(new UUID[] {new UUID(0, 1), null})
                    .setInstants(new OffsetDateTime[] {MOMENT, OffsetDateTime.MAX, null})
                    .setAmounts(new BigDecimal[] {new BigDecimal("1.50"), null})
                    .setPayloads(new byte[][] {{0, -1}, {}}),
            s -> s.setLabel("")
                    .setSmall(Short.MIN_VALUE)
                    .setWhole(Integer.MIN_VALUE)
                    .setBig(Long.MIN_VALUE)
                    .setPrice(new BigDecimal("1E+3"))
                    .setRatio(new BigDecimal("1E-20"))
                    .setApproximate(Float.NaN)
                    .setExact(Double.NEGATIVE_INFINITY)
                    .setDay(LocalDate.of(-43, 3, 15))
                    .setTimeOfDay(LocalTime.MAX)
                    .setLocalTime(LocalDateTime.MIN)
                    .setInstant(OffsetDateTime.of(-43, 3, 15, 1, 2, 3, 0, ZoneOffset.UTC))
                    .setSpan(new YearToSecond(new YearToMonth(1, 2).neg(), new DayToSecond(3, 4, 5, 6).neg()))
                    .setValidDuring("empty")
                    .setDocument(JSONB.valueOf("null"))
                    .setRawDocument(JSON.valueOf("null"))
                    .setPayload(new byte[0])
                    .setMoods(new Mood[0])
                    .setScores(new Integer[0])
                    .setLabels(new String[0])
                    .setPayloads(new byte[0][]),
            s -> s.setLabel("NULL"),
            s -> s.setLabel("the other ends")
                    .setCurrency("E")
                    .setBig(Long.MAX_VALUE)
                    .setExact(Double.MIN_VALUE)
                    .setDay(LocalDate.MAX)
                    .setLocalTime(LocalDateTime.MAX)
                    .setInstant(OffsetDateTime.MAX)
                    .setFlag(false));

    private final Model<Specimens, Specimen, UUID> specimens;
    private final PlainSql sql;

    BulkTypesIT(Database db, DataSource dataSource) {
        this.specimens = db.model(SPECIMENS);
        this.sql = new PlainSql(dataSource);
    }

    @Test
    void rows_that_set_the_same_columns_are_what_each_would_be_alone() {
        List<Consumer<Specimen>> whole = KINDS.stream()
                .<Consumer<Specimen>>map(kind -> row -> {
                    row.touched(true);
                    row.touched(SPECIMENS.ID, false);
                    row.touched(SPECIMENS.MOOD, false);
                    row.setMoods(new Mood[] {Mood.sad});
                    kind.accept(row);
                })
                .toList();

        assertSameAsAlone(whole.stream()
                .<Consumer<Specimen>>map(kind -> kind.andThen(row -> row.setMood(Mood.ok)))
                .toList());
    }

    @Test
    void rows_that_set_different_columns_are_what_each_would_be_alone() {
        assertSameAsAlone(KINDS);
    }

    @Test
    void every_column_of_the_table_is_among_those_compared() {
        Set<Field<?>> touched = new HashSet<>();
        for (Consumer<Specimen> kind : KINDS) {
            Specimen row = specimens.build(kind);
            Stream.of(SPECIMENS.fields()).filter(row::touched).forEach(touched::add);
        }

        assertThat(touched)
                .hasSameSizeAs(Arrays.stream(SPECIMENS.fields())
                        .filter(column -> !List.of(SPECIMENS.ID, SPECIMENS.DERIVED_FROM, SPECIMENS.LABEL_LENGTH)
                                .contains(column))
                        .toList());
    }

    @Test
    void types_that_java_does_not_have_are_what_each_would_be_alone(Database db) {
        List<Consumer<Curio>> kinds = List.of(
                c -> c.setHome("10.0.0.1")
                        .setNetwork("10.0.0.0/8")
                        .setCard("08:00:2b:01:02:03")
                        .setOpen("[2026-01-01,2026-02-01)")
                        .setSeats("{[1,3),[5,7)}")
                        .setWords("'a':1 'b'")
                        .setSpot("(1.5,-2)")
                        .setOutline("((0,0),(1,1),(1,0))")
                        .setPrice("$1,234.50")
                        .setFlags("10101010")
                        .setMore("101")
                        .setOffice("10.0.0.0/16"),
                c -> c.setHome(null)
                        .setNetwork(null)
                        .setCard(null)
                        .setOpen("empty")
                        .setSeats("{}")
                        .setWords("")
                        .setSpot(null)
                        .setOutline(null)
                        .setPrice(null)
                        .setFlags(null)
                        .setMore("")
                        .setOffice(null));
        Model<?, Curio, Integer> curios = db.model(CURIOS);
        for (int i = 0; i < kinds.size(); i++) {
            int id = i + 1;
            curios.create(kinds.get(i).andThen(c -> c.setId(id)));
        }
        List<Curio> rows = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            int id = i + 11;
            rows.add(curios.build(kinds.get(i).andThen(c -> c.setId(id))));
        }

        curios.bulkCreate(rows);

        String columns =
                "home, network, card, open, seats, words, spot::text, outline::text, price, flags, more, office";
        assertThat(sql.rows("select " + columns + " from curios where id > 10 order by id"))
                .isEqualTo(sql.rows("select " + columns + " from curios where id < 10 order by id"))
                .hasSize(2);
    }

    private void assertSameAsAlone(List<Consumer<Specimen>> kinds) {
        List<UUID> alone =
                kinds.stream().map(kind -> specimens.create(kind).getId()).toList();
        List<UUID> together = specimens
                .bulkCreate(kinds.stream().map(specimens::build).toList())
                .stream()
                .map(Specimen::getId)
                .toList();

        for (int i = 0; i < kinds.size(); i++) {
            assertThat(text(together.get(i))).as("kind %d", i).isEqualTo(text(alone.get(i)));
        }
    }

    private String text(UUID id) {
        return sql.value("select (to_jsonb(s) - 'id')::text || raw_document::text || exact::text || approximate::text"
                        .replace("raw_document::text", "coalesce(raw_document::text, 'none')")
                        .replace("exact::text", "coalesce(exact::text, 'none')")
                        .replace("approximate::text", "coalesce(approximate::text, 'none')")
                + " from specimens s where id = '" + id + "'");
    }
}
