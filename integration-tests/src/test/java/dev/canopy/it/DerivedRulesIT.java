package dev.canopy.it;

import static dev.canopy.sample.Tables.LIMITS;
import static dev.canopy.sample.Tables.TICKETS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.CanopyException;
import dev.canopy.error.CheckConstraintException;
import dev.canopy.error.NotNullException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.enums.Mood;
import dev.canopy.sample.tables.Limits;
import dev.canopy.sample.tables.records.Limit;
import dev.canopy.sample.tables.records.Ticket;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import dev.canopy.validation.Violation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is derived from the database's own constraints: what it refuses, the server refuses, and what it lets through, the server takes. */
@CanopyTest(isolation = Isolation.DATABASE)
class DerivedRulesIT {
    private static final int VALUES = Soak.times(60, 5_000);

    private final Database db;
    private final Model<Limits, Limit, Long> limits;
    private final PlainSql sql;

    DerivedRulesIT(Database db, DataSource dataSource) {
        this.db = db;
        this.limits = db.model(LIMITS);
        this.sql = new PlainSql(dataSource);
    }

    /** Random values for some columns of a row, close to what the columns allow. */
    record Kind(String name, Function<Random, Map<Field<?>, @Nullable Object>> values) {
        static <V> Kind of(Field<V> column, Function<Random, @Nullable V> value) {
            return new Kind(column.getName(), random -> {
                Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
                values.put(column, value.apply(random));
                return values;
            });
        }

