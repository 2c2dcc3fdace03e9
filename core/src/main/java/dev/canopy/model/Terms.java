package dev.canopy.model;

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

    Asking<R> asking() {
        return new Asking<>(condition);
    }
}
