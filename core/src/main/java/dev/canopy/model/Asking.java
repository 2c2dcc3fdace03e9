package dev.canopy.model;

import java.util.function.Predicate;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Of which rows a rule is asked. */
record Asking<R extends Record>(@Nullable Predicate<R> condition) {
    boolean isConditional() {
        return condition != null;
    }

    boolean concerns(R row) {
        return condition == null || condition.test(row);
    }
}
