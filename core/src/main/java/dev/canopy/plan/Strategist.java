package dev.canopy.plan;

import dev.canopy.association.FarSide;
import dev.canopy.association.Include;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.plan.Branch.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.Index;
import org.jooq.Key;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Chooses how the rows of a to-many include get to the reader. */
final class Strategist {
    /** Up to so many nested rows, JSON costs next to nothing more than rows of their own. */
    private static final double FEW = 20;

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

    /** A form, why, and about how many rows it will bring; negative if nobody knows. */
    record Choice(Form form, String reason, DoubleSupplier rows) {}

    /**
     * @param parent about how many rows the include hangs on; negative if nobody knows; asked only where it decides
     * @param within how the level above gets to the reader
     */
    Choice choose(Include<?, ?, ?> include, FarSide<?> far, DoubleSupplier parent, Form within) {
        DoubleSupplier rows = () -> rows(far, parent.getAsDouble());
        Strategy asked = include.strategy();
        String obstacle = obstacle(far, within);
        if (asked == Strategy.SPLIT && obstacle != null) {
            throw new DefinitionException(
                    "%s cannot be loaded by strategy(SPLIT): %s. Leave the strategy to the planner."
                            .formatted(include.association(), obstacle));
        }
        if (obstacle != null) {
            return new Choice(Form.MULTISET, obstacle, rows);
        }
        if (asked != null) {
            return new Choice(form(asked), "asked for", rows);
        }
        if (preferred != null) {
            return new Choice(form(preferred), "preferred by the Database", rows);
        }
        if (!isIndexed(far)) {
            return new Choice(
                    Form.SPLIT, "no index leads with " + names(far.tie().far()), rows);
        }
        return bySize(rows);
    }

    private static Choice bySize(DoubleSupplier rows) {
        double about = rows.getAsDouble();
        if (about < 0) {
            return new Choice(Form.MULTISET, "the tables' sizes are not known", rows);
        }
        Form form = about <= FEW ? Form.MULTISET : Form.SPLIT;
        return new Choice(form, "about %.0f rows".formatted(about), rows);
    }

    /** The branch with a statement of its own, whatever was chosen; the levels below stay as they are. */
    Branch split(Branch branch) {
        String obstacle = obstacle(branch.far(), Form.JOINED);
        if (obstacle != null) {
            throw new DefinitionException(
                    "\"%s\" cannot be loaded onto rows that are there already: %s. Include it where they are loaded."
                            .formatted(branch.name(), obstacle));
        }
        return new Branch(
                branch.name(), Form.SPLIT, "the rows are there already", branch.single(), branch.far(), branch.level());
    }

    /** About how many rows of a table a selection asks for; negative if nobody knows. */
    double rows(Table<?> table, @Nullable Integer limit, List<?> conditions) {
        if (limit != null && limit <= FEW) {
            return limit;
        }
        double all = sizes.rows(table);
        if (all < 0) {
            return -1;
        }
        double wanted = conditions.isEmpty() ? all : Math.max(1, all / 10);
        return limit == null ? wanted : Math.min(limit, wanted);
    }

    private double rows(FarSide<?> far, double parent) {
        if (parent < 0) {
            return -1;
        }
        double near = sizes.rows(far.tie().nearTable());
        double all = sizes.rows(far.tie().farTable());
        if (near < 0 || all < 0) {
            return -1;
        }
        double each = Math.max(1, all / Math.max(1, near));
        Integer limit = far.refinement().limit();
        return parent * (limit == null ? each : Math.min(limit, each));
    }

    /** Why rows of their own are out of the question; null if they are not. */
    private static @Nullable String obstacle(FarSide<?> far, Form within) {
        if (within == Form.MULTISET) {
            return "the level above it is nested JSON";
        }
        if (far.tie().dependsOnNear()) {
            return "its pairing has a condition on the source";
        }
        for (Field<?> column : far.tie().near()) {
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

    /** Whether an index or key of the far side leads with its columns. */
    static boolean isIndexed(FarSide<?> far) {
        List<String> columns = far.tie().far().stream().map(Field::getName).toList();
        Table<?> table = far.tie().farTable();
        for (Key<?> key : table.getKeys()) {
            if (leads(key.getFields().stream().map(Field::getName).toList(), columns)) {
                return true;
            }
        }
        for (Index index : table.getIndexes()) {
            if (leads(index.getFields().stream().map(field -> field.getName()).toList(), columns)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leads(List<String> index, List<String> columns) {
        return index.size() >= columns.size()
                && Set.copyOf(index.subList(0, columns.size())).equals(Set.copyOf(columns));
    }

    private static String names(List<Field<?>> columns) {
        return String.join(", ", columns.stream().map(Field::getName).toList());
    }
}
