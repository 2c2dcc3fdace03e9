package dev.canopy.constraint;

import static dev.canopy.constraint.Unsure.UNSURE;

import dev.canopy.association.Demands;
import dev.canopy.association.Described;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Converter;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * What the database demands of the rows of a table, as far as Java can tell: NOT NULL, lengths in code points, precision, and the
 * checks that are understood. What it refuses, the server would refuse; what it does not refuse, the server decides. Immutable.
 */
public final class Constraints {
    private final List<Cell> cells;
    private final List<CheckRule> checks;

    /**
     * What is demanded of one column.
     *
     * @param required it must not be null
     * @param filled the database gives it a value where a new row has none
     * @param given the database decides its value, whatever is written
     */
    private record Cell(
            Field<?> column,
            boolean required,
            boolean filled,
            boolean given,
            Limit limit,
            @Nullable Converter<Object, Object> converter) {}

    private Constraints(List<Cell> cells, List<CheckRule> checks) {
        this.cells = List.copyOf(cells);
        this.checks = List.copyOf(checks);
    }

    /** What must hold, of a check on one column that is understood. */
    public Optional<String> message(String check) {
        return checks.stream()
                .filter(known -> known.name().equals(check) && known.columns().size() == 1)
                .map(CheckRule::message)
                .findFirst();
    }

    /**
     * The demands on a table.
     *
     * @param filledByDatabase names of columns that a trigger fills: they are not demanded
     */
    public static Constraints of(Table<?> table, Set<String> filledByDatabase) {
        Described described = table instanceof Described told ? told : Set::of;
        Demands demands = described.demands();
        List<Cell> cells = new ArrayList<>();
        Map<String, Expression.Column> known = new HashMap<>();
        for (Field<?> column : table.fields()) {
            String name = column.getName();
            String type = demands.types().get(name);
            boolean given = filledByDatabase.contains(name)
                    || described.readOnlyColumns().contains(name);
            boolean filled = given
                    || column.getDataType().defaulted()
                    || column.getDataType().identity()
                    || demands.filled().contains(name);
            cells.add(new Cell(
                    column,
                    !column.getDataType().nullable() && !given,
                    filled,
                    given,
                    limit(column, type),
                    converter(column)));
            if (type != null) {
                kind(column, type).ifPresent(kind -> known.put(name, new Expression.Column(cells.size() - 1, kind)));
            }
        }
        List<CheckRule> checks = demands.checks().stream()
                .flatMap(check -> CheckRule.of(check, known).stream())
                .toList();
        return new Constraints(cells, checks);
    }

    /** What a new row does not meet. Columns that were not set are null, or what the database fills them with. */
    public List<Breach> ofNew(Record row) {
        BitSet unset = new BitSet();
        BitSet written = new BitSet();
        for (int i = 0; i < cells.size(); i++) {
            if (!row.touched(i) && cells.get(i).filled()) {
                unset.set(i);
            } else {
                written.set(i);
            }
        }
        return breaches(row, written, unset);
    }

    /** What a row that is there would not meet any more, because of the columns that were set. */
    public List<Breach> ofChanged(Record row) {
        return breaches(row, touched(row), new BitSet());
    }

    /** What no row could meet once these columns were set as they are set here; nothing is known of the others. */
    public List<Breach> ofPatch(Record row) {
        BitSet written = touched(row);
        BitSet unknown = new BitSet();
        for (int i = 0; i < cells.size(); i++) {
            if (!written.get(i)) {
                unknown.set(i);
            }
        }
        return breaches(row, written, unknown);
    }

    /** Whether the database gives this column a value where a new row has none. */
    public boolean fills(Field<?> column) {
        return cells.stream().anyMatch(cell -> cell.filled() && cell.column().equals(column));
    }

    private BitSet touched(Record row) {
        BitSet touched = new BitSet();
        for (int i = 0; i < cells.size(); i++) {
            if (row.touched(i)) {
                touched.set(i);
            }
        }
        return touched;
    }

    private List<Breach> breaches(Record row, BitSet written, BitSet unknown) {
        List<Breach> breaches = new ArrayList<>();
        @Nullable Object[] stored = new Object[cells.size()];
        for (int i = 0; i < cells.size(); i++) {
            stored[i] = unknown.get(i) ? UNSURE : stored(row, i, written.get(i), breaches);
        }
        for (CheckRule check : checks) {
            if (check.columns().stream().anyMatch(written::get) && check.refuses(column -> stored[column])) {
                Field<?> blamed = cells.get(blamed(check, written)).column();
                breaches.add(new Breach(blamed, check.name(), check.message(), Map.of("constraint", check.name())));
            }
        }
        return breaches;
    }

    /** The first column that was written and takes part. */
    private static int blamed(CheckRule check, BitSet written) {
        return check.columns().stream().filter(written::get).findFirst().orElseThrow();
    }

    private @Nullable Object stored(Record row, int index, boolean written, List<Breach> breaches) {
        Cell cell = cells.get(index);
        Object value = databaseValue(cell, row.get(index));
        if (value == null) {
            if (written && cell.required()) {
                breaches.add(new Breach(cell.column(), "notNull", "must not be null", Map.of()));
            }
            return cell.given() ? UNSURE : null;
        }
        try {
            Object held = cell.limit().stored(value);
            return cell.given() ? UNSURE : comparable(held);
        } catch (Limit.Refused refused) {
            if (written) {
                breaches.add(new Breach(
                        cell.column(), refused.rule(), String.valueOf(refused.getMessage()), refused.parameters()));
            }
            return UNSURE;
        }
    }

    private static @Nullable Object databaseValue(Cell cell, @Nullable Object value) {
        Converter<Object, Object> converter = cell.converter();
        if (value == null || converter == null) {
            return value;
        }
        try {
            return converter.to(value);
        } catch (RuntimeException notConvertible) {
            // The statement will say so, in the converter's own words.
            return UNSURE;
        }
    }

    private static Object comparable(Object value) {
        return switch (value) {
            case Long whole -> BigDecimal.valueOf(whole);
            case Integer whole -> BigDecimal.valueOf(whole);
            case Short whole -> BigDecimal.valueOf(whole);
            case BigInteger whole -> new BigDecimal(whole);
            case EnumType label -> label.getLiteral();
            default -> value;
        };
    }

    private static Limit limit(Field<?> column, @Nullable String type) {
        if (type != null) {
            return Limit.of(type);
        }
        return column.getDataType().isString() ? new Limit.Text() : new Limit.None();
    }

    private static Optional<Kind> kind(Field<?> column, String type) {
        try {
            return Optional.of(Kind.of(type, column.getDataType().isEnum()));
        } catch (NotUnderstood other) {
            return Optional.empty();
        }
    }

    /** What brings values into the column's own type; null where they are of it. */
    @SuppressWarnings("unchecked") // the values are the column's
    private static @Nullable Converter<Object, Object> converter(Field<?> column) {
        Converter<?, ?> converter = column.getConverter();
        return converter.fromType() == converter.toType() ? null : (Converter<Object, Object>) converter;
    }
}
