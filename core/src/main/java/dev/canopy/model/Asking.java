package dev.canopy.model;

import dev.canopy.validation.RuleGroup;
import java.util.Collections;
import java.util.Set;
import java.util.function.Predicate;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Of which rows a rule is asked, and when.
 *
 * @param groups it is skipped with any of them
 */
record Asking<R extends Record>(@Nullable Predicate<R> condition, Set<RuleGroup> groups) {
    Asking {
        groups = Set.copyOf(groups);
    }

    /** Whether a write that skips these groups asks it. */
    boolean remainsWithout(Set<RuleGroup> skipped) {
        return Collections.disjoint(groups, skipped);
    }

    boolean isConditional() {
        return condition != null;
    }

    boolean concerns(R row) {
        return condition == null || condition.test(row);
    }
}
