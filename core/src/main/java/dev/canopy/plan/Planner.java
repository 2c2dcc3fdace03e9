package dev.canopy.plan;

import static java.util.stream.Collectors.joining;

import dev.canopy.association.Association;
import dev.canopy.association.BelongsTo;
import dev.canopy.association.FarSide;
import dev.canopy.association.HasOne;
import dev.canopy.association.Include;
import dev.canopy.association.Meanings;
import dev.canopy.association.Refinement;
import dev.canopy.error.DefinitionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;

/** Turns what is asked for into a tree of levels. The root keeps its own name; each level below gets a short alias, in order. */
public final class Planner {
    private static final int DEEPEST = 60;

    private final Meanings meanings;
    private final Deque<Association<?, ?>> path = new ArrayDeque<>();
    private int aliases;

    private Planner(Meanings meanings) {
        this.meanings = meanings;
    }

    /** The plan of a selection, with every scope and filter applied. */
    public static <T extends Table<?>> Plan plan(T table, Refinement<T> refinement, Meanings meanings) {
        Refinement<T> resolved = refinement.resolved(meanings, table);
        Level root = new Planner(meanings).level(table, resolved);
        return new Plan(root, resolved.condition(table, meanings), resolved.orders(table), resolved, null);
    }

    private <T extends Table<?>> Level level(T table, Refinement<T> refinement) {
        List<Branch> branches = new ArrayList<>();
        for (Include<T, ?, ?> include : refinement.includes()) {
            branches.add(branch(include, table));
        }
        return new Level(table, List.of(table.fields()), branches);
    }

    private <C extends Table<?>> Branch branch(Include<?, C, ?> include, Table<?> near) {
        path.addLast(include.association());
        if (path.size() > DEEPEST) {
            throw new DefinitionException(
                    "Includes nest deeper than %d levels; does a default scope include what leads back to its own table? %s …"
                            .formatted(
                                    DEEPEST,
                                    path.stream().limit(5).map(Object::toString).collect(joining(" → "))));
        }
        FarSide<C> far = FarSide.of(include, near, "t" + ++aliases, meanings);
        Branch.Form form = form(include);
        if (form == Branch.Form.JOINED && far.refinement().isPage()) {
            throw new DefinitionException(
                    "A scope on %s has a limit or an offset, which a to-one association cannot have; replace it with .scope(..) or .unscoped()."
                            .formatted(include.association()));
        }
        Table<?> junction = far.junction();
        List<Field<?>> junctionColumns = junction == null ? null : List.of(junction.fields());
        Level level = level(far.target(), far.refinement());
        path.removeLast();
        return new Branch(include.name(), form, far, level, junctionColumns);
    }

    private static Branch.Form form(Include<?, ?, ?> include) {
        Association<?, ?> association = include.association();
        if (association instanceof BelongsTo<?, ?, ?> || association instanceof HasOne<?, ?, ?>) {
            return Branch.Form.JOINED;
        }
        return include.isSingle() ? Branch.Form.NESTED_ONE : Branch.Form.NESTED_LIST;
    }
}
