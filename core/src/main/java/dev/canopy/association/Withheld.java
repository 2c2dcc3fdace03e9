package dev.canopy.association;

import dev.canopy.error.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/**
 * The columns that must not be read at one level.
 *
 * @param columns of the alias that the level has
 */
public record Withheld(List<Field<?>> columns) {
    public Withheld {
        columns = List.copyOf(columns);
    }

    /** Those that the refinement withholds, of this alias; scopes must have been worked in. */
    public static <T extends Table<?>> Withheld of(Refinement<T> refinement, T table) {
        List<Field<?>> columns = new ArrayList<>();
        refinement.withheld().forEach(column -> columns.add(column.apply(table)));
        return new Withheld(columns);
    }

    /** Whether this very column is withheld. */
    public boolean has(Field<?> column) {
        return column instanceof TableField<?, ?> && columns.contains(column);
    }

    /**
     * Refuses what is made of a withheld column, for that would give it away.
     *
     * @throws DefinitionException that names the column
     */
    public void refuse(List<? extends Field<?>> selected, Meanings meanings) {
        if (columns.isEmpty()) {
            return;
        }
        DefaultConfiguration searching = new DefaultConfiguration();
        searching.set(SQLDialect.POSTGRES);
        searching.data(Meanings.KEY, meanings);
        searching.set(new VisitListener() {
            @Override
            public void visitStart(VisitContext context) {
                if (context.queryPart() instanceof TableField<?, ?> column && has(column)) {
                    throw new DefinitionException(
                            "\"%s\" is withheld by without(..), but it is selected; leave it out, or drop the scope that withholds it."
                                    .formatted(column.getName()));
                }
            }
        });
        selected.forEach(field -> DSL.using(searching).render(field));
    }
}
