package dev.canopy.load;

import dev.canopy.plan.Plan;
import java.util.List;
import org.jooq.Field;

/**
 * What is read beside each row of the root. Plans of the same statement have the same fields beside their rows, and these have no
 * parameters but the plan's, so a constant stands for them.
 */
@FunctionalInterface
public interface Beside {
    /** Nothing. */
    Beside NOTHING = plan -> List.of();

    /** The fields. */
    List<? extends Field<?>> of(Plan plan);
}
