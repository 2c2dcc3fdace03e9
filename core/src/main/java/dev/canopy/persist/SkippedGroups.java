package dev.canopy.persist;

import dev.canopy.model.Meaning;
import dev.canopy.sql.Work;
import dev.canopy.validation.RuleGroup;
import java.util.HashSet;
import java.util.Set;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The groups of rules that the writes of a thread skip. Thread-safe. */
public final class SkippedGroups {
    @SuppressWarnings("ThreadLocalUsage") // each Database has its own; it is removed when the work ends
    private final ThreadLocal<@Nullable Set<RuleGroup>> skipped = new ThreadLocal<>();

    /** None yet. */
    public SkippedGroups() {}

    /** Runs the work without the rules of this group, and of those that are skipped already. */
    public <V, X extends Exception> V during(RuleGroup group, Work<V, X> work) throws X {
        Set<RuleGroup> outer = skipped.get();
        Set<RuleGroup> groups = new HashSet<>(outer == null ? Set.of() : outer);
        groups.add(group);
        skipped.set(Set.copyOf(groups));
        try {
            return work.run();
        } finally {
            if (outer == null) {
                skipped.remove();
            } else {
                skipped.set(outer);
            }
        }
    }

    /** What a model means to the thread now. */
    <T extends Table<R>, R extends Record> Meaning<T, R> outOf(Meaning<T, R> meaning) {
        Set<RuleGroup> groups = skipped.get();
        return groups == null ? meaning : meaning.without(groups);
    }
}
