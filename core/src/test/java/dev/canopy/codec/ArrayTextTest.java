package dev.canopy.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ArrayTextTest {
    @Test
    void quotes_backslashes_commas_and_the_word_null_are_text() {
        assertThat((String[]) ArrayText.read(
                        "{plain,\"a,b\",\"q\\\"\\\\\",\"NULL\",NULL,\"\"}", String.class, Function.identity()))
                .containsExactly("plain", "a,b", "q\"\\", "NULL", null, "");
    }

    @Test
    void no_elements_are_an_empty_array() {
        assertThat((Integer[]) ArrayText.read("{}", Integer.class, Integer::valueOf))
                .isEmpty();
    }

    @Test
    void an_array_of_arrays_keeps_its_shape() {
        assertThat((Integer[][]) ArrayText.read("[0:1][1:2]={{1,2},{3,4}}", Integer[].class, Integer::valueOf))
                .isDeepEqualTo(new Integer[][] {{1, 2}, {3, 4}});
    }
}
