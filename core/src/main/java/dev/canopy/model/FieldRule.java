package dev.canopy.model;

import dev.canopy.validation.Validator;
import dev.canopy.validation.Violation;
import java.util.List;
import org.jooq.Record;
import org.jooq.TableField;

/** What must hold of one column's values. */
record FieldRule<R extends Record, V>(TableField<R, V> column, List<Validator<? super V>> validators) {
    void check(R row, List<Violation> violations) {
        V value = row.get(column);
        if (value == null) {
            return;
        }
        for (Validator<? super V> validator : validators) {
            if (!validator.accepts(value)) {
                violations.add(new Violation(
                        ModelName.of(row), PropertyName.of(column), validator.rule(), validator.message(), value));
            }
        }
    }
}
