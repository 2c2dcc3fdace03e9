package dev.canopy.plan;

import dev.canopy.association.Refinement;
import dev.canopy.selection.RowLock;
import java.util.List;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jspecify.annotations.Nullable;

/**
 * How a selection is read.
 *
 * @param root the rows asked for
 * @param condition which of them
 * @param orders in which order
 * @param refinement what was said of them, scopes worked in; has the page
 * @param lock how the rows of the root are locked; null for not at all
 */
public record Plan(
        Level root,
        Condition condition,
        List<OrderField<?>> orders,
        Refinement<?> refinement,
        @Nullable RowLock lock) {
    public Plan {
        orders = List.copyOf(orders);
    }

    /** The same rows, locked. */
    public Plan locked(@Nullable RowLock newLock) {
        return new Plan(root, condition, orders, refinement, newLock);
    }

    /** The first so many of the rows. */
    public Plan limited(int rows) {
        return new Plan(root, condition, orders, refinement.limit(rows), lock);
    }

    /** Those of the rows that meet the condition as well, in another order. */
    public Plan narrowed(Condition more, List<OrderField<?>> newOrders) {
        return new Plan(root, condition.and(more), newOrders, refinement, lock);
    }
}
