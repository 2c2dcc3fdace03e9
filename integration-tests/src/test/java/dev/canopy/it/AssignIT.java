package dev.canopy.it;

import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Permitted;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.Virtual;
import dev.canopy.sample.enums.Mood;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.JSONB;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@CanopyTest
class AssignIT {
    private static final Virtual<User, String> FULL_NAME = Virtual.of(
                    "fullName", USERS, user -> user.getFirstName() + " " + user.getLastName())
            .reads(USERS.FIRST_NAME, USERS.LAST_NAME)
            .writes((user, name) -> {
                String[] parts = name.split(" ", 2);
                user.setFirstName(parts[0]).setLastName(parts[1]);
            });

    private static final Virtual<User, String> LABEL = Virtual.of("label", USERS, User::getEmail);

    @Test
    void an_absent_name_leaves_its_column_and_a_null_makes_it_null() {
        User user = new User();
        user.setFirstName("Ann").setNote("old");
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("note", null);

        user.assign(values, USERS.FIRST_NAME, USERS.NOTE);

        assertThat(user.getFirstName()).isEqualTo("Ann");
        assertThat(user.getNote()).isNull();
    }

    @Test
    @Fault("2.40")
    void names_that_are_not_permitted_and_values_that_do_not_fit_are_refused_together() {
        User user = new User();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("firstName", "Ann");
        values.put("frstName", "Ann");
        values.put("active", true);
        values.put("logins", 1.5);

        assertThatThrownBy(() -> user.assign(values, USERS.FIRST_NAME, USERS.LOGINS))
                .isInstanceOf(ValidationException.class)
                .hasMessage("User.frstName is no field that is permitted; did you mean firstName? There are firstName,"
                        + " logins; User.active is not permitted here; User.logins must be a whole number of at"
                        + " most 4 bytes, but is 1.5.");
        assertThat(user.touched()).as("nothing was set").isFalse();
    }

    @Test
    void values_become_exactly_what_their_columns_have() {
        Specimen specimen = new Specimen();

        specimen.assign(
                Map.of(
                        "big",
                        7,
                        "price",
                        "12.50",
                        "day",
                        "2026-11-24",
                        "scores",
                        List.of(1, 2L),
                        "document",
                        Map.of("a", 1)),
                SPECIMENS.BIG,
                SPECIMENS.PRICE,
                SPECIMENS.DAY,
                SPECIMENS.SCORES,
                SPECIMENS.DOCUMENT);

        assertThat(specimen.getBig()).isEqualTo(7L);
        assertThat(specimen.getPrice()).isEqualTo(new BigDecimal("12.50"));
        assertThat(specimen.getDay()).isEqualTo(LocalDate.of(2026, 11, 24));
        assertThat(specimen.getScores()).containsExactly(1, 2);
        assertThat(specimen.getDocument()).isEqualTo(JSONB.valueOf("{\"a\":1}"));
    }

    record Value(String name, TableField<Specimen, ?> column, Object given, Object becomes) {
        @Override
        public String toString() {
            return name + " of " + given.getClass().getSimpleName() + " " + given;
        }
    }

    static Stream<Value> exact() {
        UUID uuid = UUID.fromString("0b9f6a52-5c80-4a44-a1a1-0d1f4f8f3c11");
        return Stream.of(
                new Value("small", SPECIMENS.SMALL, 7L, (short) 7),
                new Value("whole", SPECIMENS.WHOLE, new BigDecimal("7.00"), 7),
                new Value("whole", SPECIMENS.WHOLE, "-7", -7),
                new Value("big", SPECIMENS.BIG, new BigInteger("9223372036854775807"), Long.MAX_VALUE),
                new Value("price", SPECIMENS.PRICE, 12.5, new BigDecimal("12.5")),
                new Value("price", SPECIMENS.PRICE, "12.500", new BigDecimal("12.500")),
                new Value("ratio", SPECIMENS.RATIO, "0.123456789123456789", new BigDecimal("0.123456789123456789")),
                new Value("exact", SPECIMENS.EXACT, new BigDecimal("0.1"), 0.1),
                new Value("exact", SPECIMENS.EXACT, "1e300", 1e300),
                new Value("approximate", SPECIMENS.APPROXIMATE, 0.1, 0.1f),
                new Value("flag", SPECIMENS.FLAG, "true", true),
                new Value("mood", SPECIMENS.MOOD, "sad", Mood.sad),
                new Value("derivedFrom", SPECIMENS.DERIVED_FROM, uuid.toString(), uuid),
                new Value("day", SPECIMENS.DAY, "2026-11-24", LocalDate.of(2026, 11, 24)),
                new Value("timeOfDay", SPECIMENS.TIME_OF_DAY, "10:11:12", LocalTime.of(10, 11, 12)),
                new Value(
                        "instant",
                        SPECIMENS.INSTANT,
                        "2026-11-24T10:11:12Z",
                        OffsetDateTime.of(2026, 11, 24, 10, 11, 12, 0, ZoneOffset.UTC)),
                new Value("payload", SPECIMENS.PAYLOAD, "AQI=", new byte[] {1, 2}),
                new Value("scores", SPECIMENS.SCORES, Arrays.asList(1, null, "3"), new Integer[] {1, null, 3}),
                new Value("moods", SPECIMENS.MOODS, List.of("ok"), new Mood[] {Mood.ok}),
                new Value("relatives", SPECIMENS.RELATIVES, List.of(uuid.toString()), new UUID[] {uuid}),
                new Value("document", SPECIMENS.DOCUMENT, List.of(1, "a"), JSONB.valueOf("[1,\"a\"]")));
    }

