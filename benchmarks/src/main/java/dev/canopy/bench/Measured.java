package dev.canopy.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one contender's turns at a workload came to.
 *
 * @param medianMicros of all calls
 * @param p95Micros of all calls
 * @param ratio the median over the rounds of how much longer it took than the best hand-written JDBC in the same round
 * @param allocatedBytes of a call; negative if nobody knows
 * @param processorMicros of this side's processor in a call: what little depends on how busy the machine is; negative if nobody knows
 * @param ratioLow the lower quartile over the rounds
 * @param ratioHigh the upper quartile over the rounds
 */
record Measured(
        String contender,
        Target target,
        double medianMicros,
        double p95Micros,
        double ratio,
        double allocatedBytes,
        double processorMicros,
        int rounds,
        double ratioLow,
        double ratioHigh) {
    /** A contender's samples. */
    record Entry(String contender, Target target, Samples samples) {
        boolean isByHand() {
            return contender.startsWith("jdbc");
        }
    }

    /** All contenders of a workload; where nobody wrote JDBC, the best of all is 1.00. */
    static List<Measured> of(List<Entry> entries) {
        Comparator<Entry> faster =
                Comparator.comparingDouble(entry -> entry.samples().nanos(0.5));
        Entry best = entries.stream()
                .filter(Entry::isByHand)
                .min(faster)
                .or(() -> entries.stream().min(faster))
                .orElseThrow();
        List<Measured> all = new ArrayList<>();
        for (Entry entry : entries) {
            double[] ratios = new double[entry.samples().blocks().size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = entry.samples().blocks().get(i)
                        / best.samples().blocks().get(i);
            }
            all.add(new Measured(
                    entry.contender(),
                    entry.target(),
                    entry.samples().nanos(0.5) / 1000,
                    entry.samples().nanos(0.95) / 1000,
                    Samples.quantile(ratios, 0.5),
                    entry.samples().bytes(),
                    entry.samples().processorNanos() / 1000,
                    ratios.length,
                    Samples.quantile(ratios, 0.25),
                    Samples.quantile(ratios, 0.75)));
        }
        return all;
    }
}
