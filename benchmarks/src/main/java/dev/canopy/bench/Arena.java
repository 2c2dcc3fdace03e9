package dev.canopy.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets contenders do a workload by turns, in short blocks, in a new order in each round, so that all share what else happens on
 * the machine. Before that, all must give the same answers.
 *
 * @param rounds how many blocks each contender gets
 * @param block how long a block is at least
 * @param warmUp how long each works before it is measured
 */
record Arena(int rounds, Duration block, Duration warmUp) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int COMPARED = 3;

    /** A contender at its work, and how long that took. */
    private static final class Turn<I> {
        private final Contender contender;
        private final Task<I> task;
        private final Samples samples = new Samples();

        Turn(Contender contender, Task<I> task) {
            this.contender = contender;
            this.task = task;
        }
    }

    /** What each contender's turns took; those who have no form of the workload are left out. */
    <I> List<Measured> measure(Workload<I> workload, List<? extends Contender> contenders, Lab lab) {
        List<Turn<I>> turns = new ArrayList<>();
        for (Contender contender : contenders) {
            if (workload.threads() > 1 && contender.worksAlone()) {
                continue;
            }
            Task<I> task = workload.task().apply(contender);
            if (task != null) {
                turns.add(new Turn<>(contender, task));
            }
        }
        if (turns.isEmpty()) {
            return List.of();
        }
        compare(workload, turns);
        try (ExecutorService threads = Executors.newFixedThreadPool(workload.threads())) {
            List<Turn<I>> order = new ArrayList<>(turns);
            warm(workload, order, threads);
            order.forEach(turn -> turn.samples.clear());
            Random random = new Random(rounds);
            for (int round = 0; round < rounds; round++) {
                if (workload.writes() && workload.name().startsWith("insert")) {
                    Workloads.clear(lab);
                }
                Collections.shuffle(order, random);
                for (Turn<I> turn : order) {
                    block(workload, turn, round * 1000, block.toNanos(), threads);
                }
            }
        }
        return Measured.of(turns.stream()
                .map(turn -> new Measured.Entry(
                        turn.contender.name(),
                        workload.writes() ? Target.WRITE : turn.contender.target(),
                        turn.samples))
                .toList());
    }

    private static <I> void compare(Workload<I> workload, List<Turn<I>> turns) {
        for (int n = 0; n < COMPARED; n++) {
            I input = workload.input().apply(n);
            Object expected = null;
            for (Turn<I> turn : turns) {
                Object answer = workload.recorded()
                        .apply(turn.task.answer().apply(turn.task.run().apply(input)));
                if (expected == null) {
                    expected = answer;
                } else if (!turn.contender.seen(expected).equals(turn.contender.seen(answer))) {
                    throw new IllegalStateException("""
                        %s on %s for %s gives another answer than %s:
                          %s
                        instead of
                          %s\
                        """.formatted(
                                    turn.contender.name() + " (" + turn.contender.target() + ")",
                                    workload.name(),
                                    input,
                                    turns.getFirst().contender.name(),
                                    cut(answer),
                                    cut(expected)));
                }
            }
        }
    }

    private static String cut(Object answer) {
        String text = String.valueOf(answer);
        return text.length() > 2000 ? text.substring(0, 2000) + " …" : text;
    }

    /** In several passes, so that the compiler sees all contenders before it decides. */
    private <I> void warm(Workload<I> workload, List<Turn<I>> turns, ExecutorService threads) {
        int passes = 4;
        for (int pass = 0; pass < passes; pass++) {
            for (Turn<I> turn : turns) {
                block(workload, turn, 500_000 + pass * 10_000, warmUp.toNanos() / passes, threads);
            }
        }
    }

    private static <I> void block(Workload<I> workload, Turn<I> turn, int from, long nanos, ExecutorService threads) {
        if (workload.threads() == 1) {
            alone(workload, turn, from, nanos);
        } else {
            together(workload, turn, from, nanos, threads);
        }
    }

    private static <I> void alone(Workload<I> workload, Turn<I> turn, int from, long nanos) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long processor = THREADS.getCurrentThreadCpuTime();
        long end = System.nanoTime() + nanos;
        int calls = 0;
        boolean here = true;
        long now;
        do {
            I input = workload.input().apply(from + calls++);
            long start = System.nanoTime();
            Object result = turn.task.run().apply(input);
            now = System.nanoTime();
            Blackhole.take(result);
            if (result instanceof Timed timed) {
                here = false;
                turn.samples.add(timed.nanos());
            } else {
                turn.samples.add(now - start);
            }
        } while (now < end);
        turn.samples.endBlock(
                here ? (double) (THREADS.getCurrentThreadAllocatedBytes() - bytes) / calls : -1,
                here ? (double) (THREADS.getCurrentThreadCpuTime() - processor) / calls : -1);
    }

    private static <I> void together(
            Workload<I> workload, Turn<I> turn, int from, long nanos, ExecutorService threads) {
        AtomicInteger calls = new AtomicInteger();
        long start = System.nanoTime();
        Callable<Boolean> work = () -> {
            do {
                Blackhole.take(turn.task.run().apply(workload.input().apply(from + calls.getAndIncrement())));
            } while (System.nanoTime() - start < nanos);
            return true;
        };
        try {
            for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(workload.threads(), work))) {
                done.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        turn.samples.add((System.nanoTime() - start) / calls.get());
        turn.samples.endBlock(-1, -1);
    }
}
