package dev.canopy.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.plan.Seen;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** When as many rows come as were planned for, and when others do; of the root and of a branch whose rows are nested. */
class TurnoutTest {
    @Test
    void a_few_executions_say_nothing() {
        Turnout turnout = noted(unknown(), 15, 7, 70);

        assertThat(turnout.isOther()).isFalse();
        assertThat(turnout.seen()).isSameAs(Seen.NOTHING);
    }

    @Test
    void what_nobody_knew_is_planned_for_once_it_is_known() {
        Turnout turnout = noted(unknown(), 16, 7, 70);

        assertThat(turnout.isOther()).isTrue();
        assertThat(turnout.seen().own()).isEqualTo(7);
        assertThat(turnout.seen().below()).containsExactly(70);
        assertThat(noted(plannedFor(turnout.seen()), 100, 7, 70).isOther()).isFalse();
    }

    @Test
    void half_as_many_or_twice_as_many_are_others() {
        assertThat(noted(expecting(100, 0), 100, 199, 0).isOther()).isFalse();
        assertThat(noted(expecting(100, 0), 100, 230, 0).isOther()).isTrue();
        assertThat(noted(expecting(100, 0), 100, 51, 0).isOther()).isFalse();
        assertThat(noted(expecting(100, 0), 100, 40, 0).isOther()).isTrue();
        assertThat(noted(expecting(0, 0), 100, 1, 0).isOther()).isFalse();
        assertThat(noted(expecting(0, 0), 100, 3, 0).isOther()).isTrue();
        assertThat(noted(expecting(1, 50), 100, 1, 99).isOther()).isFalse();
        assertThat(noted(expecting(1, 50), 100, 1, 120).isOther()).isTrue();
    }

    @Test
    void it_is_not_planned_anew_before_as_many_executions_again() {
        assertThat(noted(expecting(1, 1), 15, 1_000_000, 1).isOther()).isFalse();
        assertThat(noted(expecting(1, 1), 16, 1_000_000, 1).isOther()).isTrue();
    }

    private static Turnout unknown() {
        return plannedFor(Seen.NOTHING);
    }

    private static Turnout plannedFor(Seen seen) {
        return new Turnout(Collections.singletonList(null), seen);
    }

    private static Turnout expecting(int rows, int below) {
        return plannedFor(noted(unknown(), 16, rows, below).seen());
    }

    private static Turnout noted(Turnout turnout, int times, int rows, int below) {
        for (int i = 0; i < times; i++) {
            Gatherings came = new Gatherings(0, 1);
            came.nested(0, below);
            turnout.note(rows, came);
        }
        return turnout;
    }
}
