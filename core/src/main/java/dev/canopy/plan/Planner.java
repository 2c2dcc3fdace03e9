package dev.canopy.plan;

import dev.canopy.association.Association;
import dev.canopy.association.BelongsTo;
import dev.canopy.association.Chain;
import dev.canopy.association.Computed;
import dev.canopy.association.FarSide;
import dev.canopy.association.HasOne;
import dev.canopy.association.Include;
import dev.canopy.association.Meanings;
import dev.canopy.association.NestedRows;
import dev.canopy.association.Refinement;
import dev.canopy.association.Strategy;
import dev.canopy.association.Withheld;
import dev.canopy.codec.Projected;
import dev.canopy.error.DefinitionException;
import dev.canopy.plan.Branch.Form;
import dev.canopy.selection.Wanted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Turns what is asked for into a tree of levels. The root keeps its own name; each level below gets a short alias, in order. */
public final class Planner {
    private static final int DEEPEST = 60;

    private final Meanings meanings;
    private final Strategist strategist;
    private final Deque<Association<?, ?>> path = new ArrayDeque<>();
    private final Seen seen;
    private int aliases;
    private int branches;

    private Planner(Meanings meanings, Sizes sizes, @Nullable Strategy preferred, Seen seen) {
        this.meanings = meanings;
        this.strategist = new Strategist(sizes, preferred);
        this.seen = seen;
    }

    /** The plan of a selection of entities by one statement, with every scope and filter applied. */
    public static <T extends Table<?>> Plan plan(T table, Refinement<T> refinement, Meanings meanings) {
        return new Planner(meanings, Sizes.UNKNOWN, Strategy.MULTISET, Seen.NOTHING)
                .plan(table, refinement, new Wanted.Entities<>(), null)
                .inOneStatement();
    }

    /**
     * The plan of a selection, with every scope and filter applied.
     *
     * @param preferred the strategy of to-many includes that name none; null to choose by size
     * @param seen about how many rows it brought lately
     */
    public static <T extends Table<?>> Plan plan(
            T table,
            Refinement<T> refinement,
            Wanted<T, ?> wanted,
            Models models,
            Sizes sizes,
            @Nullable Strategy preferred,
            Seen seen) {
        return new Planner(models, sizes, preferred, seen).plan(table, refinement, wanted, models);
    }

    /**
     * The plan of an include for rows that were loaded before: a statement of its own brings it.
     *
     * @param near the table of these rows
     * @param rows how many there are
     */
    public static <C extends Table<?>> Branch plan(
            Include<?, C, ?> include,
            Table<?> near,
            int rows,
            Models models,
            Sizes sizes,
            @Nullable Strategy preferred) {
        Planner planner = new Planner(models, sizes, preferred, Seen.NOTHING);
        Branch branch = planner.branch(include, near, () -> rows, Form.JOINED, planner::entities);
        return planner.strategist.split(branch);
    }

    private <T extends Table<?>> Plan plan(
            T table, Refinement<T> refinement, Wanted<T, ?> wanted, @Nullable Models models) {
        Refinement<T> resolved = refinement.resolved(meanings, table);
        Condition condition = resolved.condition(table, meanings);
        DoubleSupplier rows = () -> seen.own() < 0 ? strategist.rows(table, condition, resolved.limit()) : seen.own();
        Level root = switch (wanted) {
            case Wanted.Entities<T, ?> entities -> level(table, null, resolved, rows, Form.JOINED);
            case Wanted.Shapes<T, ?> shapes -> ShapePlanner.root(this, models, table, resolved, shapes.type(), rows);
            case Wanted.Selected<T, ?> selected ->
                selected(table, resolved, selected.each().apply(table), rows, Form.JOINED);
            case Wanted.AllBut<T, ?> rest ->
                selected(table, resolved, rest(table, resolved, rest, models), rows, Form.JOINED);
        };
        return new Plan(root, condition, resolved.orders(table), resolved, DSL.val(resolved.offset()), null);
    }

    /**
     * A level of generated records.
     *
     * @param junction through which its rows were reached; null where none lies between
     * @param rows about how many there are; negative if nobody knows
     * @param form how the level gets to the reader
     */
    <T extends Table<?>> Level level(
            T table, @Nullable Table<?> junction, Refinement<T> refinement, DoubleSupplier rows, Form form) {
        List<Field<?>> columns = new ArrayList<>(List.of(table.fields()));
        List<String> held = new ArrayList<>();
        for (Computed<T, ?> computed : refinement.computed()) {
            if (TableNames.of(table).column(computed.name()) != null) {
                throw new DefinitionException("The computed value \"%s\" has the name of a column of %s; rename it."
                        .formatted(computed.name(), computed.table().getName()));
            }
            columns.add(computed.on(table));
            held.add(computed.name());
        }
        List<Branch> branches = new ArrayList<>();
        Set<String> narrowed = new HashSet<>();
        for (Include<T, ?, ?> include : refinement.includes()) {
            branches.add(branch(include, table, rows, form, this::entities));
            held.add(include.name());
            if (include.isNarrowed()) {
                narrowed.add(include.name());
            }
        }
        return new Level(
                table,
                columns,
                branches,
                junction == null ? null : Level.of(junction),
                new Target.Entities(new Held(held, narrowed)));
    }

