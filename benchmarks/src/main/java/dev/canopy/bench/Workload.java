package dev.canopy.bench;

import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that contenders do side by side.
 *
 * @param name in the results
 * @param group what stands together in a chart
 * @param writes whether rows are written
 * @param threads how many do it at once
 * @param task how a contender does it; null if it has no form of it
 * @param input what the n-th call is given; the same for all contenders
 * @param recorded how an answer is compared: for writes, what the tables then have
 */
record Workload<I>(
        String name,
        Group group,
        boolean writes,
        int threads,
        Function<Contender, @Nullable Task<I>> task,
        IntFunction<I> input,
        Function<Object, Object> recorded) {
    /** What a workload is about. */
    enum Group {
        READ,
        WRITE,
        MOVIES,
        GROWTH
    }

    static <I> Workload<I> reading(
            String name, Group group, Function<Contender, @Nullable Task<I>> task, IntFunction<I> input) {
        return new Workload<>(name, group, false, 1, task, input, answer -> answer);
    }

    static <I> Workload<I> writing(
            String name,
            Group group,
            Function<Contender, @Nullable Task<I>> task,
            IntFunction<I> input,
            Function<Object, Object> recorded) {
        return new Workload<>(name, group, true, 1, task, input, recorded);
    }

    Workload<I> by(int newThreads) {
        return new Workload<>(name, group, writes, newThreads, task, input, recorded);
    }
}
