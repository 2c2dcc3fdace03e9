package dev.canopy;

import dev.canopy.error.DefinitionException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.DSL;

/** Finds the tables that a condition names without having them in a FROM. */
final class ForeignTables implements VisitListener {
    private final Set<Table<?>> named = new LinkedHashSet<>();
    private final Set<Table<?>> declared = new LinkedHashSet<>();

    private ForeignTables() {}

    static void refuse(Table<?> root, Condition condition, DSLContext dsl) {
        ForeignTables tables = new ForeignTables();
        DSL.using(dsl.configuration().deriveAppending(tables)).render(condition);
        for (Table<?> table : tables.named) {
            if (!table.equals(root) && !tables.declared.contains(table)) {
                throw new DefinitionException(
                        "The condition names %s, which is not in a statement on %s; write it with the lambda's table, as in where(u -> ..), or put %s into a subquery."
                                .formatted(table.getName(), root.getName(), table.getName()));
            }
        }
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