        Kind and(Kind other) {
            return new Kind(name + " and " + other.name, random -> {
                Map<Field<?>, @Nullable Object> both = new LinkedHashMap<>(values.apply(random));
                both.putAll(other.values.apply(random));
                return both;
            });
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                Kind.of(LIMITS.NAME, text("abcé😀  \n", 8)),
                Kind.of(LIMITS.CODE, text("abé😀 ", 6)),
                Kind.of(LIMITS.PRICE, number(999_900, 1_000_050, 3)),
                Kind.of(LIMITS.WHOLE, random -> (short) (random.nextInt(2_200) - 1_100)),
                Kind.of(LIMITS.NAMES, random -> array(random, text("ab😀 ", 5), String[]::new)),
                Kind.of(LIMITS.PRICES, random -> array(random, number(99_900, 100_050, 2), BigDecimal[]::new)),
                Kind.of(LIMITS.REMARK, text("ab\0", 3)),
                Kind.of(LIMITS.STOCK, random -> random.nextInt(5) - 2),
                Kind.of(LIMITS.GRADE, random -> (short) (random.nextInt(9) - 1)),
                Kind.of(LIMITS.SIZE, text("SML ", 2)),
                Kind.of(
                        LIMITS.NOT_SIZE,
                        random -> List.of("none", "all", "some", "none ", "").get(random.nextInt(5))),
                Kind.of(
                        LIMITS.MOOD,
                        random -> List.of(Mood.sad, Mood.ok, Mood.happy).get(random.nextInt(3))),
                Kind.of(LIMITS.INITIALS, text("aé😀 ", 5)),
                Kind.of(LIMITS.ZIP, random -> zip(random)),
                Kind.of(LIMITS.HANDLE, text("aB_.-9\n", 6)),
                Kind.of(LIMITS.TITLE, text("  \t\na", 3)),
                Kind.of(LIMITS.PATH, text("///a\n😀", 5)),
                Kind.of(LIMITS.RATIO, random -> doubles(random)),
                Kind.of(LIMITS.NEAR, random -> (float) doubles(random)),
                Kind.of(LIMITS.DISCOUNT, number(-10_520, -10_480, 3)),
                Kind.of(LIMITS.BORN_ON, random -> LocalDate.of(1900, 1, 1).plusDays(random.nextInt(5) - 2)),
                Kind.of(
                        LIMITS.SEEN_AT,
                        random -> OffsetDateTime.of(2100, 1, 1, 0, 0, 0, 0, ZoneOffset.ofHours(random.nextInt(5) - 2))
                                .plusHours(random.nextInt(5) - 2)),
                Kind.of(LIMITS.ACTIVE, Random::nextBoolean),
                Kind.of(LIMITS.TAGS, random -> array(random, text("a", 1), String[]::new)),
                Kind.of(LIMITS.LABELS, random -> array(random, text("a", 1), String[]::new)),
                Kind.of(LIMITS.STARTS_ON, random -> LocalDate.EPOCH.plusDays(random.nextInt(3)))
                        .and(Kind.of(LIMITS.ENDS_ON, random -> LocalDate.EPOCH.plusDays(random.nextInt(3)))),
                Kind.of(LIMITS.LEAST, random -> random.nextInt(4))
                        .and(Kind.of(LIMITS.MOST, random -> random.nextLong(4))),
                Kind.of(LIMITS.BYTES, text("aé😀", 4)),
                Kind.of(
                        LIMITS.CURRENCY,
                        random -> List.of("CHF", "EU", "EU ", "CH", "EUR", "").get(random.nextInt(6))),
                Kind.of(LIMITS.SHARE, number(-1_000, 101_000, 3)),
                Kind.of(LIMITS.SHORT_CODE, text("AB1 a", 7)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void the_server_agrees_with_what_is_derived(Kind kind) {
        Random random = new Random(kind.name().hashCode());
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < VALUES; i++) {
            Map<Field<?>, @Nullable Object> values = kind.values().apply(random);
            if (i % 7 == 0) {
                values.put(values.keySet().iterator().next(), null);
            }
            if (isRefusedHere(values)) {
                refused++;
            } else {
                accepted++;
            }
        }

        assertThat(accepted).as("values that are accepted").isPositive();
        assertThat(refused).as("values that are refused").isPositive();
    }

    /** Whether it was refused before any SQL; in both cases the server is asked for its opinion. */
    private boolean isRefusedHere(Map<Field<?>, @Nullable Object> values) {
        String row = values.toString();
        try {
            limits.create(limit -> values.forEach((column, value) -> set(limit, column, value)));
            return false;
        } catch (ValidationException refused) {
            values.replaceAll((column, value) -> value instanceof String[] texts ? asText(texts) : value);
            assertThatThrownBy(() -> db.dsl().insertInto(LIMITS).set(values).execute())
                    .as("%s is refused here (%s), and must be there", row, refused.getMessage())
                    .isInstanceOfAny(CanopyException.class, DataAccessException.class, IllegalArgumentException.class);
            return true;
        } catch (CanopyException there) {
            throw new AssertionError(row + " passed here, but the server refuses it: " + there.getMessage(), there);
        }
    }

    /** Without the cast to varchar(n)[] that jOOQ writes: it would cut the elements. */
    private static Field<String[]> asText(String[] texts) {
        return DSL.field("{0}::text[]", String[].class, DSL.val(texts, SQLDataType.CLOB.array()));
    }

    @SuppressWarnings("unchecked") // the generator of a column makes values of its type
    private static <V> void set(Limit limit, Field<V> column, @Nullable Object value) {
        limit.set(column, (V) value);
    }

    @Test
    void everything_is_reported_at_once_before_any_statement(ServerLog log) {
        List<String> statements = log.of(() -> assertThatThrownBy(() -> limits.create(limit -> limit.setName("too long")
                        .setPrice(new BigDecimal("1000"))
                        .setNames(new String[] {"abc", "abcd"})
                        .setStock(-1)
                        .setGrade((short) 6)
                        .setSize("XL")
                        .setInitials("abcd")
                        .setZip("1234")
                        .setTitle(" ")
                        .setRatio(2.0)
                        .setBornOn(LocalDate.of(1899, 12, 31))
                        .setTags(new String[3])
                        .setStartsOn(LocalDate.EPOCH.plusDays(1))
                        .setEndsOn(LocalDate.EPOCH)
                        .setShare(new BigDecimal("-1"))
                        .setEmail("x".repeat(21))))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Limit.name must have at most 5 characters, but is \"too long\"; Limit.price must have at"
                        + " most 3 digits before the decimal point, but is 1000; Limit.names each element must"
                        + " have at most 3 characters, but is [abc, abcd]; Limit.bornOn must be at least"
                        + " 1900-01-01, but is 1899-12-31; Limit.email must meet the check constraint"
                        + " limits_email_check: ((email = lower(email)) AND (length(email) <= 20)), but is"
                        + " \"xxxxxxxxxxxxxxxxxxxxx\"; Limit.grade must be from 1 to 5, but is 6;"
                        + " Limit.initials must have 1 to 3 characters, but is \"abcd\"; Limit.startsOn must"
                        + " meet the check constraint limits_period: (starts_on <= ends_on), but is"
                        + " 1970-01-02; Limit.ratio must be more than 0 and be less than 1.5, but is 2.0;"
                        + " Limit.size must be one of [S, M, L], but is \"XL\"; Limit.stock must be at least"
                        + " 0, but is -1; Limit.tags must have at most 2 elements, but is [null, null, null];"
                        + " Limit.title must not be blank, but is \" \"; Limit.zip must match"
                        + " ^[0-9]{5}(-[0-9]{4})?$, but is \"1234\"; Limit.share must be at least 0, but is"
                        + " -1."));

        assertThat(statements).isEmpty();
    }

    @Test
    void what_only_the_server_understands_is_left_to_it() {
        assertThatThrownBy(() -> limits.create(limit -> limit.setEmail("Ann")))
                .isInstanceOf(CheckConstraintException.class);
        assertThatThrownBy(() -> limits.create(limit -> limit.setEither("small")))
                .isInstanceOf(CheckConstraintException.class);
        assertThatThrownBy(() -> limits.create(limit -> limit.setWeekday(LocalDate.of(2026, 11, 22))))
                .isInstanceOf(CheckConstraintException.class);
    }

