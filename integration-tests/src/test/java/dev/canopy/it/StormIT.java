package dev.canopy.it;

import static dev.canopy.sample.Tables.PURSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.sample.tables.Purses;
import dev.canopy.sample.tables.records.Purse;
import dev.canopy.sql.TransactionCounts;
import dev.canopy.sql.TransactionOptions;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sixteen threads move money between few purses: whatever they lose against each other, no cent is lost. */
@CanopyTest
class StormIT {
    private static final int THREADS = 16;
    private static final int PURSES_THERE = 4;

    private final ScratchDatabase scratch;
    private final PlainSql plain;

    StormIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
    }

    @BeforeEach
    void rows() {
        plain.run("""
            truncate purses restart identity cascade;
            insert into purses (owner, balance) select 'owner ' || n, 1000000 from generate_series(1, %d) n;
            """.formatted(PURSES_THERE));
    }

    @Test
    void serialization_failures_are_retried_until_all_is_done() throws Exception {
        storm(
                t -> t.serializable().retry(10_000).backoff(Duration.ofMillis(5), Duration.ofMillis(500)),
                (purses, from, to, halfway) -> {
                    Purse payer = purses.requireByPk(from);
                    Purse payee = purses.requireByPk(to);
                    halfway.run();
                    payer.setBalance(payer.getBalance().subtract(BigDecimal.ONE))
                            .save();
                    payee.setBalance(payee.getBalance().add(BigDecimal.ONE)).save();
                });
    }

    @Test
    void deadlocks_are_retried_until_all_is_done() throws Exception {
        storm(
                // A superuser's setting, so that the server looks for deadlocks at once.
                t -> t.setting("deadlock_timeout", "5ms")
                        .retry(10_000)
                        .backoff(Duration.ofMillis(1), Duration.ofMillis(100)),
                (purses, from, to, halfway) -> {
                    purses.where(p -> p.ID.eq(from)).update((p, set) -> set.set(p.BALANCE, p.BALANCE.minus(1)));
                    halfway.run();
                    purses.where(p -> p.ID.eq(to)).update((p, set) -> set.set(p.BALANCE, p.BALANCE.plus(1)));
                });
    }

    /** What one transaction does. */
    private interface Transfer {
        void move(Model<Purses, Purse, Long> purses, long from, long to, Runnable halfway);
    }

    private void storm(UnaryOperator<TransactionOptions> options, Transfer transfer) throws Exception {
        int transfers = Soak.times(8, 500);
        AtomicInteger runs = new AtomicInteger();
        try (Database db = connect();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Model<Purses, Purse, Long> purses = db.model(PURSES);
            int clashes = clash(db, threads, options, transfer);
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < transfers; i++) {
                        long from = ThreadLocalRandom.current().nextLong(PURSES_THERE);
                        long to = (from + 1 + ThreadLocalRandom.current().nextLong(PURSES_THERE - 1)) % PURSES_THERE;
                        db.transaction(options, () -> {
                            runs.incrementAndGet();
                            transfer.move(purses, from + 1, to + 1, () -> {});
                        });
                    }
                }));
            }
            waitFor(all);

            int moved = THREADS * transfers;
            int lost = clashes + runs.get() - moved;
            assertThat(plain.value("select sum(balance)::bigint from purses")).isEqualTo("4000000");
            assertThat(db.transactionCounts()).isEqualTo(new TransactionCounts(2 + moved, lost, lost, 0));
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }
    }

    /**
     * Two transfers of which one is sure to lose against the other, since each waits at its half for the other; how many
     * times one of them lost.
     */
    private static int clash(
            Database db, ExecutorService threads, UnaryOperator<TransactionOptions> options, Transfer transfer)
            throws InterruptedException, ExecutionException {
        Model<Purses, Purse, Long> purses = db.model(PURSES);
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (long from = 1; from <= 2; from++) {
            long payer = from;
            AtomicBoolean again = new AtomicBoolean();
            all.add(threads.submit(() -> db.transaction(options, () -> {
                runs.incrementAndGet();
                transfer.move(purses, payer, 3 - payer, () -> {
                    if (!again.getAndSet(true)) {
                        await(both);
                    }
                });
            })));
        }
        waitFor(all);
        assertThat(runs.get()).as("one lost against the other").isGreaterThan(2);
        return runs.get() - 2;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other one never came", e);
        }
    }

    private static void waitFor(List<Future<?>> all) throws InterruptedException, ExecutionException {
        for (Future<?> each : all) {
            each.get();
        }
    }

    private Database connect() {
        return Connected.to(scratch, c -> c.poolSize(THREADS));
    }
}
