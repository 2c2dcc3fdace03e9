package dev.canopy.plan;

import dev.canopy.association.Strategy;
import dev.canopy.selection.Explanation;
import dev.canopy.selection.Explanation.Included;
import java.util.ArrayList;
import java.util.List;

/** Says what a plan is. */
public final class Explainer {
    private Explainer() {}

    public static Explanation explain(Plan plan) {
        List<Included> includes = new ArrayList<>();
        add(plan.root(), "", includes);
        return new Explanation(includes, snapshot(plan));
    }

    private static void add(Level level, String prefix, List<Included> includes) {
        for (Branch branch : level.branches()) {
            String path = prefix + branch.name();
            includes.add(new Included(
                    path,
                    switch (branch.form()) {
                        case JOINED -> null;
                        case MULTISET -> Strategy.MULTISET;
                        case SPLIT -> Strategy.SPLIT;
                    },
                    branch.reason()));
            add(branch.level(), path + ".", includes);
        }
    }

    private static String snapshot(Plan plan) {
        if (!plan.isSplit()) {
            return "One statement, so one snapshot.";
        }
        return (plan.isRepeatable() ? "One round trip" : "A round trip for each level, with the keys in hand")
                + "; outside a transaction one snapshot, inside one what its isolation gives.";
    }
}
