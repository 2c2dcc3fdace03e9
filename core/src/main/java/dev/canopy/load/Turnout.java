package dev.canopy.load;

import dev.canopy.plan.Branch;
import dev.canopy.plan.Branch.Form;
import dev.canopy.plan.Level;
import dev.canopy.plan.Seen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a selection brings, of the root and of each of its branches. Its text does not depend on values, and neither can
 * what is planned for it: that one group has a single row where others have thousands shows when they are read. Thread-safe; of
 * counts that meet, one may be lost.
 */
final class Turnout {
    /** So many executions say something, and so many are remembered. */
    private static final int SAYING = 16;

    /** The branches that have statements of their own; null for one that has not. */
    private final List<@Nullable Brought> split;

    /** About how many were planned for, the root's first; negative if nobody knew. */
    private final float[] expected;

    private final float[] means;
    private int remembered;
    private int executions;

    Turnout(List<@Nullable Brought> split, Seen seen) {
        this.split = Collections.unmodifiableList(split);
        this.expected = new float[split.size() + 1];
        expected[0] = (float) seen.own();
        for (int i = 1; i < expected.length; i++) {
            expected[i] = i <= seen.below().length ? (float) seen.below()[i - 1] : -1;
        }
        this.means = new float[expected.length];
        if (seen.own() >= 0) {
            System.arraycopy(expected, 0, means, 0, means.length);
            this.remembered = SAYING;
        }
    }

    /** Of a plan that was made for what was seen. */
    static Turnout of(Level root, Readers readers, Seen seen) {
        List<@Nullable Brought> split = new ArrayList<>();
        for (Branch branch : root.branches()) {
            split.add(branch.form() == Form.SPLIT ? readers.brought(branch) : null);
        }
        return new Turnout(split, seen);
    }

    int branches() {
        return split.size();
    }

    /** What is known by now; nothing after a few executions. */
    Seen seen() {
        if (remembered < SAYING) {
            return Seen.NOTHING;
        }
        double[] below = new double[split.size()];
        for (int i = 0; i < below.length; i++) {
            below[i] = means[i + 1];
        }
        return new Seen(means[0], below);
    }

    /** @param below what came of the branches */
    void note(int rows, Gatherings below) {
        int weight = Math.min(remembered + 1, SAYING);
        means[0] += (rows - means[0]) / weight;
        for (int i = 0; i < split.size(); i++) {
            Brought own = split.get(i);
            int came = own == null ? below.nested(i) : below.of(own).taken();
            means[i + 1] += (came - means[i + 1]) / weight;
        }
        remembered = weight;
        executions++;
    }

    /** Whether somewhere half as many come as were planned for, or twice as many. */
    boolean isOther() {
        if (executions < SAYING) {
            return false;
        }
        for (int i = 0; i < means.length; i++) {
            float ratio = (means[i] + 1) / (expected[i] + 1);
            if (expected[i] < 0 || ratio < 0.5f || ratio > 2) {
                return true;
            }
        }
        return false;
    }
}
