package dev.canopy.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Key;
import org.jooq.Param;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/** About how many rows of a table meet a condition. Of one condition. */
final class Expected {
    /** What a condition of which nothing is known leaves of the rows. */
    private static final double PART = 1 / 3.0;

    /** So few rows are few, whatever the table's size. */
    private static final int FEW = 5;

    /** Columns that have one of so many values. */
    private final Map<String, Integer> fixed = new HashMap<>();

    private boolean narrowed;

    private Expected(Condition condition) {
        note(condition);
    }

    /**
     * About how many there are; negative if nobody knows. By a key there is one for each of its values, whatever the table's size.
     *
     * @param limit at most so many; null for any number
     */
    static double rows(Table<?> table, Condition condition, @Nullable Integer limit, Sizes sizes) {
        double rows = new Expected(condition).rows(table, limit, sizes);
        return limit == null || (rows >= 0 && rows <= limit) ? rows : limit;
    }

    private double rows(Table<?> table, @Nullable Integer limit, Sizes sizes) {
        for (Key<?> key : table.getKeys()) {
            double values = values(key);
            if (values >= 0) {
                return values;
            }
        }
        if (limit != null && limit <= FEW) {
            return limit;
        }
        Size size = sizes.of(table);
        double rows = size.rows();
        for (Map.Entry<String, Integer> column : fixed.entrySet()) {
            double alike = size.alike(List.of(column.getKey()));
            rows = alike < 0 ? rows : Math.min(rows, alike * column.getValue());
        }
        boolean untold = narrowed && rows >= size.rows();
        return untold && size.isKnown() ? Math.max(1, rows * PART) : rows;
    }

    /** How many values the condition gives the key; negative if it leaves them open. */
    private double values(Key<?> key) {
        double values = 1;
        for (Field<?> column : key.getFields()) {
            Integer given = fixed.get(column.getName());
            if (given == null) {
                return -1;
            }
            values *= given;
        }
        return values;
    }

    private void note(Condition condition) {
        switch (condition) {
            case QOM.And and -> {
                note(and.$arg1());
                note(and.$arg2());
            }
            case QOM.Eq<?> eq -> noteEqual(eq);
            case QOM.InList<?> in -> noteOneOf(in);
            case QOM.IsNull isNull -> {}
            default -> narrowed |= !isNothing(condition);
        }
    }

    private void noteEqual(QOM.Eq<?> eq) {
        if (eq.$arg1() instanceof TableField<?, ?> column && eq.$arg2() instanceof Param<?>) {
            note(column, 1);
        } else {
            narrowed = true;
        }
    }

    private void noteOneOf(QOM.InList<?> in) {
        if (in.$field() instanceof TableField<?, ?> column) {
            note(column, in.$list().size());
        } else {
            narrowed = true;
        }
    }

    private void note(TableField<?, ?> column, int values) {
        narrowed = true;
        fixed.merge(column.getName(), values, Math::min);
    }

    @SuppressWarnings("ReferenceEquality") // there is one condition that is none
    private static boolean isNothing(Condition condition) {
        return condition == DSL.noCondition();
    }
}