    private static <T extends Table<?>> SelectField<?> rest(
            T table, Refinement<T> refinement, Wanted.AllBut<T, ?> rest, @Nullable Models models) {
        Withheld withheld = Withheld.of(refinement, table);
        List<Field<?>> left = new ArrayList<>(List.of(table.fields()));
        left.removeIf(withheld::has);
        if (models != null) {
            Set<String> hidden = models.known(table).hidden();
            left.removeIf(column -> hidden.contains(column.getName()));
        }
        rest.columns().forEach(column -> left.remove(column.apply(table)));
        return DSL.row(left);
    }

    /** A level of what is selected of its rows. */
    private <T extends Table<?>> Level selected(
            T table, Refinement<T> refinement, SelectField<?> asked, DoubleSupplier rows, Form form) {
        Projected<?> projected = Projected.of(asked);
        Withheld.of(refinement, table)
                .refuse(
                        projected.fields().stream()
                                .filter(field -> !hangsOn(field, table))
                                .toList(),
                        meanings);
        List<Field<?>> columns = new ArrayList<>();
        List<Branch> branches = new ArrayList<>();
        List<Integer> arguments = new ArrayList<>();
        int fields = (int) projected.fields().stream()
                .filter(field -> !hangsOn(field, table))
                .count();
        for (Field<?> field : projected.fields()) {
            if (field instanceof NestedRows<?, ?> nested && hangsOn(field, table)) {
                arguments.add(fields + branches.size());
                branches.add(nested(nested, table, rows, form));
            } else {
                arguments.add(columns.size());
                columns.add(field);
            }
        }
        return new Level(table, columns, branches, null, new Target.Selected(projected, arguments));
    }

    private <C extends Table<?>> Branch nested(NestedRows<C, ?> nested, Table<?> near, DoubleSupplier rows, Form form) {
        return branch(
                nested.include(),
                near,
                rows,
                form,
                (far, estimated, chosen) ->
                        selected(far.target(), far.refinement(), nested.each(far), estimated, chosen));
    }

    /** Only what is said on the level's own alias can hang on its rows. */
    @SuppressWarnings("ReferenceEquality") // aliases are interned
    private static boolean hangsOn(Field<?> field, Table<?> table) {
        return field instanceof NestedRows<?, ?> nested && nested.near() == table;
    }

    /** What is read of an include's rows. */
    interface Content<C extends Table<?>> {
        Level of(FarSide<C> far, DoubleSupplier rows, Form form);
    }

    private static DefinitionException tooDeep(Chain chain) {
        return new DefinitionException(chain.loop()
                .map(loop ->
                        "The default scope of %1$s includes what leads back to %1$s: %2$s …; say .unscoped() on one of these includes."
                                .formatted(loop.model(), loop))
                .orElse("Includes nest deeper than %d levels: %s.".formatted(DEEPEST, chain)));
    }

    <C extends Table<?>> Branch branch(
            Include<?, C, ?> include, Table<?> near, DoubleSupplier rows, Form within, Content<C> content) {
        double known = path.isEmpty() ? seen.below(branches++) : -1;
        path.addLast(include.association());
        if (path.size() > DEEPEST) {
            throw tooDeep(new Chain(List.copyOf(path)));
        }
        boolean single =
                include.association() instanceof BelongsTo<?, ?, ?> || include.association() instanceof HasOne<?, ?, ?>;
        requireOwnName(include, single, near);
        FarSide<C> far = FarSide.of(include, near, "t" + ++aliases, meanings);
        DoubleSupplier brought = single ? rows : () -> known < 0 ? strategist.rows(far, rows.getAsDouble()) : known;
        Strategist.Choice settled = single ? joined(include, far) : strategist.settled(include, far, within);
        Level level = content.of(far, brought, settled == null ? Form.SPLIT : inside(settled.form(), within));
        Strategist.Choice choice =
                settled == null ? strategist.bySize(rows.getAsDouble(), brought.getAsDouble(), level) : settled;
        path.removeLast();
        return new Branch(include.name(), choice.form(), choice.reason(), include.isSingle(), far, level, brought);
    }

    /** Whoever asks for the list, or for a column, by its name must not get something else. */
    private static void requireOwnName(Include<?, ?, ?> include, boolean toOne, Table<?> near) {
        String name = include.name();
        if (include.isSingle() && !toOne && name.equals(include.association().associationName())) {
            throw new DefinitionException(
                    "The first() of %s is one row, and \"%s\" is the name of the list; give it a name of its own with .as(\"..\")."
                            .formatted(include.association(), name));
        }
        if (TableNames.of(near).column(name) != null) {
            throw new DefinitionException(
                    "The include of %s is called \"%s\", as a column of its table is; give it another name with .as(\"..\")."
                            .formatted(include.association(), name));
        }
    }

    /** What is joined is as much part of its statement as the level that it is joined to. */
    private static Form inside(Form form, Form within) {
        return form == Form.JOINED ? within : form;
    }

    private <C extends Table<?>> Strategist.Choice joined(Include<?, C, ?> include, FarSide<C> far) {
        Refinement<C> said = include.refinement();
        if (far.refinement().isPage()
                && said.resolved(meanings, include.association().target()).isPage()) {
            throw new DefinitionException(
                    "A scope on %s has a limit or an offset, which a to-one association cannot have; replace it with .scope(..) or .unscoped()."
                            .formatted(include.association()));
        }
        return new Strategist.Choice(Form.JOINED, "one row or none");
    }

    private <C extends Table<?>> Level entities(FarSide<C> far, DoubleSupplier rows, Form form) {
        return level(far.target(), far.junction(), far.refinement(), rows, form);
    }
}
