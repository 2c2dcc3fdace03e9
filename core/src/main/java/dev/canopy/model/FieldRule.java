package dev.canopy.model;

import dev.canopy.validation.Validator;
import dev.canopy.validation.Violation;
import java.util.List;
import org.jooq.Record;
import org.jooq.TableField;

/** What must hold of one column's values. */
record FieldRule<R extends Record, V>(
        TableField<R, V> column, List<Validator<? super V>> validators, Asking<R> asking) {

    /** @param demanded whether a value that is missing is missed: not where the database will give one */
    void check(R row, boolean demanded, Wording wording, List<Violation> violations) {
        V value = row.get(column);
        for (Validator<? super V> validator : validators) {
            if (value == null ? validator.isRequired() && demanded : !validator.accepts(value)) {
                violations.add(wording.of(column, validator, value));
            }
        }
    }
}
