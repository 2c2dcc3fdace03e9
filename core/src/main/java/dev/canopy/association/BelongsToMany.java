package dev.canopy.association;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;

/**
 * To many rows through a junction table that has a foreign key to both ends: a student's courses. Each row of the junction
 * counts: two junction rows to the same target are two included rows, each with its own junction row.
 *
 * @param <P> the source
 * @param <J> the junction
 * @param <JR> the junction's rows
 * @param <C> the target
 * @param <R> the target's rows
 */
public final class BelongsToMany<
                P extends Table<?>, J extends Table<JR>, JR extends Record, C extends Table<R>, R extends Record>
        extends Edge<P, C, List<R>, BelongsToMany<P, J, JR, C, R>> implements ToMany<P, C, R>, Association<P, C> {
    /** The junction, its keys to both ends, and what happens to its rows that are softly deleted. */
    private record Junction<J>(
            Supplier<? extends J> table, Supplier<Link> fromSource, Supplier<Link> toTarget, Deletion deletion) {
        Junction(Supplier<? extends J> table, Supplier<Link> fromSource, Supplier<Link> toTarget) {
            this(table, fromSource, toTarget, Deletion.HIDDEN);
        }

        Junction<J> showingDeleted() {
            return new Junction<>(table, fromSource, toTarget, Deletion.SHOWN);
        }
    }

    private final Junction<J> junction;
    private final List<BiFunction<? super C, ? super J, ? extends Condition>> conditions;
    private final List<BiFunction<? super C, ? super J, ? extends OrderField<?>>> orders;

    private BelongsToMany(
            Ends<P, C> ends,
            Said<C> said,
            Junction<J> junction,
            List<BiFunction<? super C, ? super J, ? extends Condition>> conditions,
            List<BiFunction<? super C, ? super J, ? extends OrderField<?>>> orders) {
        super(ends, said);
        this.junction = junction;
        this.conditions = List.copyOf(conditions);
        this.orders = List.copyOf(orders);
    }

    /**
     * Called by generated tables.
     *
     * @param name what it is called on an entity
     * @param source the table or alias that it is a field of
     * @param toSource the junction's foreign key to the source
     * @param toTarget the junction's foreign key to the target
     */
    public static <P extends Table<?>, J extends Table<JR>, JR extends Record, C extends Table<R>, R extends Record>
            BelongsToMany<P, J, JR, C, R> of(
                    String name,
                    P source,
                    Supplier<? extends J> junction,
                    Supplier<? extends C> target,
                    Supplier<? extends ForeignKey<?, ?>> toSource,
                    Supplier<? extends ForeignKey<?, ?>> toTarget) {
        return new BelongsToMany<>(
                new Ends<>(name, source, target),
                Said.nothing(),
                new Junction<>(
                        junction,
                        Link.later(() -> Link.fromChild(toSource.get()).reversed()),
                        Link.later(() -> Link.fromChild(toTarget.get()))),
                List.of(),
                List.of());
    }

    /**
     * To many rows through a junction by other columns than foreign keys', or by fixed values besides: an association made by
     * hand.
     *
     * @param name what it is called in maps and shapes; entities give it with {@code included(..)}
     * @param fromSource which rows of the junction belong to a row of the source
     * @param toTarget which row of the target belongs to a row of the junction
     */
    public static <
                    P extends Table<N>,
                    N extends Record,
                    J extends Table<JR>,
                    JR extends Record,
                    C extends Table<R>,
                    R extends Record>
            BelongsToMany<P, J, JR, C, R> of(
                    String name, P source, J junction, C target, Pairing<N, JR> fromSource, Pairing<JR, R> toTarget) {
        return new BelongsToMany<>(
                new Ends<>(name, source, () -> target),
                Said.nothing(),
                new Junction<>(() -> junction, fromSource::link, toTarget::link),
                List.of(),
                List.of());
    }

    @Override
    public BelongsToMany<P, J, JR, C, R> from(P alias) {
        return new BelongsToMany<>(ends.from(alias), said, junction, conditions, orders);
    }

    @Override
    BelongsToMany<P, J, JR, C, R> with(Said<C> newSaid) {
        return new BelongsToMany<>(ends, newSaid, junction, conditions, orders);
    }

    /** Keeps the rows whose target and junction row meet the condition together. */
    public BelongsToMany<P, J, JR, C, R> where(BiFunction<? super C, ? super J, ? extends Condition> condition) {
        List<BiFunction<? super C, ? super J, ? extends Condition>> more = new ArrayList<>(conditions);
        more.add(condition);
        return new BelongsToMany<>(ends, said, junction, more, orders);
    }

    /** Orders by target and junction; such orders come before those that name the target alone. */
    public BelongsToMany<P, J, JR, C, R> orderBy(BiFunction<? super C, ? super J, ? extends OrderField<?>> order) {
        List<BiFunction<? super C, ? super J, ? extends OrderField<?>>> more = new ArrayList<>(orders);
        more.add(order);
        return new BelongsToMany<>(ends, said, junction, conditions, more);
    }

    /** Lets rows of the junction that are softly deleted tie as well; {@link #withDeleted()} shows those of the target. */
    public BelongsToMany<P, J, JR, C, R> withDeletedTies() {
        return new BelongsToMany<>(ends, said, junction.showingDeleted(), conditions, orders);
    }

    @Override
    public BelongsToMany<P, J, JR, C, R> orderBy(Function<? super C, ? extends OrderField<?>> order) {
        return refined(said.refinement().orderBy(order));
    }

    @Override
    public BelongsToMany<P, J, JR, C, R> strategy(Strategy strategy) {
        return forced(strategy);
    }

    @Override
    public BelongsToMany<P, J, JR, C, R> limit(int rows) {
        return refined(said.refinement().limit(rows));
    }

    @Override
    public BelongsToMany<P, J, JR, C, R> offset(int rows) {
        return refined(said.refinement().offset(rows));
    }

    /** As a condition: target and junction row meet this together, in every such pair; true where there is none. */
    public Condition every(BiFunction<? super C, ? super J, ? extends Condition> condition) {
        return Correlation.of(this).every(pair(condition));
    }

    /** As a field: the sum over such pairs of target and junction row, exact for integers and numerics; 0 where there is none. */
    public Field<BigDecimal> sum(BiFunction<? super C, ? super J, ? extends Field<? extends Number>> value) {
        return Correlation.of(this).sum(pair(value));
    }

    /** As a field: the mean over such pairs of target and junction row, NULL where there is none. */
    public Field<BigDecimal> avg(BiFunction<? super C, ? super J, ? extends Field<? extends Number>> value) {
        return Correlation.of(this).avg(pair(value));
    }

    /** As a field: the largest value among such pairs of target and junction row, NULL where there is none. */
    public <V> Field<V> max(BiFunction<? super C, ? super J, ? extends Field<V>> value) {
        return Correlation.of(this).max(value.apply(target(), junction()).getDataType(), pair(value));
    }

    /** As a field: the smallest value among such pairs of target and junction row, NULL where there is none. */
    public <V> Field<V> min(BiFunction<? super C, ? super J, ? extends Field<V>> value) {
        return Correlation.of(this).min(value.apply(target(), junction()).getDataType(), pair(value));
    }

    @SuppressWarnings("unchecked") // the junction of this association's far side is an alias of its own junction
    private <X> Function<FarSide<C>, X> pair(BiFunction<? super C, ? super J, ? extends X> function) {
        return far -> function.apply(far.target(), (J) Objects.requireNonNull(far.junction()));
    }

    /** As a field: the rows, each as what is selected of it and of the junction's row that leads to it. */
    @SuppressWarnings("unchecked") // a junction's alias is of the junction's own class
    public <V> Field<List<V>> select(BiFunction<? super C, ? super J, ? extends SelectField<V>> each) {
        return NestedRows.of(this, (target, through) -> each.apply(target, (J) Objects.requireNonNull(through)));
    }

    /** The junction table, never an alias. */
    public J junction() {
        return junction.table.get();
    }

    /** The source's columns and the junction's that equal them. */
    public Link linkToJunction() {
        return junction.fromSource.get();
    }

    /** The junction's columns and the target's that equal them. */
    public Link linkToTarget() {
        return junction.toTarget.get();
    }

    /** A row of the junction that is softly deleted, unless that was said, or that must never be seen, ties nothing. */
    private Condition visible(J through, Meanings meanings) {
        Condition visible = meanings.visible(through, junction.deletion());
        for (Scope<J> scope : meanings.permanentScopes(junction())) {
            visible = visible.and(Refinement.of(scope.apply(Refinement.none())).condition(through, meanings));
        }
        return visible;
    }

    FarSide<C> farSide(
            Table<?> near, C target, String alias, Meanings meanings, Condition filter, Refinement<C> refinement) {
        J through = meanings.aliases().of(junction(), alias + "j");
        Condition wanted = filter.and(visible(through, meanings));
        for (BiFunction<? super C, ? super J, ? extends Condition> condition : conditions) {
            Condition normal = meanings.normal(target, condition.apply(target, through));
            wanted = wanted.and(meanings.normal(through, normal));
        }
        List<OrderField<?>> first = new ArrayList<>();
        orders.forEach(order -> first.add(order.apply(target, through)));
        return new FarSide<>(
                near,
                linkToJunction(),
                through,
                linkToTarget(),
                target,
                wanted,
                refinement.orders(target, first, List.of(target, through)),
                refinement);
    }

    @Override
    public boolean isNarrowed() {
        return super.isNarrowed() || !conditions.isEmpty();
    }

    @Override
    public BelongsToMany<P, J, JR, C, R> association() {
        return this;
    }

    @Override
    public boolean isSingle() {
        return false;
    }
}
