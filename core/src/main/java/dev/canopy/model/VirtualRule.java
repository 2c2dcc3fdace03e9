package dev.canopy.model;

import dev.canopy.validation.Validator;
import dev.canopy.validation.Violation;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What must hold of a virtual field's values. */
record VirtualRule<R extends Record, V>(
        Virtual<R, V> virtual, List<Validator<? super V>> validators, Asking<R> asking) {

    /** Whether setting one of these columns may have changed the value. */
    boolean readsAny(R row) {
        return virtual.reads().isEmpty() || virtual.reads().stream().anyMatch(row::touched);
    }

    void check(R row, Wording wording, List<Violation> violations) {
        @Nullable V value = virtual.get(row);
        for (Validator<? super V> validator : validators) {
            if (value == null ? validator.isRequired() : !validator.accepts(value)) {
                boolean shown = !validator.isDiscreet() && !isSensitive(wording);
                violations.add(wording.named(
                        virtual.name(),
                        validator.rule(),
                        validator.template(),
                        validator.parameters(),
                        shown ? value : null));
            }
        }
    }

    /** What is computed from a secret is one. */
    private boolean isSensitive(Wording wording) {
        return virtual.reads().stream().map(Field::getName).anyMatch(wording.sensitive()::contains);
    }
}
