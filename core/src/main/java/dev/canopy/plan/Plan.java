package dev.canopy.plan;

import dev.canopy.association.Refinement;
import java.util.List;
import org.jooq.Condition;
import org.jooq.OrderField;

/**
 * How a selection is read.
 *
 * @param root the rows asked for
 * @param condition which of them
 * @param orders in which order
 * @param refinement what was said of them, scopes worked in; has the page
 */
public record Plan(Level root, Condition condition, List<OrderField<?>> orders, Refinement<?> refinement) {
    public Plan {
        orders = List.copyOf(orders);
    }
}
