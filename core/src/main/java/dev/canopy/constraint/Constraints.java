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
    private static final @Nullable Object[] NONE = {};
    private static final BitSet NOTHING = new BitSet();

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

    /** What is asked about a row, and so what is known of its columns. */
    private enum Asked {
        NEW {
            @Override
            boolean knows(Cell cell, boolean touched) {
                return touched || !cell.filled();
            }

            @Override
            boolean writes(Cell cell, boolean touched) {
                return touched || !cell.filled();
            }
        },
        CHANGED {
            @Override
            boolean knows(Cell cell, boolean touched) {
                return true;
            }
        },
        PATCH {
            @Override
            boolean knows(Cell cell, boolean touched) {
                return touched;
            }
        };

        abstract boolean knows(Cell cell, boolean touched);

        boolean writes(Cell cell, boolean touched) {
            return touched;
        }
    }

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

    /**
     * What a new row does not meet. Columns that were not set are null, or what the database fills them with.
     *
     * @param unknown columns of which nothing is known yet, by their places in the table
     */
    public List<Breach> ofNew(Record row, BitSet unknown) {
        return breaches(row, Asked.NEW, unknown);
    }

    /** What a row that is there would not meet any more, because of the columns that were set. */
    public List<Breach> ofChanged(Record row) {
        return breaches(row, Asked.CHANGED, NOTHING);
    }

    /** What no row could meet once these columns were set as they are set here; nothing is known of the others. */
    public List<Breach> ofPatch(Record row) {
        return breaches(row, Asked.PATCH, NOTHING);
    }

    /** Whether the database gives this column a value where a new row has none. */
    public boolean fills(Field<?> column) {
        return cells.stream().anyMatch(cell -> cell.filled() && cell.column().equals(column));
    }

    private List<Breach> breaches(Record row, Asked asked, BitSet unknown) {
        List<Breach> breaches = List.of();
        @Nullable Object[] stored = checks.isEmpty() ? NONE : new Object[cells.size()];
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            boolean touched = row.touched(i);
            Object value = UNSURE;
            if (asked.knows(cell, touched) && !unknown.get(i)) {
                try {
                    value = stored(cell, row.get(i), asked.writes(cell, touched));
                } catch (Limit.Refused refused) {
                    breaches = and(
                            breaches,
                            new Breach(
                                    cell.column(),
                                    refused.rule(),
                                    String.valueOf(refused.getMessage()),
                                    refused.parameters()));
                }
            }
            if (stored.length > 0) {
                stored[i] = value == null || value == UNSURE ? value : comparable(value);
            }
        }
        for (CheckRule check : checks) {
            Cell blamed = blamed(check, row, asked);
            if (blamed != null && check.refuses(column -> stored[column])) {
                breaches = and(
                        breaches,
                        new Breach(blamed.column(), check.name(), check.message(), Map.of("constraint", check.name())));
            }
        }
        return breaches;
    }

    private static List<Breach> and(List<Breach> breaches, Breach another) {
        List<Breach> all = breaches.isEmpty() ? new ArrayList<>() : breaches;
        all.add(another);
        return all;
    }

    /** The first column that is written and takes part; null for none. */
    private @Nullable Cell blamed(CheckRule check, Record row, Asked asked) {
        for (int column : check.columns()) {
            Cell cell = cells.get(column);
            if (asked.writes(cell, row.touched(column))) {
                return cell;
            }
        }
        return null;
    }

    /** What the column would hold. */
    private static @Nullable Object stored(Cell cell, @Nullable Object given, boolean written) throws Limit.Refused {
        Object value = databaseValue(cell, given);
        if (value == null) {
            if (written && cell.required()) {
                throw new Limit.Refused("notNull", "must not be null", Map.of());
            }
            return cell.given() ? UNSURE : null;
        }
        try {
            Object held = cell.limit().stored(value);
            return cell.given() ? UNSURE : held;
        } catch (Limit.Refused refused) {
            if (written) {
                throw refused;
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
