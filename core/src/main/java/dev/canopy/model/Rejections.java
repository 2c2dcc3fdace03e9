package dev.canopy.model;

import dev.canopy.validation.Violation;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

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

    /**
     * Rejects the row because of what another validator found.
     *
     * @param property as shapes and maps call it, or a path that begins with it; empty for the row as a whole
     * @param foundBy the name of what must hold, in place of this rule's own
     * @param message what must hold; where it has a value in it that must not be shown, only the name is told
     * @param parameters what the names in braces stand for in a message that takes its place
     * @param value shown only if it is that of a column which is not sensitive
     */
    public void reject(
            String property, String foundBy, String message, Map<String, ?> parameters, @Nullable Object value) {
        boolean shown = isShown(property);
        boolean tells = !shown && value != null && message.contains(value.toString());
        violations.add(wording.named(
                property, foundBy, tells ? "must meet " + foundBy : message, parameters, shown ? value : null));
    }

    private boolean isShown(String property) {
        String first = property.split("[.\\[]", 2)[0];
        return row.fieldStream()
                .anyMatch(column -> PropertyName.of(column).equals(first)
                        && !wording.sensitive().contains(column.getName()));
    }

    /** Rejects the row because of this virtual field, whose value is not shown. */
    public void reject(Virtual<R, ?> virtual, String message) {
        violations.add(wording.named(virtual.name(), rule, message, Map.of(), null));
    }
}
