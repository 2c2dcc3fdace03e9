package dev.canopy.persist;

import dev.canopy.model.Meaning;
import dev.canopy.validation.Violation;
import java.util.Collection;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Columns that are set on create, and never again. */
final class Immutable {
    private Immutable() {}

    /** A violation for each of the changed columns that must not change. */
    static <R extends Record> List<Violation> violations(
            Meaning<? extends Table<R>, R> meaning, R row, Collection<? extends Field<?>> changed) {
        return meaning.upkeep().immutable().stream()
                .filter(changed::contains)
                .map(column -> meaning.rules()
                        .violation(column, "immutable", "must not change once the row is there", row.get(column)))
                .toList();
    }
}
