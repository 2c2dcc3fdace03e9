package dev.canopy.load;

import org.jspecify.annotations.Nullable;

/** The rows of all branches with statements of their own. Of one execution. */
final class Gatherings {
    static final Gatherings NONE = new Gatherings(0, 0);

    private final @Nullable Gathering[] all;

    /** How many rows came as JSON, for each of the root's branches. */
    private final int[] nested;

    private boolean copied;

    /**
     * @param places how many branches have statements of their own
     * @param branches how many branches of the root are counted
     */
    Gatherings(int places, int branches) {
        this.all = new @Nullable Gathering[places];
        this.nested = new int[branches];
    }

    /** So many rows came as JSON for this branch of the root. */
    void nested(int branch, int rows) {
        if (branch < nested.length) {
            nested[branch] += rows;
        }
    }

    /** How many came. */
    int nested(int branch) {
        return nested[branch];
    }

    Gathering of(Brought branch) {
        Gathering known = all[branch.place()];
        if (known == null) {
            known = new Gathering(this, branch);
            all[branch.place()] = known;
        }
        return known;
    }

    /** Whether the row that is read now will be made more than once, and so must be all that hangs on it. */
    boolean isCopied() {
        return copied;
    }

    void copied(boolean now) {
        copied = now;
    }
}
