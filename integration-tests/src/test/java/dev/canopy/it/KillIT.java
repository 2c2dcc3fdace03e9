package dev.canopy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.it.Wire.Fate;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Backends are killed and connections cut under eight threads that write. */
@CanopyTest
class KillIT {
    private final ScratchDatabase scratch;
    private final PlainSql plain;

    KillIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
    }

    @Test
    @SuppressWarnings("SystemOut") // the build's output is where it is to be read
    void what_was_acknowledged_is_there_once_and_what_failed_is_not() throws Exception {
        Lightning statements = new Lightning(25);
        Lightning commits = new Lightning(9);
        try (Wire wire = Wire.to(scratch.url(), plain);
                Database db = connect(wire)) {
            Deeds deeds = Deeds.of(db, plain);
            wire.plan(request -> request.commits() ? commits.next() : statements.next());
            wire.witness((request, fate) -> (request.commits() ? commits : statements).struck(fate));

            deeds.run(Soak.times(600, 10_000));

            wire.plan(request -> Fate.PASS);
            deeds.requireTruth(plain);
            deeds.requireWholePool(plain);
        }

        System.out.printf(
                "Inside a statement: %d kills, %d cuts. Between COMMIT and its answer: %d kills, %d cuts.%n",
                statements.kills(), statements.cuts(), commits.kills(), commits.cuts());
        assertThat(List.of(statements.kills(), statements.cuts(), commits.kills(), commits.cuts()))
                .allMatch(struck -> struck >= Soak.times(3, 20));
    }

    private Database connect(Wire wire) {
        return Database.connect(
                wire.url(),
                scratch.server().user().orElseThrow(),
                scratch.server().password().orElse(""),
                c -> c.poolSize(Deeds.WORKERS_THERE)
                        .connectionTimeout(Duration.ofSeconds(30))
                        .applicationName(Deeds.APPLICATION));
    }

    /** Strikes one request of so many, each time in another way. */
    private static final class Lightning {
        private static final List<Fate> WAYS = List.of(
                Fate.CUT_AFTER,
                Fate.KILL_DURING,
                Fate.CUT_ANSWER,
                Fate.KILL_AFTER,
                Fate.TEAR_ANSWER,
                Fate.KILL_BEFORE,
                Fate.CUT_BEFORE);

        private final int every;
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger kills = new AtomicInteger();
        private final AtomicInteger cuts = new AtomicInteger();

        Lightning(int every) {
            this.every = every;
        }

        Fate next() {
            int request = requests.incrementAndGet();
            return request % every == 0 ? way(request / every) : Fate.PASS;
        }

        void struck(Fate fate) {
            switch (fate) {
                case KILL_DURING, KILL_AFTER -> kills.incrementAndGet();
                case CUT_ANSWER, TEAR_ANSWER -> cuts.incrementAndGet();
                default -> {}
            }
        }

        /** How often the backend went while the driver waited for its answer. */
        int kills() {
            return kills.get();
        }

        /** How often the answer was there and did not come through. */
        int cuts() {
            return cuts.get();
        }

        private static Fate way(int strike) {
            return WAYS.get(strike % WAYS.size());
        }
    }
}
