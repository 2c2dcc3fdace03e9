package dev.canopy.plan;

import dev.canopy.association.FarSide;
import dev.canopy.association.Include;
import dev.canopy.association.RowLimit;
import dev.canopy.association.Strategy;
import dev.canopy.association.Tie;
import dev.canopy.error.DefinitionException;
import dev.canopy.plan.Branch.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.Index;
import org.jooq.Key;
import org.jooq.SortField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Chooses how the rows of a to-many include get to the reader. */
final class Strategist {
    /**
     * What a statement of its own costs, in nested rows: so many cost as much as JSON, each row that they hang on counted as one of
     * them, for a subquery is run for it. Measured on trees of one to ten rows with one to fifty narrow ones on each, where it is 20 to
     * 25; wide ones cost more as JSON.
     */
    private static final double STATEMENT = 18;

    /** Types whose values are equal in Java exactly when PostgreSQL finds them equal. */
    private static final Set<Class<?>> COMPARABLE = Set.of(
            Boolean.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            BigDecimal.class,
            String.class,
            UUID.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class);

    private final Sizes sizes;
    private final @Nullable Strategy preferred;

    Strategist(Sizes sizes, @Nullable Strategy preferred) {
        this.sizes = sizes;
        this.preferred = preferred;
    }

    /** A form, and why. */
    record Choice(Form form, String reason) {}

    /**
     * What is settled whatever the number of rows; null where that decides.
     *
     * @param within how the level above gets to the reader
     */
    @Nullable
    Choice settled(Include<?, ?, ?> include, FarSide<?> far, Form within) {
        Strategy asked = include.strategy();
        String obstacle = obstacle(far, within);
        if (asked == Strategy.SPLIT && obstacle != null) {
            throw new DefinitionException(
                    "%s cannot be loaded by strategy(SPLIT): %s. Leave the strategy to the planner."
                            .formatted(include.association(), obstacle));
        }
        if (obstacle != null) {
            return new Choice(Form.MULTISET, obstacle);
        }
        if (asked != null) {
            return new Choice(form(asked), "asked for");
        }
        if (preferred != null) {
            return new Choice(form(preferred), "preferred by the Database");
        }
        if (!isIndexed(far)) {
            return new Choice(
                    Form.SPLIT, "no index leads with " + names(far.tie().far()));
        }
        return null;
    }

    /**
     * By the number of rows: nested JSON has them all in it, also those of the levels below.
     *
     * @param near about how many rows the include's hang on; negative if nobody knows
     * @param rows about how many rows the include brings; negative if nobody knows
     * @param level what is read of them, as it would be in a statement of its own
     */
    Choice bySize(double near, double rows, Level level) {
        Branch apart = level.apart();
        if (apart != null) {
            return new Choice(Form.SPLIT, "%s below has a statement of its own".formatted(apart.name()));
        }
        double below = level.nestedRows();
        if (near < 0 || rows < 0 || below < 0) {
            return new Choice(Form.MULTISET, "the tables' sizes are not known");
        }
        Form form = near + rows + below <= STATEMENT ? Form.MULTISET : Form.SPLIT;
        String reason =
                below > 0 ? "about %.0f rows, %.0f below".formatted(rows, below) : "about %.0f rows".formatted(rows);
        return new Choice(form, reason);
    }

    /** The branch with a statement of its own for rows in hand, whatever was chosen; the levels below stay as they are. */
    Branch split(Branch branch) {
        List<Field<?>> compared = new ArrayList<>(branch.far().tie().near());
        branch.far().link().nearConstants().forEach(constant -> compared.add(constant.column()));
        String obstacle = incomparable(compared);
        if (obstacle != null) {
            throw new DefinitionException(
                    "\"%s\" cannot be loaded onto rows that are there already: %s. Include it where they are loaded."
                            .formatted(branch.name(), obstacle));
        }
        return new Branch(
                branch.name(),
                Form.SPLIT,
                "the rows are there already",
                branch.single(),
                branch.far(),
                branch.level(),
                branch.rows());
    }

    /** About how many rows of a table a selection asks for; negative if nobody knows. */
    double rows(Table<?> table, Condition condition, @Nullable RowLimit limit) {
        return Expected.rows(table, condition, limit == null ? null : limit.rows(), sizes);
    }

    /**
     * About how many rows an include brings; negative if nobody knows.
     *
     * @param parents about how many rows it hangs on; negative if nobody knows
     */
    double rows(FarSide<?> far, double parents) {
        RowLimit limit = far.refinement().limit();
        double each = parents < 0 ? -1 : each(far.tie());
        if (each >= 0 && (limit == null || each <= limit.rows())) {
            return parents * each;
        }
        return parents < 0 || limit == null ? -1 : parents * limit.rows();
    }

    /** About how many rows a parent has that has any. */
    private double each(Tie tie) {
        Size far = sizes.of(tie.farTable());
        double alike = far.alike(tie.far().stream().map(Field::getName).toList());
        if (alike >= 0) {
            return alike;
        }
        Size near = sizes.of(tie.nearTable());
        return far.isKnown() && near.isKnown() ? Math.max(1, far.rows() / Math.max(1, near.rows())) : -1;
    }

    /** Why rows of their own are out of the question; null if they are not. */
    private static @Nullable String obstacle(FarSide<?> far, Form within) {
        if (within == Form.MULTISET) {
            return "the level above it is nested JSON";
        }
        if (far.tie().dependsOnNear()) {
            return "its pairing has a condition on the source";
        }
        return incomparable(far.tie().near());
    }

    /** Why values of these columns cannot be told to be equal; null if they can. */
    private static @Nullable String incomparable(List<? extends Field<?>> columns) {
        for (Field<?> column : columns) {
            if (!isComparable(column)) {
                return "values of %s cannot be compared outside the database".formatted(column.getName());
            }
        }
        return null;
    }

    private static Form form(Strategy strategy) {
        return switch (strategy) {
            case MULTISET -> Form.MULTISET;
            case SPLIT -> Form.SPLIT;
        };
    }

    private static boolean isComparable(Field<?> column) {
        Class<?> type = column.getType();
        return column.getConverter().fromType() == type
                && (COMPARABLE.contains(type) || EnumType.class.isAssignableFrom(type))
                && !column.getDataType().getTypeName().equalsIgnoreCase("citext");
    }

    /** Whether an index or key of the far side leads with its columns, in any order; columns that have one value may be among them. */
    static boolean isIndexed(FarSide<?> far) {
        Tie tie = far.tie();
        for (Key<?> key : tie.farTable().getKeys()) {
            if (leads(key.getFields().stream().map(Field::getName).toList(), tie)) {
                return true;
            }
        }
        for (Index index : tie.farTable().getIndexes()) {
            if (leads(index.getFields().stream().map(SortField::getName).toList(), tie)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leads(List<String> index, Tie tie) {
        int found = 0;
        for (String column : index) {
            if (has(tie.far(), column)) {
                found++;
            } else if (!has(tie.constants(), column)) {
                return found == tie.far().size();
            }
        }
        return found == tie.far().size();
    }

    private static boolean has(List<? extends Field<?>> columns, String column) {
        for (Field<?> each : columns) {
            if (each.getName().equals(column)) {
                return true;
            }
        }
        return false;
    }

    private static String names(List<Field<?>> columns) {
        return String.join(", ", columns.stream().map(Field::getName).toList());
    }
}
