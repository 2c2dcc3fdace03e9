package dev.canopy.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
    @Test
    void what_is_used_stays_and_no_more_than_twice_the_bound_is_kept() {
        Recent<Integer, String> recent = new Recent<>(10);
        recent.put(-1, "used");
        for (int i = 0; i < 1_000; i++) {
            recent.put(i, "new");
            assertThat(recent.get(-1)).isEqualTo("used");
            assertThat(recent.size()).isLessThanOrEqualTo(20);
        }

        assertThat(recent.get(0)).isNull();
        assertThat(recent.get(999)).isEqualTo("new");
        assertThat(recent.hits()).isEqualTo(1_001);
        assertThat(recent.misses()).isEqualTo(1);
    }
}
