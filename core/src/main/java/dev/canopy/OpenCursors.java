package dev.canopy;

import dev.canopy.association.Withheld;
import dev.canopy.error.DefinitionException;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.VisitContext;
import org.jooq.VisitListener;

/**
 * Looks at an order whose cursors anybody can read, and refuses a column that must not get out by one.
 *
 * @param withheld by a scope of the rows that are ordered
 */
record OpenCursors(Withheld withheld, Catalog catalog) implements VisitListener {
    @Override
    public void visitStart(VisitContext context) {
        if (context.queryPart() instanceof TableField<?, ?> column && (withheld.has(column) || isHidden(column))) {
            throw new DefinitionException(
                    "A cursor has the values that it stands at, and those of \"%s\" must not get out; have cursors encrypted with c.cursorSecret(..), or order by another column."
                            .formatted(column.getName()));
        }
    }

    private boolean isHidden(TableField<?, ?> column) {
        Table<?> table = column.getTable();
        return table != null && catalog.known(table).hidden().contains(column.getName());
    }
}
