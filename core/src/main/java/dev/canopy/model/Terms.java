package dev.canopy.model;

import dev.canopy.validation.RuleGroup;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a rule is asked; without a word, always. Not thread-safe, and part of a definition: what is said after the Database
 * was built changes nothing.
 *
 * @param <R> the rows
 */
public final class Terms<R extends Record> {
    private final Set<RuleGroup> groups = new HashSet<>();
    private @Nullable Predicate<R> condition;

    Terms() {}

    /**
     * Asks the rule only of rows that meet this, too. Such a rule depends on other columns, so it is asked whenever the row is
     * written, not only when its own column was set.
     *
     * @param newCondition must not change the row; columns in it may be null
     */
    public Terms<R> when(Predicate<? super R> newCondition) {
        Predicate<R> known = condition;
        condition = known == null ? newCondition::test : known.and(newCondition);
        return this;
    }

    /** Puts the rule into a group, too: {@code db.skipping(group, ..)} skips it. */
    public Terms<R> in(RuleGroup group) {
        groups.add(group);
        return this;
    }

    Asking<R> asking() {
        return new Asking<>(condition, groups);
    }
}
