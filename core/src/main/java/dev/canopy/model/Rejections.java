package dev.canopy.model;

import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.List;
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
    private final List<Violation> violations = new ArrayList<>();

    Rejections(String rule, R row) {
        this.rule = rule;
        this.row = row;
    }

    /**
     * Rejects the row because of this column.
     *
     * @param message what must hold; it follows the field's name in the error
     */
    public void reject(TableField<R, ?> column, String message) {
        violations.add(new Violation(ModelName.of(row), PropertyName.of(column), rule, message, row.get(column)));
    }

    List<Violation> violations() {
        return violations;
    }
}
