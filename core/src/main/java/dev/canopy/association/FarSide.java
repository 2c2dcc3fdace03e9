package dev.canopy.association;

import java.util.List;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The far side of an include as it stands in one statement: under its aliases, with everything applied that was said, that
 * scopes add, and that soft deletion hides.
 *
 * @param target the target's alias
 * @param junction the junction's alias; null where no junction lies between
 * @param from what to select from: the target, or the junction joined to it
 * @param tie how it hangs on the row of the near side
 * @param filter which of its rows are wanted, whichever row they are tied to
 * @param orders the order asked for; total where only some of the rows are wanted
 * @param refinement what was said, with the scopes worked in
 */
public record FarSide<C extends Table<?>>(
        C target,
        @Nullable Table<?> junction,
        Table<?> from,
        Tie tie,
        Condition filter,
        List<OrderField<?>> orders,
        Refinement<C> refinement) {

    /**
     * Puts the far side of an include into a statement.
     *
     * @param near the source's alias
     * @param alias the name that the target gets; a junction gets the same with {@code j} behind
     */
    public static <C extends Table<?>> FarSide<C> of(
            Include<?, C, ?> include, Table<?> near, String alias, Meanings meanings) {
        Association<?, C> association = include.association();
        C target = meanings.aliases().of(association.target(), alias);
        Refinement<C> refinement = include.refinement().resolved(meanings, association.target());
        Condition filter = refinement.condition(target, meanings);
        return switch (association) {
            case BelongsTo<?, C, ?> to -> direct(to.link(), near, target, filter, refinement);
            case HasOne<?, C, ?> to -> direct(to.link(), near, target, filter, refinement);
            case HasMany<?, C, ?> to -> direct(to.link(), near, target, filter, refinement);
            case BelongsToMany<?, ?, ?, C, ?> to -> to.farSide(near, target, alias, meanings, filter, refinement);
        };
    }

    FarSide<C> unpaged() {
        return new FarSide<>(target, junction, from, tie, filter, List.of(), refinement.unpaged());
    }

    private static <C extends Table<?>> FarSide<C> direct(
            Link link, Table<?> near, C target, Condition filter, Refinement<C> refinement) {
        return new FarSide<>(
                target, null, target, link.tie(near, target), filter, refinement.orders(target), refinement);
    }
}
