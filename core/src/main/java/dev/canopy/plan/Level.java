package dev.canopy.plan;

import java.util.List;
import org.jooq.Field;
import org.jooq.Table;

/**
 * The rows of one table within a tree, and what hangs on each.
 *
 * @param table the table under its alias
 * @param columns what is read of it, under that alias
 * @param branches what hangs on each row, in the order of the includes
 */
public record Level(Table<?> table, List<Field<?>> columns, List<Branch> branches) {
    public Level {
        columns = List.copyOf(columns);
        branches = List.copyOf(branches);
    }
}
