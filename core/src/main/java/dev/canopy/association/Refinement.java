package dev.canopy.association;

import dev.canopy.error.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.SelectForUpdateStep;
import org.jooq.SelectLimitStep;
import org.jooq.SortField;
import org.jooq.SortOrder;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Everything that has been said about the rows of one table, in a selection or for an include.
 *
 * @param conditions all of which must hold
 * @param orders the first decides, the next breaks its ties
 * @param limit at most so many rows; null for all
 * @param offset so many rows are left out; 0 for none
 * @param includes what is loaded with each row
 * @param computed values that the database computes with each row
 * @param withheld columns that must not be read
 * @param scoping which scopes apply
 * @param deletion what happens to soft-deleted rows
 */
public record Refinement<T extends Table<?>>(
        List<Function<? super T, ? extends Condition>> conditions,
        List<Function<? super T, ? extends OrderField<?>>> orders,
        @Nullable RowLimit limit,
        int offset,
        List<Include<T, ?, ?>> includes,
        List<Computed<T, ?>> computed,
        List<Function<? super T, ? extends Field<?>>> withheld,
        Scoping<T> scoping,
        Deletion deletion)
        implements Refinable<T> {
    public Refinement {
        conditions = List.copyOf(conditions);
        orders = List.copyOf(orders);
        includes = List.copyOf(includes);
        computed = List.copyOf(computed);
        withheld = List.copyOf(withheld);
    }

    /** Nothing said yet: all rows that the default scopes and soft deletion leave visible. */
    public static <T extends Table<?>> Refinement<T> none() {
        return new Refinement<>(
                List.of(),
                List.of(),
                null,
                0,
                List.of(),
                List.of(),
                List.of(),
                Scoping.onlyDefaults(),
                Deletion.HIDDEN);
    }

    @Override
    public Refinement<T> where(Function<? super T, ? extends Condition> condition) {
        return new Refinement<>(
                with(conditions, condition), orders, limit, offset, includes, computed, withheld, scoping, deletion);
    }

    @Override
    public <V> Refinement<T> whereIf(
            Optional<V> value, BiFunction<? super T, ? super V, ? extends Condition> condition) {
        return value.map(v -> where(table -> condition.apply(table, v))).orElse(this);
    }

    @Override
    public Refinement<T> orderBy(Function<? super T, ? extends OrderField<?>> order) {
        return new Refinement<>(
                conditions, with(orders, order), limit, offset, includes, computed, withheld, scoping, deletion);
    }

    @Override
    public Refinement<T> limit(int rows) {
        requireNotNegative("limit", rows);
        return new Refinement<>(
                conditions, orders, RowLimit.of(rows), offset, includes, computed, withheld, scoping, deletion);
    }

    @Override
    public Refinement<T> offset(int rows) {
        requireNotNegative("offset", rows);
        return new Refinement<>(conditions, orders, limit, rows, includes, computed, withheld, scoping, deletion);
    }

    /** Adds an include; the same association twice needs two names, and no computed value has one of them. */
    @Override
    public Refinement<T> include(Include<T, ?, ?> include) {
        for (Include<T, ?, ?> known : includes) {
            if (known.name().equals(include.name())) {
                throw new DefinitionException(
                        "%s is included twice under the name \"%s\"; give one of them another with .as(\"..\")."
                                .formatted(include.association(), include.name()));
            }
        }
        for (Computed<T, ?> known : computed) {
            requireDifferent(include, known);
        }
        return new Refinement<>(
                conditions, orders, limit, offset, with(includes, include), computed, withheld, scoping, deletion);
    }

    /** Adds a computed value; two need two names. */
    @Override
    public Refinement<T> with(Computed<T, ?> value) {
        for (Computed<T, ?> known : computed) {
            if (known.name().equals(value.name())) {
                throw new DefinitionException(
                        "The computed value \"%s\" is asked for twice; say it once.".formatted(value.name()));
            }
        }
        for (Include<T, ?, ?> include : includes) {
            requireDifferent(include, value);
        }
        return new Refinement<>(
                conditions, orders, limit, offset, includes, with(computed, value), withheld, scoping, deletion);
    }

    @Override
    public Refinement<T> without(Function<? super T, ? extends Field<?>> column) {
        return new Refinement<>(
                conditions, orders, limit, offset, includes, computed, with(withheld, column), scoping, deletion);
    }

    /** All the rows, whatever limit and offset say. */
    Refinement<T> unpaged() {
        return new Refinement<>(conditions, orders, null, 0, includes, computed, withheld, scoping, deletion);
    }

    @Override
    public Refinement<T> withDeleted() {
        return deletion(Deletion.SHOWN);
    }

    public Refinement<T> deletion(Deletion newDeletion) {
        return new Refinement<>(conditions, orders, limit, offset, includes, computed, withheld, scoping, newDeletion);
    }

    public Refinement<T> scoping(Scoping<T> newScoping) {
        return new Refinement<>(conditions, orders, limit, offset, includes, computed, withheld, newScoping, deletion);
    }

    /**
     * The same with every scope that applies worked in: conditions are ANDed, includes joined, one's own order comes before
     * the scopes', and the smallest limit counts. What the model says must always hold is added last.
     */
    @SuppressWarnings("ReferenceEquality") // a scope that was worked in has made another
    public Refinement<T> resolved(Meanings meanings, T table) {
        Refinement<T> all = this;
        if (scoping.defaults()) {
            for (Scope<T> scope : meanings.defaultScopes(table)) {
                all = all.and(scope);
            }
        }
        for (Scope<T> scope : scoping.scopes()) {
            all = all.and(scope);
        }
        for (Scope<T> scope : meanings.permanentScopes(table)) {
            all = all.and(scope);
        }
        boolean scoped = all != this;
        return scoped ? all.scoping(Scoping.none()) : this;
    }

    /**
     * What must hold of the rows, under the alias that the table has: all conditions, what soft deletion lets through, and a
     * match for each include that is required. Scopes must have been worked in by {@link #resolved}.
     */
    @SuppressWarnings("ReferenceEquality") // there is one condition that is none
    public Condition condition(T alias, Meanings meanings) {
        List<Condition> all = new ArrayList<>(conditions.size() + 1);
        for (Function<? super T, ? extends Condition> condition : conditions) {
            all.add(meanings.normal(alias, condition.apply(alias)));
        }
        Condition visible = meanings.visible(alias, deletion);
        if (visible != DSL.noCondition()) {
            all.add(visible);
        }
        for (Include<T, ?, ?> include : includes) {
            if (include.isRequired()) {
                all.add(new Correlation<>(include, alias).exists());
            }
        }
        return switch (all.size()) {
            case 0 -> DSL.noCondition();
            case 1 -> all.getFirst();
            default -> DSL.and(all);
        };
    }

    /** Cuts an ordered select to the rows that are wanted. */
    public <R extends Record> SelectForUpdateStep<R> page(SelectLimitStep<R> ordered) {
        return page(ordered, DSL.inline(offset));
    }

    /**
     * The same with the offset said otherwise.
     */
    public <R extends Record> SelectForUpdateStep<R> page(SelectLimitStep<R> ordered, Param<Integer> leftOut) {
        if (limit == null) {
            return offset == 0 ? ordered : ordered.offset(leftOut);
        }
        return offset == 0
                ? ordered.limit(limit.sql())
                : ordered.limit(limit.sql()).offset(leftOut);
    }

    /** Whether only some of the rows are wanted. */
    public boolean isPage() {
        return limit != null || offset > 0;
    }

    /** Whether what was said, beside the default scopes and soft deletion, may leave rows out. */
    boolean isNarrowed() {
        return isPage()
                || !conditions.isEmpty()
                || !scoping.scopes().isEmpty()
                || (!includes.isEmpty() && includes.stream().anyMatch(Include::isRequired));
    }

    /**
     * The order by.
     *
     * @param first what comes before the orders of this refinement
     * @param keyed the tables whose primary keys make the order total where only some of the rows are wanted
     */
    List<OrderField<?>> orders(T alias, List<? extends OrderField<?>> first, List<? extends Table<?>> keyed) {
        if (first.isEmpty() && orders.isEmpty() && !isPage()) {
            return List.of();
        }
        List<OrderField<?>> all = new ArrayList<>(first.size() + orders.size() + keyed.size());
        all.addAll(first);
        for (Function<? super T, ? extends OrderField<?>> order : orders) {
            all.add(own(order.apply(alias), alias));
        }
        if (isPage()) {
            keyed.forEach(table -> addKey(table, all));
        }
        return all;
    }

    /** The order by of the rows of this alias; total where only some of them are wanted. */
    public List<OrderField<?>> orders(T alias) {
        return orders(alias, List.of(), List.of(alias));
    }

    /** The order by of the rows of this alias, with the primary key as the last word. */
    public List<OrderField<?>> totalOrders(T alias) {
        List<OrderField<?>> all = new ArrayList<>(orders(alias));
        addKey(alias, all);
        return all;
    }

    private static OrderField<?> own(OrderField<?> order, Table<?> alias) {
        if (ordered(order) instanceof TableField<?, ?> column
                && column.getTable() != null
                && !alias.equals(column.getTable())) {
            throw new DefinitionException(
                    "The order names %1$s, which is not a column of %2$s. Order by a column of the lambda's table, by a value of a to-one association, as in p.AUTHOR.get(a -> a.LAST_NAME), or by an aggregate of a to-many association, as in u.POSTS.max(p -> p.TITLE)."
                            .formatted(column, alias.getName()));
        }
        return order;
    }

    /** In the direction of the last order, so that an index on both is read either way, and a place in it is one comparison of rows. */
    private static void addKey(Table<?> table, List<OrderField<?>> orders) {
        UniqueKey<?> key = table.getPrimaryKey();
        if (key == null) {
            return;
        }
        boolean down = !orders.isEmpty()
                && orders.getLast() instanceof SortField<?> last
                && last.$sortOrder() == SortOrder.DESC;
        for (TableField<?, ?> column : key.getFields()) {
            Field<?> aliased = Link.column(table, column);
            if (!isAmong(orders, aliased)) {
                orders.add(down ? aliased.desc() : aliased);
            }
        }
    }

    private static boolean isAmong(List<OrderField<?>> orders, Field<?> column) {
        for (int i = 0; i < orders.size(); i++) {
            if (isOn(orders.get(i), column)) {
                return true;
            }
        }
        return false;
    }

    /** Other fields are not compared: jOOQ does that by rendering them, which an association's field allows on its Database alone. */
    private static boolean isOn(OrderField<?> order, Field<?> column) {
        return ordered(order) instanceof TableField<?, ?> own && own.equals(column);
    }

    private static OrderField<?> ordered(OrderField<?> order) {
        return order instanceof SortField<?> sort ? sort.$field() : order;
    }

    private Refinement<T> and(Scope<T> scope) {
        Refinement<T> said = of(scope.apply(Refinement.none()));
        Refinement<T> both = this;
        for (Include<T, ?, ?> include : said.includes) {
            if (!both.includes.contains(include)) {
                both = both.include(include);
            }
        }
        for (Computed<T, ?> value : said.computed) {
            if (!both.computed.contains(value)) {
                both = both.with(value);
            }
        }
        return new Refinement<>(
                with(conditions, said.conditions),
                with(orders, said.orders),
                smaller(limit, said.limit),
                offset + said.offset,
                both.includes,
                both.computed,
                with(withheld, said.withheld),
                scoping,
                deletion.and(said.deletion));
    }

    static <T extends Table<?>> Refinement<T> of(Refinable<T> refinable) {
        if (refinable instanceof Refinement<T> refinement) {
            return refinement;
        }
        throw new DefinitionException(
                "A scope returned something other than a refinement of what it was given; write it as s ->"
                        + " s.where(..).");
    }

    private static @Nullable RowLimit smaller(@Nullable RowLimit one, @Nullable RowLimit other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.rows() <= other.rows() ? one : other;
    }

    private static <T extends Table<?>> void requireDifferent(Include<T, ?, ?> include, Computed<T, ?> value) {
        if (include.name().equals(value.name())) {
            throw new DefinitionException(
                    "%s and a computed value are both called \"%s\"; give the include another name with .as(\"..\")."
                            .formatted(include.association(), value.name()));
        }
    }

    private static void requireNotNegative(String word, int rows) {
        if (rows < 0) {
            throw new DefinitionException("%s(%d) is negative; say how many rows.".formatted(word, rows));
        }
    }

    private static <E> List<E> with(List<? extends E> list, E last) {
        return switch (list.size()) {
            case 0 -> List.of(last);
            case 1 -> List.of(list.getFirst(), last);
            default -> with(list, List.of(last));
        };
    }

    private static <E> List<E> with(List<? extends E> list, List<? extends E> more) {
        List<E> longer = new ArrayList<>(list.size() + more.size());
        longer.addAll(list);
        longer.addAll(more);
        return longer;
    }
}
