package dev.canopy.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class TimeTextTest {
    @Test
    void years_before_christ_and_beyond_9999_are_dates() {
        assertThat(TimeText.date("2026-11-24")).isEqualTo(LocalDate.of(2026, 11, 24));
        assertThat(TimeText.date("0044-03-15 BC")).isEqualTo(LocalDate.of(-43, 3, 15));
        assertThat(TimeText.date("12345-01-01")).isEqualTo(LocalDate.of(12345, 1, 1));
    }

    @Test
    void infinity_is_the_types_own_end() {
        assertThat(TimeText.date("infinity")).isEqualTo(LocalDate.MAX);
        assertThat(TimeText.timestamp("-infinity")).isEqualTo(LocalDateTime.MIN);
        assertThat(TimeText.instant("infinity")).isEqualTo(OffsetDateTime.MAX);
    }

    @Test
    void json_and_text_are_the_same_instant_in_utc() {
        OffsetDateTime expected = OffsetDateTime.parse("2026-11-24T10:00:00.123456Z");

        assertThat(TimeText.instant("2026-11-24T12:00:00.123456+02:00")).isEqualTo(expected);
        assertThat(TimeText.instant("2026-11-24 12:00:00.123456+02")).isEqualTo(expected);
        assertThat(TimeText.instant("2026-11-24 04:30:00.123456-05:30")).isEqualTo(expected);
    }

    @Test
    void the_end_of_the_day_is_the_last_time() {
        assertThat(TimeText.time("24:00:00")).isEqualTo(LocalTime.MAX);
    }

    @Test
    void a_usual_time_is_read_to_the_last_digit() {
        assertThat(TimeText.timestamp("2026-11-24T10:00:01")).isEqualTo(LocalDateTime.of(2026, 11, 24, 10, 0, 1));
        assertThat(TimeText.timestamp("2026-11-24 10:00:01.5"))
                .isEqualTo(LocalDateTime.of(2026, 11, 24, 10, 0, 1, 500_000_000));
        assertThat(TimeText.timestamp("2026-11-24T10:00:01.000001"))
                .isEqualTo(LocalDateTime.of(2026, 11, 24, 10, 0, 1, 1000));
        assertThat(TimeText.instant("2026-11-24T10:00:01.25+00:00"))
                .isEqualTo(OffsetDateTime.parse("2026-11-24T10:00:01.25Z"));
        assertThat(TimeText.instant("2026-11-24 10:00:01+00")).isEqualTo(OffsetDateTime.parse("2026-11-24T10:00:01Z"));
    }

    @Test
    void an_unusual_time_is_read_as_well() {
        assertThat(TimeText.timestamp("12345-01-01T10:00:00")).isEqualTo(LocalDateTime.of(12345, 1, 1, 10, 0));
        assertThat(TimeText.timestamp("0044-03-15T10:00:00.5 BC"))
                .isEqualTo(LocalDateTime.of(-43, 3, 15, 10, 0, 0, 500_000_000));
        assertThat(TimeText.instant("12345-01-01T10:00:00+00:00"))
                .isEqualTo(OffsetDateTime.parse("+12345-01-01T10:00:00Z"));
        assertThat(TimeText.instant("1883-11-18T12:03:58-04:56:02"))
                .isEqualTo(OffsetDateTime.parse("1883-11-18T17:00:00Z"));
    }
}
