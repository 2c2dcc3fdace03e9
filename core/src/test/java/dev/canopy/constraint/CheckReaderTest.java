package dev.canopy.constraint;

import static dev.canopy.constraint.Unsure.UNSURE;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckReaderTest {
    private static final Map<String, Expression.Column> COLUMNS = Map.of(
            "n", new Expression.Column(0, Kind.NUMBER),
            "t", new Expression.Column(1, Kind.TEXT),
            "b", new Expression.Column(2, Kind.BOOLEAN),
            "order", new Expression.Column(3, Kind.NUMBER));

    @ParameterizedTest(name = "{0} with n = {1}, t = {2}, b = {3} is {4}")
    @CsvSource(delimiter = ';', nullValues = "null", quoteCharacter = '`', textBlock = """
        (n > 1);                                       2;    null; null; true
        (n > 1);                                       1;    null; null; false
        (n > 1);                                       null; null; null; null
        (1 < n);                                       2;    null; null; true
        ((n > 1) AND b);                               1;    null; null; false
        ((n > 1) AND b);                               2;    null; null; null
        ((n > 1) OR b);                                1;    null; true; true
        ((n > 1) OR b);                                1;    null; null; null
        (NOT b);                                       null; null; true; false
        (NOT b);                                       null; null; null; null
        (b IS TRUE);                                   null; null; null; false
        (b IS NOT TRUE);                               null; null; null; true
        (t IS NULL);                                   null; null; null; true
        (t IS NOT NULL);                               null; a;    null; true
        (t = ANY (ARRAY['a'::text, 'b'::text]));       null; b;    null; true
        (t = ANY (ARRAY['a'::text, 'b'::text]));       null; c;    null; false
        (t <> ALL (ARRAY['a'::text, 'b'::text]));      null; b;    null; false
        (n = ANY (ARRAY[1, 2]));                       2.0;  null; null; true
        (t = 'it''s'::text);                           null; it's; null; true
        (n >= ('-5'::integer)::numeric);               -6;   null; null; false
        (n <> -5);                                     -5;   null; null; false
        (lower(t) = t);                                null; A;    null; empty
        ((lower(t) = t) AND (n > 1));                  1;    A;    null; false
        ((lower(t) = t) AND (n > 1));                  2;    A;    null; unsure
        ((lower(t) = t) OR (n > 1));                   1;    A;    null; unsure
        ((lower(t) = t) OR (n > 1));                   2;    A;    null; true
        (NOT (lower(t) = t));                          2;    A;    null; unsure
        ((n % 2) = 0);                                 1;    null; null; empty
        ((n > 1) AND (now() > '2020-01-01'::date));    1;    null; null; false
        ("order" < n);                                 1;    null; null; unsure
        """)
    void is_evaluated_in_the_logic_of_SQL(String check, BigDecimal n, String t, Boolean b, String result) {
        Map<Integer, Object> row = new HashMap<>();
        row.put(0, n);
        row.put(1, t);
        row.put(2, b);
        row.put(3, UNSURE);

        assertThat(CheckReader.read(check, COLUMNS)
                        .map(read -> String.valueOf(read.of(row::get)).toLowerCase(java.util.Locale.ROOT))
                        .orElse("empty"))
                .isEqualTo(result == null ? "null" : result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(t < 'b'::text)",
                "(t = n)",
                "(t ~* 'a'::text)",
                "(n = 'NaN'::numeric)",
                "(x > 1)",
                "(n > 1",
                "n >",
                "",
                "(t ~ '\\d'::text)",
                "(t = 'a'::citext)",
                "(n > (0.1)::real) garbage",
                "(t COLLATE \"C\" = 'a'::text)"
            })
    void is_left_to_the_server_where_Java_cannot_be_sure(String check) {
        assertThat(CheckReader.read(check, COLUMNS)).isEmpty();
    }
}
