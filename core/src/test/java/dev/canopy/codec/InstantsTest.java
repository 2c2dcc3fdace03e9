package dev.canopy.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantsTest {
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    @Test
    void microseconds_count_from_2000_in_both_directions() {
        assertThat(Instants.instant(0)).isEqualTo(OffsetDateTime.parse("2000-01-01T00:00:00Z"));
        assertThat(Instants.instant(1)).isEqualTo(OffsetDateTime.parse("2000-01-01T00:00:00.000001Z"));
        assertThat(Instants.instant(-1)).isEqualTo(OffsetDateTime.parse("1999-12-31T23:59:59.999999Z"));
    }

    @Test
    void infinity_is_the_types_own_end() {
        assertThat(Instants.instant(Long.MAX_VALUE)).isEqualTo(OffsetDateTime.MAX);
        assertThat(Instants.instant(Long.MIN_VALUE)).isEqualTo(OffsetDateTime.MIN);
    }

    @Test
    void every_other_number_is_that_instant() {
        new Random(42)
                .longs(10_000)
                .forEach(micros -> assertThat(Instants.instant(micros))
                        .isEqualTo(BEGINNING.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC)));
    }
}
