package dev.canopy.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongMapTest {
    @Test
    void every_key_finds_its_own_value_and_others_find_none() {
        Random random = new Random(17);
        Map<Long, String> expected = new HashMap<>();
        LongMap<String> map = new LongMap<>();
        for (int i = 0; i < 5000; i++) {
            // Keys that are close together, far apart, and alike in their lower bits.
            long key = switch (i % 3) {
                case 0 -> i - 2500L;
                case 1 -> random.nextLong();
                default -> (long) i << 32;
            };
            if (expected.putIfAbsent(key, "v" + key) == null) {
                map.put(key, "v" + key);
            }
            assertThat(map.get(key + 7_000_000_001L)).isEqualTo(expected.get(key + 7_000_000_001L));
        }

        assertThat(expected).allSatisfy((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    }

    @Test
    void an_empty_one_has_nothing() {
        assertThat(new LongMap<String>().get(0)).isNull();
    }
}
