package dev.canopy.model;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.canopy.constraint.Breach;
import dev.canopy.constraint.Constraints;
import dev.canopy.validation.Messages;
import dev.canopy.validation.RuleGroup;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * What values must look like: the form that they are brought into, and what must hold of them then, by the definition and by the
 * database's own constraints. Immutable.
 */
public final class Rules<R extends Record> {
    private final List<Normalizer<R, ?>> normalizers;
    private final List<Normalizer<R, ?>> ofConditions;
    private final List<FieldRule<R, ?>> fieldRules;
    private final List<VirtualRule<R, ?>> virtualRules;
    private final List<RowRule<R>> rowRules;
    private final Constraints constraints;
    private final Wording wording;

    Rules(
            List<Normalizer<R, ?>> normalizers,
            List<FieldRule<R, ?>> fieldRules,
            List<VirtualRule<R, ?>> virtualRules,
            List<RowRule<R>> rowRules,
            Constraints constraints,
            Wording wording) {
        this.normalizers = List.copyOf(normalizers);
        this.ofConditions =
                normalizers.stream().filter(Normalizer::inConditions).toList();
        this.fieldRules = List.copyOf(fieldRules);
        this.virtualRules = List.copyOf(virtualRules);
        this.rowRules = List.copyOf(rowRules);
        this.constraints = constraints;
        this.wording = wording;
    }

    /** The same in these words. */
    Rules<R> speaking(Messages messages) {
        return new Rules<>(normalizers, fieldRules, virtualRules, rowRules, constraints, wording.in(messages));
    }

    /** The same without the rules of these groups; what the database's own constraints say is in none. */
    Rules<R> without(Set<RuleGroup> groups) {
        return new Rules<>(
                normalizers,
                fieldRules.stream()
                        .filter(rule -> rule.asking().remainsWithout(groups))
                        .toList(),
                virtualRules.stream()
                        .filter(rule -> rule.asking().remainsWithout(groups))
                        .toList(),
                rowRules.stream()
                        .filter(rule -> rule.asking().remainsWithout(groups))
                        .toList(),
                constraints,
                wording);
    }

    /** The groups that any of the rules is in. */
    public Set<RuleGroup> groups() {
        return Stream.of(
                        fieldRules.stream().map(FieldRule::asking),
                        virtualRules.stream().map(VirtualRule::asking),
                        rowRules.stream().map(RowRule::asking))
                .flatMap(all -> all)
                .flatMap(asking -> asking.groups().stream())
                .collect(toUnmodifiableSet());
    }

    /** Brings the columns that were touched into their form. */
    public void normalize(R row) {
        for (Normalizer<R, ?> normalizer : normalizers) {
            if (row.touched(normalizer.column())) {
                normalizer.apply(row);
            }
        }
    }

    /** Whether any column is compared in its form. */
    public boolean concernConditions() {
        return !ofConditions.isEmpty();
    }

    /**
     * The condition with the values that columns are compared with in their form, where that was asked for.
     *
     * @param alias the table as it is called in the condition
     */
    public Condition normal(Table<?> alias, Condition condition) {
        return ofConditions.isEmpty() ? condition : new NormalCondition<>(alias, ofConditions).of(condition);
    }

    /**
     * Everything that is wrong with a row that is to be inserted.
     *
     * @param filledLater columns of which nothing is demanded, by their places in the table
     */
    public List<Violation> ofNew(R row, BitSet filledLater) {
        List<Violation> violations = new ArrayList<>();
        for (FieldRule<R, ?> rule : fieldRules) {
            if (rule.asking().concerns(row)) {
                boolean demanded = row.touched(rule.column()) || !constraints.fills(rule.column());
                rule.check(row, demanded, wording, violations);
            }
        }
        for (VirtualRule<R, ?> rule : virtualRules) {
            if (rule.asking().concerns(row)) {
                rule.check(row, wording, violations);
            }
        }
        addRowViolations(row, violations);
        addBreaches(row, constraints.ofNew(row, filledLater), violations);
        if (!violations.isEmpty()) {
            filledLater.stream()
                    .mapToObj(column -> PropertyName.of(Objects.requireNonNull(row.field(column))))
                    .forEach(name ->
                            violations.removeIf(violation -> violation.field().equals(name)));
        }
        return violations;
    }

    /** Everything that is wrong with a row that is to be updated: with the columns that were set, and with the row as a whole. */
    public List<Violation> ofChanged(R row) {
        List<Violation> violations = new ArrayList<>();
        for (FieldRule<R, ?> rule : fieldRules) {
            if ((row.touched(rule.column()) || rule.asking().isConditional())
                    && rule.asking().concerns(row)) {
                rule.check(row, true, wording, violations);
            }
        }
        for (VirtualRule<R, ?> rule : virtualRules) {
            if ((rule.readsAny(row) || rule.asking().isConditional())
                    && rule.asking().concerns(row)) {
                rule.check(row, wording, violations);
            }
        }
        addRowViolations(row, violations);
        addBreaches(row, constraints.ofChanged(row), violations);
        return violations;
    }

    /**
     * Everything that is wrong with the columns that were set, for rows of which nothing else is known; only where
     * {@link #wantWholeRows()} is false is it all.
     */
    public List<Violation> ofPatch(R patch) {
        List<Violation> violations = new ArrayList<>();
        for (FieldRule<R, ?> rule : fieldRules) {
            if (patch.touched(rule.column()) && !rule.asking().isConditional()) {
                rule.check(patch, true, wording, violations);
            }
        }
        addBreaches(patch, constraints.ofPatch(patch), violations);
        return violations;
    }

    /** Whether there are rules that need the whole row. */
    public boolean wantWholeRows() {
        return !rowRules.isEmpty()
                || !virtualRules.isEmpty()
                || fieldRules.stream().anyMatch(rule -> rule.asking().isConditional());
    }

    /** Whether values of this column are normalised or validated. */
    public boolean concern(Field<?> column) {
        return normalizers.stream().anyMatch(n -> n.column().equals(column))
                || fieldRules.stream().anyMatch(r -> r.column().equals(column));
    }

    /** Names of the columns whose values no message shows. */
    public Set<String> sensitive() {
        return wording.sensitive();
    }

    /** A violation of a rule that stands elsewhere, in the words of the model. */
    public Violation violation(Field<?> column, String rule, String message, @Nullable Object value) {
        return wording.of(column, rule, message, Map.of(), value);
    }

    /** What is said of a field when a constraint refused it. */
    public String message(String constraint, String field, String rule, String otherwise) {
        return wording.ofConstraint(
                constraint, field, rule, constraints.message(constraint).orElse(otherwise));
    }

    private void addRowViolations(R row, List<Violation> violations) {
        for (RowRule<R> rule : rowRules) {
            if (rule.asking().concerns(row)) {
                rule.check(row, wording, violations);
            }
        }
    }

    /** What the definition has said of a column already, by the same rule or in the same words, is not said again. */
    private void addBreaches(R row, List<Breach> breaches, List<Violation> violations) {
        if (breaches.isEmpty()) {
            return;
        }
        List<Violation> said = List.copyOf(violations);
        for (Breach breach : breaches) {
            Violation violation = wording.of(
                    breach.column(), breach.rule(), breach.message(), breach.parameters(), row.get(breach.column()));
            if (said.isEmpty()
                    || said.stream()
                            .noneMatch(other -> other.field().equals(violation.field())
                                    && (other.rule().equals(violation.rule())
                                            || other.message().equals(violation.message())))) {
                violations.add(violation);
            }
        }
    }
}
