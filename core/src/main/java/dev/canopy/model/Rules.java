package dev.canopy.model;

import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jooq.Field;
import org.jooq.Record;

/** What values must look like: the form that they are brought into, and what must hold of them then. */
public final class Rules<R extends Record> {
    private final List<Normalizer<R, ?>> normalizers;
    private final List<FieldRule<R, ?>> fieldRules;
    private final List<RowRule<R>> rowRules;

    Rules(List<Normalizer<R, ?>> normalizers, List<FieldRule<R, ?>> fieldRules, List<RowRule<R>> rowRules) {
        this.normalizers = List.copyOf(normalizers);
        this.fieldRules = List.copyOf(fieldRules);
        this.rowRules = List.copyOf(rowRules);
    }

    /** Brings the columns that were touched into their form. */
    public void normalize(R row) {
        for (Normalizer<R, ?> normalizer : normalizers) {
            if (row.touched(normalizer.column())) {
                normalizer.apply(row);
            }
        }
    }

    /** Everything that is wrong with these columns of the row; rules for the whole row are not asked. */
    public List<Violation> fieldViolations(R row, Predicate<Field<?>> columns) {
        List<Violation> violations = new ArrayList<>();
        for (FieldRule<R, ?> rule : fieldRules) {
            if (columns.test(rule.column())) {
                rule.check(row, violations);
            }
        }
        return violations;
    }

    /** Everything that is wrong with these columns, and with the row as a whole. */
    public List<Violation> violations(R row, Predicate<Field<?>> columns) {
        List<Violation> violations = fieldViolations(row, columns);
        for (RowRule<R> rule : rowRules) {
            rule.check(row, violations);
        }
        return violations;
    }

    /** Whether there are rules that need the whole row. */
    public boolean wantWholeRows() {
        return !rowRules.isEmpty();
    }

    /** Whether values of this column are normalised or validated. */
    public boolean concern(Field<?> column) {
        return normalizers.stream().anyMatch(n -> n.column().equals(column))
                || fieldRules.stream().anyMatch(r -> r.column().equals(column));
    }
}