    @ParameterizedTest
    @MethodSource("exact")
    @Fault("2.37")
    void a_value_is_taken_where_nothing_of_it_is_lost(Value value) {
        Specimen specimen = new Specimen().assign(Map.of(value.name(), value.given()), value.column());

        assertThat((Object) specimen.get(value.column())).isEqualTo(value.becomes());
    }

    static Stream<Value> inexact() {
        return Stream.of(
                new Value("small", SPECIMENS.SMALL, 40_000, "must be a whole number of at most 2 bytes, but is 40000"),
                new Value("whole", SPECIMENS.WHOLE, 1.5, "must be a whole number of at most 4 bytes, but is 1.5"),
                new Value(
                        "whole",
                        SPECIMENS.WHOLE,
                        1L << 31,
                        "must be a whole number of at most 4 bytes, but is" + " 2147483648"),
                new Value(
                        "whole",
                        SPECIMENS.WHOLE,
                        Double.NaN,
                        "must be a whole number of at most 4 bytes, but is" + " NaN"),
                new Value("whole", SPECIMENS.WHOLE, true, "must be a whole number of at most 4 bytes, but is true"),
                new Value(
                        "big",
                        SPECIMENS.BIG,
                        new BigDecimal("1e1000000000"),
                        "must be a whole number, but is" + " 1E+1000000000"),
                new Value(
                        "price",
                        SPECIMENS.PRICE,
                        "12.505",
                        "must be a number of at most 2 decimals, but is" + " \"12.505\""),
                new Value(
                        "price",
                        SPECIMENS.PRICE,
                        Double.POSITIVE_INFINITY,
                        "must be a number of at most 2 decimals," + " but is Infinity"),
                new Value("ratio", SPECIMENS.RATIO, Double.NaN, "must be a number, but is NaN"),
                new Value("ratio", SPECIMENS.RATIO, "NaN", "must be a number, but is \"NaN\""),
                new Value("exact", SPECIMENS.EXACT, Double.NaN, "must be a number, but is NaN"),
                new Value("exact", SPECIMENS.EXACT, "NaN", "must be a number, but is \"NaN\""),
                new Value("exact", SPECIMENS.EXACT, "0x1p3", "must be a number, but is \"0x1p3\""),
                new Value("exact", SPECIMENS.EXACT, 9007199254740993L, "must be a number, but is 9007199254740993"),
                new Value("exact", SPECIMENS.EXACT, new BigDecimal("1e400"), "must be a number, but is 1E+400"),
                new Value("approximate", SPECIMENS.APPROXIMATE, 0.123456789, "must be a number, but is 0.123456789"),
                new Value("approximate", SPECIMENS.APPROXIMATE, Float.NaN, "must be a number, but is NaN"),
                new Value("flag", SPECIMENS.FLAG, 1, "must be true or false, but is 1"),
                new Value("label", SPECIMENS.LABEL, 1, "must be a text, but is 1"),
                new Value("mood", SPECIMENS.MOOD, "gloomy", "must be one of sad, ok, happy, but is \"gloomy\""),
                new Value("derivedFrom", SPECIMENS.DERIVED_FROM, "1-1-1-1-1", "must be a UUID, but is \"1-1-1-1-1\""),
                new Value(
                        "day",
                        SPECIMENS.DAY,
                        "2026-02-30",
                        "must be a date like 2026-11-24, but is" + " \"2026-02-30\""),
                new Value(
                        "instant",
                        SPECIMENS.INSTANT,
                        "2026-02-03",
                        "must be an instant like 2026-11-24T10:11:12Z," + " but is \"2026-02-03\""),
                new Value("payload", SPECIMENS.PAYLOAD, "?", "must be bytes in Base64, but is \"?\""),
                new Value(
                        "scores",
                        SPECIMENS.SCORES,
                        List.of(1, 1.5),
                        "must be an array, each element a whole number" + " of at most 4 bytes, but is [1, 1.5]"),
                new Value(
                        "moods",
                        SPECIMENS.MOODS,
                        List.of("gloomy"),
                        "must be an array, each element one of sad, ok," + " happy, but is [gloomy]"));
    }