    @Test
    void a_new_row_wants_what_must_not_be_null_and_what_nobody_else_fills() {
        assertThatThrownBy(() -> db.model(USERS).create(user -> user.setLastName(null)))
                .isInstanceOf(ValidationException.class)
                .hasMessage("User.firstName must not be null; User.lastName must not be null; User.email must not be"
                        + " null.");
        assertThat(limits.create(limit -> limit.setName("a")).getShare())
                .as("the default of the column's domain")
                .isEqualByComparingTo("0");
    }

    @Test
    void an_update_is_asked_about_the_columns_that_it_sets() {
        sql.run("alter table limits drop constraint limits_stock_check; insert into limits (id, stock) values (7000,"
                + " -5); alter table limits add constraint limits_stock_check check (stock >= 0) not valid");
        Limit old = limits.requireByPk(7000L);

        assertThatThrownBy(() -> old.update(limit -> limit.setStock(-4)))
                .hasMessage("Limit.stock must be at least 0, but is -4.");
        assertThatThrownBy(() -> old.update(limit -> limit.setShare(null)))
                .hasMessageContaining("Limit.share must not be null");
        assertThat(old.reload()
                        .update(limit -> limit.setStock(0).setName("whole"))
                        .getName())
                .isEqualTo("whole");
    }

    @Test
    void a_bulk_update_is_asked_about_what_it_sets_and_the_server_about_the_rest() {
        limits.create(limit -> limit.setStartsOn(LocalDate.EPOCH).setEndsOn(LocalDate.EPOCH));

        assertThatThrownBy(() -> limits.everyRow().update(limit -> limit.setGrade((short) 9)))
                .hasMessage("Limit.grade must be from 1 to 5, but is 9.");
        assertThatThrownBy(() -> limits.where(l -> l.ENDS_ON.isNotNull())
                        .update(limit -> limit.setEndsOn(LocalDate.EPOCH.minusDays(1))))
                .isInstanceOf(CheckConstraintException.class);
    }

    @Test
    void a_column_that_a_trigger_fills_is_not_demanded_once_that_is_said(DataSource dataSource) {
        assertThatThrownBy(() -> db.model(TICKETS).create(ticket -> ticket.setTitle("Broken")))
                .hasMessage("Ticket.number must not be null.");

        Database told = Database.using(dataSource, c -> c.define(TICKETS, m -> m.filledByDatabase(t -> t.NUMBER)));
        Ticket ticket = told.model(TICKETS).create(t -> t.setTitle("Broken"));

        assertThat(ticket.getNumber()).isEqualTo("T-" + ticket.getId());
    }

    @Test
    void a_violation_says_which_rule_it_is_of() {
        assertThatThrownBy(() ->
                        db.model(TICKETS).create(ticket -> ticket.setTitle("").setPriority(9)))
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Violation::field, Violation::rule)
                                .containsExactly(
                                        org.assertj.core.groups.Tuple.tuple("number", "notNull"),
                                        org.assertj.core.groups.Tuple.tuple("priority", "tickets_priority_check"),
                                        org.assertj.core.groups.Tuple.tuple("title", "tickets_title_check")));
        assertThatThrownBy(() -> db.dsl()
                        .insertInto(TICKETS)
                        .columns(TICKETS.TITLE)
                        .values((String) null)
                        .execute())
                .isInstanceOf(NotNullException.class);
    }

    private static Function<Random, @Nullable String> text(String characters, int most) {
        int[] known = characters.codePoints().toArray();
        return random -> {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(most + 1); length > 0; length--) {
                text.appendCodePoint(known[random.nextInt(known.length)]);
            }
            return text.toString();
        };
    }

    private static Function<Random, @Nullable BigDecimal> number(int from, int to, int scale) {
        return random -> BigDecimal.valueOf(random.nextInt(from, to + 1), scale);
    }

    private static double doubles(Random random) {
        double[] known = {
            0, -0.0, 0.5, 0.50001, 1.5, 1.4999999, Double.NaN, Double.POSITIVE_INFINITY, -1, Double.MIN_VALUE
        };
        return known[random.nextInt(known.length)];
    }

    private static String zip(Random random) {
        String zip = random.nextBoolean() ? "12345" : "12345-6789";
        return switch (random.nextInt(4)) {
            case 0 -> zip + "\n";
            case 1 -> zip.substring(1);
            default -> zip;
        };
    }

    private static <V> V[] array(Random random, Function<Random, @Nullable V> element, Function<Integer, V[]> make) {
        List<@Nullable V> elements = new ArrayList<>();
        for (int size = random.nextInt(4); size > 0; size--) {
            elements.add(random.nextInt(5) == 0 ? null : element.apply(random));
        }
        return elements.toArray(make.apply(0));
    }
}
