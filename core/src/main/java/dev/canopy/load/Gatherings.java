package dev.canopy.load;

import org.jspecify.annotations.Nullable;

/** The rows of all branches with statements of their own. Of one execution. */
final class Gatherings {
    static final Gatherings NONE = new Gatherings(0);

    private final @Nullable Gathering[] all;
    private boolean copied;

    Gatherings(int places) {
        this.all = new @Nullable Gathering[places];
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
