package dev.canopy.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How long calls took, by blocks. Not thread-safe. */
final class Samples {
    private final List<Long> all = new ArrayList<>();
    private final List<Long> block = new ArrayList<>();
    private final List<Double> blocks = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();

    void add(long nanos) {
        all.add(nanos);
        block.add(nanos);
    }

    /** Ends a block, of whose calls each took so much; negative where nobody knows. */
    void endBlock(double bytesEach, double processorNanosEach) {
        blocks.add(quantile(block.stream().mapToDouble(nanos -> nanos).toArray(), 0.5));
        bytes.add(bytesEach);
        processor.add(processorNanosEach);
        block.clear();
    }

    void clear() {
        all.clear();
        block.clear();
        blocks.clear();
        bytes.clear();
        processor.clear();
    }

    /** The median of each block, in nanoseconds. */
    List<Double> blocks() {
        return List.copyOf(blocks);
    }

    double nanos(double quantile) {
        return quantile(all.stream().mapToDouble(nanos -> nanos).toArray(), quantile);
    }

    /** Allocated bytes of a call; negative if nobody knows. */
    double bytes() {
        return quantile(bytes.stream().mapToDouble(each -> each).toArray(), 0.5);
    }

    /** Processor time of a call on the thread that made it. */
    double processorNanos() {
        return quantile(processor.stream().mapToDouble(each -> each).toArray(), 0.5);
    }

    static double quantile(double[] values, double quantile) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = quantile * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }
}
