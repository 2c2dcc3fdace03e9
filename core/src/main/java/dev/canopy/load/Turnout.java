package dev.canopy.load;

import dev.canopy.plan.Planner;

/**
 * How many rows a selection brings. Its text does not depend on values, and neither can what is planned for it: that one group has
 * a single row where others have thousands shows when they are read. Thread-safe; of counts that meet, one may be lost.
 */
final class Turnout {
    /** So many executions say something, and so many are remembered. */
    private static final int SAYING = 16;

    /** About so many were planned for; negative if nobody knew. */
    private final float expected;

    private float mean;
    private int remembered;
    private int executions;

    private Turnout(float expected, int remembered) {
        this.expected = expected;
        this.mean = Math.max(0, expected);
        this.remembered = remembered;
    }

    /** Nothing was read yet. */
    static Turnout unknown() {
        return new Turnout((float) Planner.UNSEEN, 0);
    }

    /** From now on, planned for what was seen. */
    Turnout next() {
        return remembered < SAYING ? unknown() : new Turnout(mean, remembered);
    }

    double expected() {
        return expected;
    }

    void note(int rows) {
        int weight = Math.min(remembered + 1, SAYING);
        mean += (rows - mean) / weight;
        remembered = weight;
        executions++;
    }

    /** Whether half as many come as were planned for, or twice as many. */
    boolean isOther() {
        if (executions < SAYING) {
            return false;
        }
        float ratio = (mean + 1) / (expected + 1);
        return expected < 0 || ratio < 0.5f || ratio > 2;
    }
}
