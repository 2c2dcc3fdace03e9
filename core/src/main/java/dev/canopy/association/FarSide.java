package dev.canopy.association;

import java.util.List;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The far side of an include as it stands in one statement: under its aliases, with everything applied that was said, that
 * scopes add, and that soft deletion hides. How it is tied to the near side is worked out when it is first asked for. Of one
 * execution; not thread-safe.
 */
public final class FarSide<C extends Table<?>> {
    private final Table<?> near;
    private final Link link;
    private final @Nullable Table<?> junction;
    private final @Nullable Link toTarget;
    private final C target;
    private final Condition filter;
    private final List<OrderField<?>> orders;
    private final Refinement<C> refinement;
    private @Nullable Table<?> from;
    private @Nullable Tie tie;

    /**
     * With everything applied to these aliases.
     *
     * @param near the near side's alias
     * @param link from the near side to the target, or to the junction
     * @param toTarget from the junction to the target; null where no junction lies between
     */
    public FarSide(
            Table<?> near,
            Link link,
            @Nullable Table<?> junction,
            @Nullable Link toTarget,
            C target,
            Condition filter,
            List<OrderField<?>> orders,
            Refinement<C> refinement) {
        this.near = near;
        this.link = link;
        this.junction = junction;
        this.toTarget = toTarget;
        this.target = target;
        this.filter = filter;
        this.orders = orders;
        this.refinement = refinement;
    }

    /**
     * Puts the far side of an include into a statement.
     *
     * @param near the source's alias
     * @param alias the name that the target gets; a junction gets the same with {@code j} behind
     */
    public static <C extends Table<?>> FarSide<C> of(
            Include<?, C, ?> include, Table<?> near, String alias, Meanings meanings) {
        Association<?, C> association = include.association();
        C declared = association.target();
        C target = meanings.aliases().of(declared, alias);
        Refinement<C> refinement = include.refinement().resolved(meanings, declared);
        Condition filter = refinement.condition(target, meanings);
        return switch (association) {
            case BelongsTo<?, C, ?> to -> direct(to.link(), near, target, filter, sole(to.link(), refinement));
            case HasOne<?, C, ?> to -> direct(to.link(), near, target, filter, sole(to.link(), refinement));
            case HasMany<?, C, ?> to -> direct(to.link(), near, target, filter, refinement);
            case BelongsToMany<?, ?, ?, C, ?> to -> to.farSide(near, target, alias, meanings, filter, refinement);
        };
    }

    private static <C extends Table<?>> FarSide<C> direct(
            Link link, Table<?> near, C target, Condition filter, Refinement<C> refinement) {
        return new FarSide<>(near, link, null, null, target, filter, refinement.orders(target), refinement);
    }

    /** To one row, the first by key is that row where nobody knows that there are no others. */
    private static <C extends Table<?>> Refinement<C> sole(Link link, Refinement<C> refinement) {
        return link.leadsToOne() ? refinement : refinement.limit(1);
    }

    FarSide<C> unpaged() {
        return new FarSide<>(near, link, junction, toTarget, target, filter, List.of(), refinement.unpaged());
    }

    /** The near side's alias. */
    public Table<?> near() {
        return near;
    }

    /** The target's alias. */
    public C target() {
        return target;
    }

    /** The junction's alias; null where no junction lies between. */
    public @Nullable Table<?> junction() {
        return junction;
    }

    /** What to select from: the target, or the junction joined to it. */
    public Table<?> from() {
        if (junction == null || toTarget == null) {
            return target;
        }
        if (from == null) {
            from = junction.join(target).on(toTarget.tie(junction, target).condition());
        }
        return from;
    }

    /** How it hangs on the row of the near side. */
    public Tie tie() {
        if (tie == null) {
            tie = link.tie(near, junction == null ? target : junction);
        }
        return tie;
    }

    /** Whether it may hang on a row of the near side, by what must hold of that row besides its key. */
    public boolean mayHangOn(Record row) {
        for (Constant<?> constant : link.nearConstants()) {
            if (!constant.isIn(row)) {
                return false;
            }
        }
        return true;
    }

    /** The columns by which it hangs on the near side: with these, and what is constant, the tie is known. */
    public Link link() {
        return link;
    }

    /** The same between the junction and the target; null where no junction lies between. */
    public @Nullable Link toTarget() {
        return toTarget;
    }

    /** Which of its rows are wanted, whichever row they are tied to. */
    public Condition filter() {
        return filter;
    }

    /** The order asked for; total where only some of the rows are wanted. */
    public List<OrderField<?>> orders() {
        return orders;
    }

    /** What was said, with the scopes worked in. */
    public Refinement<C> refinement() {
        return refinement;
    }
}
