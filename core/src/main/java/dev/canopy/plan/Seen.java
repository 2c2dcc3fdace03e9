package dev.canopy.plan;

/**
 * About how many rows a selection brought lately, which neither its text nor the sizes of tables tell.
 *
 * @param own rows of the root; negative if nobody knows
 * @param below rows of each of the root's branches, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Seen(double own, double[] below) {
    /** Nobody has read it yet. */
    public static final Seen NOTHING = new Seen(-1, new double[0]);

    /** Of one of the root's branches; negative if nobody knows. */
    double below(int branch) {
        return branch < below.length ? below[branch] : -1;
    }
}
