package dev.canopy.plan;

import dev.canopy.association.FarSide;
import dev.canopy.error.DefinitionException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Finds tables that are named where they are not in a FROM. What is said of an include may name its own rows alone: whether those
 * of its parent can be seen from where it stands depends on the strategy, which must never change what it means.
 */
public final class ForeignTables implements VisitListener {
    private final Set<Table<?>> named = new LinkedHashSet<>();
    private final Set<Table<?>> declared = new LinkedHashSet<>();

    private ForeignTables() {}

    /**
     * Looks at a condition of the caller's.
     *
     * @throws DefinitionException that names the table
     */
    public static void refuse(Table<?> root, Condition condition, DSLContext dsl) {
        refuse("condition", "where", root, condition, dsl);
    }

    /**
     * Looks at all that is said at each level. It renders that, so it is for a plan whose statement is made anew.
     *
     * @throws DefinitionException that names the table
     */
    public static void refuse(Plan plan, DSLContext dsl) {
        Table<?> root = plan.root().table();
        refuse("condition", "where", root, plan.condition(), dsl);
        plan.orders().forEach(order -> refuse("order", "orderBy", root, order, dsl));
        computed(plan.root()).forEach(value -> refuse("value", "select", root, value, dsl));
        plan.root().branches().forEach(branch -> refuse(branch, dsl));
    }

    /**
     * Looks at all that is said of an include, and within it.
     *
     * @throws DefinitionException that names the table
     */
    public static void refuse(Branch branch, DSLContext dsl) {
        FarSide<?> far = branch.far();
        refuse(branch, far.filter(), dsl);
        far.orders().forEach(order -> refuse(branch, order, dsl));
        computed(branch.level()).forEach(value -> refuse(branch, value, dsl));
        branch.level().branches().forEach(below -> refuse(below, dsl));
    }

    private static void refuse(String what, String word, Table<?> root, QueryPart said, DSLContext dsl) {
        Table<?> foreign = find(said, List.of(root), dsl);
        if (foreign != null) {
            throw new DefinitionException(
                    "The %s names %s, which is not in a statement on %s; write it with the lambda's table, as in %s(u -> ..), or put %s into a subquery."
                            .formatted(what, foreign.getName(), root.getName(), word, foreign.getName()));
        }
    }

    private static void refuse(Branch branch, QueryPart said, DSLContext dsl) {
        Table<?> target = branch.far().target();
        Table<?> junction = branch.far().junction();
        Table<?> foreign = find(said, junction == null ? List.of(target) : List.of(target, junction), dsl);
        if (foreign != null) {
            throw new DefinitionException(
                    "What is said of the include \"%s\" names %s, whose rows it does not see; write it with the lambda's table, as in where(p -> ..), or put %s into a subquery."
                            .formatted(branch.name(), foreign.getName(), foreign.getName()));
        }
    }

    /** What is read of a level beside its own columns. */
    @SuppressWarnings("ReferenceEquality") // the very columns of this alias
    private static List<Field<?>> computed(Level level) {
        return level.columns().stream()
                .filter(field -> !(field instanceof TableField<?, ?> column && column.getTable() == level.table()))
                .toList();
    }

    /** A table that is named and is none of these; null if there is none. */
    private static @Nullable Table<?> find(QueryPart said, List<Table<?>> own, DSLContext dsl) {
        ForeignTables tables = new ForeignTables();
        DSL.using(dsl.configuration().deriveAppending(tables)).render(said);
        for (Table<?> table : tables.named) {
            if (!own.contains(table) && !tables.declared.contains(table)) {
                return table;
            }
        }
        return null;
    }

    @Override
    public void visitStart(VisitContext context) {
        if (context.queryPart() instanceof TableField<?, ?> field) {
            Table<?> table = field.getTable();
            if (table != null) {
                named.add(table);
            }
        } else if (context.queryPart() instanceof Table<?> table
                && context.context().declareTables()) {
            declared.add(table);
        }
    }
}
