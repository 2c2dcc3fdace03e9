package dev.canopy.model;

import dev.canopy.validation.Violation;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.TableField;

/**
 * What a rule finds wrong with a row. Not thread-safe; for one row.
 *
 * @param <R> the rows; columns of other tables do not compile
 */
public final class Rejections<R extends Record> {
    private final String rule;
    private final R row;
    private final Wording wording;
    private final List<Violation> violations;

    Rejections(String rule, R row, Wording wording, List<Violation> violations) {
        this.rule = rule;
        this.row = row;
        this.wording = wording;
        this.violations = violations;
    }

    /**
     * Rejects the row because of this column.
     *
     * @param message what must hold; it follows the field's name in the error
     */
    public void reject(TableField<R, ?> column, String message) {
        reject(column, message, Map.of());
    }

    /**
     * Rejects the row because of this column.
     *
     * @param message what must hold, with names of parameters in braces: {@code must be before {end}}
     * @param parameters what the names stand for
     */
    public void reject(TableField<R, ?> column, String message, Map<String, ?> parameters) {
        violations.add(wording.of(column, rule, message, parameters, row.get(column)));
    }

    /** Rejects the row because of this virtual field, whose value is not shown. */
    public void reject(Virtual<R, ?> virtual, String message) {
        violations.add(wording.named(virtual.name(), rule, message, Map.of(), null));
    }
}