    @ParameterizedTest
    @MethodSource("inexact")
    @Fault("2.37")
    void a_value_of_which_something_would_be_lost_is_refused(Value value) {
        Specimen specimen = new Specimen();

        assertThatThrownBy(() -> specimen.assign(Map.of(value.name(), value.given()), value.column()))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Specimen." + value.name() + " " + value.becomes() + ".");
        assertThat(specimen.touched()).isFalse();
    }

    @Test
    @Fault({"2.37", "2.40"})
    void a_JSON_object_is_read_with_all_its_digits_and_refused_with_all_its_faults() {
        Specimen specimen = new Specimen()
                .assignJson(
                        """
                {"ratio": 0.12345678901234567890123, "big": 9223372036854775807, "document": {"a": [1, null, 1.10]},
                 "labels": ["x", null], "flag": true, "label": null}
                """,
                        SPECIMENS.RATIO,
                        SPECIMENS.BIG,
                        SPECIMENS.DOCUMENT,
                        SPECIMENS.LABELS,
                        SPECIMENS.FLAG,
                        SPECIMENS.LABEL);

        assertThat(specimen.getRatio()).isEqualTo(new BigDecimal("0.12345678901234567890123"));
        assertThat(specimen.getBig()).isEqualTo(Long.MAX_VALUE);
        assertThat(specimen.getDocument()).isEqualTo(JSONB.valueOf("{\"a\":[1,null,1.10]}"));
        assertThat(specimen.getLabels()).containsExactly("x", null);
        assertThat(specimen.touched(SPECIMENS.LABEL)).isTrue();
        assertThat(specimen.touched(SPECIMENS.WHOLE)).isFalse();
        assertThatThrownBy(() -> specimen.assignJson("""
                {"whole": 1.5, "derived": {"label": "x"}, "flag": "yes"}
                """, SPECIMENS.WHOLE, SPECIMENS.FLAG))
                .hasMessage("Specimen.whole must be a whole number of at most 4 bytes, but is 1.5; Specimen.derived is"
                        + " no field that is permitted. There are whole, flag; Specimen.flag must be true or false,"
                        + " but is \"yes\".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[1]|must be a JSON object",
                "7|must be a JSON object",
                "{} {}|must be one JSON object, but more follows it",
                "{\"flag\": tru|must be a JSON object with each name once, but cannot be read from line 1, column 10 on",
                "{\"flag\": true, \"flag\": false}|must be a JSON object with each name once, but cannot be read from line 1,"
                        + " column 22 on"
            })
    void what_is_no_JSON_object_is_refused_without_showing_it(String json, String message) {
        assertThatThrownBy(() -> new Specimen().assignJson(json, SPECIMENS.FLAG))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Specimen " + message + ".");
    }

    @Test
    void a_virtual_field_is_written_where_it_is_permitted() {
        Permitted<User> form = Permitted.of(USERS.EMAIL).and(FULL_NAME, String.class);
        User user = new User().assignJson("{\"fullName\": \"Ann Lee\", \"email\": \"a@b\"}", form);

        assertThat(user.getFirstName()).isEqualTo("Ann");
        assertThat(user.getLastName()).isEqualTo("Lee");
        assertThat(user.getEmail()).isEqualTo("a@b");
        assertThatThrownBy(() -> user.assignJson("{\"fullName\": 7, \"firstName\": \"Bob\"}", form))
                .hasMessage("User.fullName must be a text; User.firstName is not permitted here.");
        assertThatThrownBy(() -> user.assign(Collections.singletonMap("fullName", null), form))
                .hasMessage("User.fullName must not be null.");
        assertThatThrownBy(() -> user.assign(Map.of("fullName", "Bob Ray"), USERS.EMAIL))
                .hasMessage("User.fullName is no field that is permitted. There are email.");
    }

    @Test
    void a_virtual_field_that_refuses_leaves_the_columns_as_they_were() {
        Permitted<User> form = Permitted.of(USERS.EMAIL).and(FULL_NAME, String.class);
        User user = new User();

        assertThatThrownBy(() -> user.assign(Map.of("email", "a@b", "fullName", "Ann"), form))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThat(user.getEmail()).isNull();
        assertThat(user.touched()).isFalse();
        assertThatThrownBy(() ->
                        user.assign(Map.of("label", "x"), Permitted.<User>of().and(LABEL, String.class)))
                .isInstanceOf(DefinitionException.class);
    }

    @Test
    void a_sensitive_value_that_does_not_fit_is_not_shown(DataSource dataSource) {
        Database db = Database.using(dataSource, c -> c.define(USERS, m -> m.hidden(u -> u.PASSWORD_HASH)));
        User user = db.model(USERS).build(u -> {});

        assertThatThrownBy(() -> user.assignJson("{\"passwordHash\": 4711}", USERS.PASSWORD_HASH))
                .hasMessage("User.passwordHash must be a text.");
    }
}
