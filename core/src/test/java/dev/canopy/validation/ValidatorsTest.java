package dev.canopy.validation;

import static dev.canopy.validation.Judged.accepts;
import static dev.canopy.validation.Validators.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidatorsTest {
    private static final Clock MIDNIGHT = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest(name = "{0}")
    @MethodSource("numbers")
    void judges_numbers(Judged<Number> judged) {
        judged.check();
    }

    static List<Judged<Number>> numbers() {
        Number[] five = {5, (short) 5, 5L, 5.0, 5.0f, new BigDecimal("5.00"), BigInteger.valueOf(5)};
        return List.of(
                accepts(min(5), five)
                        .refuses(
                                4,
                                4L,
                                4.99,
                                new BigDecimal("4.999999999999999999"),
                                Double.NEGATIVE_INFINITY,
                                Double.NaN),
                accepts(max(5), five).refuses(6, 5.01f, new BigDecimal("1e400"), Double.POSITIVE_INFINITY, Float.NaN),
                accepts(min(Long.MAX_VALUE), (Number) Long.MAX_VALUE, BigInteger.TWO.pow(70))
                        .refuses(Long.MAX_VALUE - 1),
                accepts(isDivisibleBy(3), (Number) 0, -3, 9L, 6.0, new BigDecimal("3e20"))
                        .refuses(1, 3.3, new BigDecimal("3.1"), Double.NaN, Double.POSITIVE_INFINITY),
                accepts(isPort(), (Number) 0, 80, 65_535).refuses(-1, 65_536),
                accepts(isLatitude(), (Number) 90, -90.0, new BigDecimal("47.3"))
                        .refuses(90.0001, -91),
                accepts(isLongitude(), (Number) 180, -180.0).refuses(180.5, -181));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("times")
    void judges_times_as_text(Judged<String> judged) {
        judged.check();
    }

    static List<Judged<String>> times() {
        return List.of(
                accepts(isDate(), "2026-02-28", "2024-02-29")
                        .refuses("", "2026-02-29", "2026-2-8", "28.02.2026", "2026-02-28T00:00", "20260228"),
                accepts(isTime(), "23:59", "23:59:59", "00:00:00.123").refuses("", "24:00", "9:00", "23:60", "23:59Z"),
                accepts(
                                isISO8601(),
                                "2026-02-28",
                                "2026-02-28T23:59:59",
                                "2026-02-28T23:59Z",
                                "2026-02-28T23:59:59.5+01:00",
                                "20260228",
                                "20260228T235959Z",
                                "20260228T235959",
                                "2026-059",
                                "2026-W09-6")
                        .refuses(
                                "",
                                "2026-02-30",
                                "2026-02-28 23:59",
                                "2026-13-01",
                                "2026-366",
                                "2026-02-28T25:00",
                                "2026-02-28T23:59:59+25:00",
                                "2026-02-282026-02-28",
                                "now"),
                // RFC 3339, section 5.8
                accepts(
                                isRFC3339(),
                                "1985-04-12T23:20:50.52Z",
                                "1996-12-19T16:39:57-08:00",
                                "1937-01-01T12:00:27.87+00:20",
                                "1985-04-12t23:20:50z")
                        .refuses(
                                "",
                                "1985-04-12T23:20Z",
                                "1985-04-12",
                                "1985-04-12T23:20:50",
                                "1985-04-31T23:20:50Z",
                                "1985-04-12 23:20:50Z"));
    }

    @Test
    void judges_times() {
        LocalDate today = LocalDate.now(MIDNIGHT);
        OffsetDateTime now = OffsetDateTime.now(MIDNIGHT);
        OffsetDateTime same = OffsetDateTime.parse("2026-01-01T05:00:00+05:00");

        accepts(isAfter(today), today.plusDays(1))
                .refuses(today, today.minusDays(1))
                .check();
        accepts(isBefore(today), today.minusDays(1))
                .refuses(today, today.plusDays(1))
                .check();
        accepts(isPast(() -> LocalDate.now(MIDNIGHT)), today.minusDays(1))
                .refuses(today)
                .check();
        accepts(isFuture(() -> LocalDate.now(MIDNIGHT)), today.plusDays(1))
                .refuses(today)
                .check();
        accepts(isBefore(now), now.minusNanos(1)).refuses(same, now).check();
        accepts(isAfter(now), now.plusNanos(1), same.plusNanos(1))
                .refuses(same, now)
                .check();
        accepts(isPast(Instant::now), Instant.EPOCH).refuses(Instant.MAX).check();
    }

    @Test
    void judges_any_value() {
        accepts(isIn("a", "b"), "a", "b").refuses("c", "").check();
        accepts(notIn("a", "b"), "c").refuses("a").check();
        accepts(isIn(List.of(1, 2)), 1).refuses(3).check();
        accepts(min("b"), "b", "c").refuses("a").check();
        accepts(max(new BigDecimal("1.0")), new BigDecimal("1.00"))
                .refuses(new BigDecimal("1.01"))
                .check();
        accepts(anyOf(isEmail(), matches("[0-9]+")), "a@example.com", "12")
                .refuses("a")
                .check();
        accepts(check("must be even", (Integer n) -> n % 2 == 0), 2).refuses(1).check();
    }

    @Test
    void judges_arrays() {
        accepts(size(1, 2), new String[] {"a"}, new String[] {"a", null})
                .refuses(new String[] {}, new String[3])
                .check();
        accepts(each(len(1, 2)), new String[] {}, new String[] {"a", null, "ab"})
                .refuses(new String[] {"a", ""}, new String[] {"abc"})
                .check();
        accepts(each(Validators.<String>notNull()), new String[] {"a"})
                .refuses(new String[] {"a", null})
                .check();
    }

    @Test
    void a_message_has_the_parameters_values() {
        assertThat(min(3).message()).isEqualTo("must be at least 3");
        assertThat(min(new BigDecimal("1.50")).message()).isEqualTo("must be at least 1.50");
        assertThat(len(2, 5).message()).isEqualTo("must have 2 to 5 characters");
        assertThat(len(2, 5).parameters()).isEqualTo(Map.of("least", 2, "most", 5));
        assertThat(len(2, 5).template()).isEqualTo("must have {least} to {most} characters");
        assertThat(each(len(2, 5)).message()).isEqualTo("each element must have 2 to 5 characters");
        assertThat(isIn("a", "b").message()).isEqualTo("must be one of [a, b]");
        assertThat(anyOf(isEmail(), isUrl()).message()).isEqualTo("must be an e-mail address or must be a URL");
        assertThat(matches("a{2}").message()).isEqualTo("must match a{2}");
        assertThat(isEmail().withMessage("is no address").message()).isEqualTo("is no address");
        assertThat(min(3).withMessage("{least} or more, {nothing} else").message())
                .isEqualTo("3 or more, {nothing} else");
        assertThat(Validator.<Integer>of("isMultipleOf", "must be a multiple of {n}", v -> v % 7 == 0)
                        .with("n", 7))
                .hasToString("isMultipleOf (must be a multiple of 7)");
    }

    @Test
    void a_rule_that_can_never_hold_is_refused() {
        assertThatThrownBy(() -> isDivisibleBy(0)).hasMessage("isDivisibleBy(0) can never hold; give another divisor.");
    }
}
