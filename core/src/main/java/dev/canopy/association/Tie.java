package dev.canopy.association;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * How the far side of an include hangs on a row of the near side, under the aliases of one statement.
 *
 * @param nearTable the near side without its alias
 * @param farTable the far side, or the junction that leads to it, without its alias
 * @param near the columns of the near side
 * @param far as many columns of the far side, in the same order
 * @param onNear what must hold of the near row besides
 * @param onFar what must hold of the far row besides
 * @param constants the columns of the far side that have one value by what must hold
 */
public record Tie(
        Table<?> nearTable,
        Table<?> farTable,
        List<Field<?>> near,
        List<Field<?>> far,
        Condition onNear,
        Condition onFar,
        List<? extends Field<?>> constants) {
    public Tie {
        near = List.copyOf(near);
        far = List.copyOf(far);
        constants = List.copyOf(constants);
    }

    /** Whether something must hold of the near row besides its key. */
    @SuppressWarnings("ReferenceEquality") // there is one condition that is none
    public boolean dependsOnNear() {
        return onNear != DSL.noCondition();
    }

    /** As a condition on both rows. */
    public Condition condition() {
        List<Condition> all = new ArrayList<>(near.size() + 2);
        for (int i = 0; i < near.size(); i++) {
            all.add(equal(near.get(i), far.get(i)));
        }
        all.add(onNear);
        all.add(onFar);
        return DSL.and(all);
    }

    @SuppressWarnings("unchecked") // both sides of a key have the same SQL type
    private static <V> Condition equal(Field<V> one, Field<?> other) {
        return one.eq((Field<V>) other);
    }
}
