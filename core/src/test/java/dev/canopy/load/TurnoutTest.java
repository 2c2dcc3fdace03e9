package dev.canopy.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When as many rows come as were planned for, and when others do. */
class TurnoutTest {
    @Test
    void a_few_executions_say_nothing() {
        Turnout turnout = noted(Turnout.unknown(), 15, 7);

        assertThat(turnout.isOther()).isFalse();
        assertThat(turnout.next().expected()).isNegative();
    }

    @Test
    void what_nobody_knew_is_planned_for_once_it_is_known() {
        Turnout turnout = noted(Turnout.unknown(), 16, 7);

        assertThat(turnout.isOther()).isTrue();
        assertThat(turnout.next().expected()).isEqualTo(7);
        assertThat(noted(turnout.next(), 100, 7).isOther()).isFalse();
    }

    @Test
    void half_as_many_or_twice_as_many_are_others() {
        assertThat(noted(expecting(100), 100, 199).isOther()).isFalse();
        assertThat(noted(expecting(100), 100, 230).isOther()).isTrue();
        assertThat(noted(expecting(100), 100, 51).isOther()).isFalse();
        assertThat(noted(expecting(100), 100, 40).isOther()).isTrue();
        assertThat(noted(expecting(0), 100, 1).isOther()).isFalse();
        assertThat(noted(expecting(0), 100, 3).isOther()).isTrue();
    }

    @Test
    void it_is_not_planned_anew_before_as_many_executions_again() {
        assertThat(noted(expecting(1), 15, 1_000_000).isOther()).isFalse();
        assertThat(noted(expecting(1), 16, 1_000_000).isOther()).isTrue();
    }

    private static Turnout expecting(int rows) {
        return noted(Turnout.unknown(), 16, rows).next();
    }

    private static Turnout noted(Turnout turnout, int times, int rows) {
        for (int i = 0; i < times; i++) {
            turnout.note(rows);
        }
        return turnout;
    }
}
