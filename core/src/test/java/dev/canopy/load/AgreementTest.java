package dev.canopy.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static List<Param<?>> never() {
        throw new AssertionError("asked again");
    }

    private static List<Param<?>> values(Object... values) {
        return Stream.of(values).<Param<?>>map(DSL::val).toList();
    }

    @Test
    void the_same_values_in_the_same_places_agree() {
        assertThat(new Agreement(values(1L, "a", 2L), AgreementTest::never).isWith(values(1L, "a", 2L)))
                .isTrue();
        assertThat(new Agreement(values((Object) new String[] {"a"}), AgreementTest::never)
                        .isWith(values((Object) new String[] {"a"})))
                .isTrue();
    }

    @Test
    void values_of_another_number_or_type_do_not() {
        assertThat(new Agreement(values(1L), AgreementTest::never).isWith(values(1L, 1L)))
                .isFalse();
        assertThat(new Agreement(values(1L), AgreementTest::never).isWith(values(1)))
                .isFalse();
    }

    @Test
    void values_that_changed_places_do_not_though_their_type_is_the_same() {
        assertThat(new Agreement(values(1L, 2L), () -> values(1L, 2L)).isWith(values(2L, 1L)))
                .isFalse();
    }

    @Test
    void what_is_another_value_at_each_call_stands_where_it_stood() {
        assertThat(new Agreement(values(1L, 20L), () -> values(1L, 21L)).isWith(values(1L, 22L)))
                .isTrue();
        assertThat(new Agreement(values(1L, 20L), () -> values(1L, 21L)).isWith(values(22L, 1L)))
                .isFalse();
    }
}
