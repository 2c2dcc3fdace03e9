package dev.canopy.association;

import dev.canopy.codec.JsonArrays;
import dev.canopy.error.DefinitionException;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.QueryPart;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an include seen from one row of its source, as a part of any jOOQ statement. The far side gets its alias only
 * when the statement is rendered, by how deep it stands; that is also when scopes and soft deletion are looked up.
 *
 * @param near the source's alias in that statement
 */
record Correlation<C extends Table<?>>(Include<?, C, ?> include, Table<?> near) {
    private static final int DEEPEST = 60;

    static <C extends Table<?>> Correlation<C> of(Include<?, C, ?> include) {
        return new Correlation<>(include, include.association().source());
    }

    Condition exists() {
        return new CorrelatedCondition<>(
                this, of("exists", far -> DSL.noCondition(), (far, all) -> DSL.exists(rows(far, DSL.one(), all))));
    }

    Condition every(Function<? super FarSide<C>, ? extends Condition> condition) {
        return new CorrelatedCondition<>(this, of("every", condition, (far, each) -> {
            Condition fails = DSL.condition("{0} is not true", DSL.field(each));
            return DSL.notExists(rows(far, DSL.one(), fails));
        }));
    }

    /** The value in the one row that there is at most. */
    <V> Field<V> value(DataType<V> type, Function<? super FarSide<C>, ? extends Field<V>> value) {
        Making<C, Field<V>> making =
                new Making<>("value", value, (far, one) -> DSL.field(rows(far, one, DSL.noCondition())));
        return new CorrelatedField<>(type.nullable(true), this, making);
    }

    Field<Long> count() {
        return aggregate(
                "count",
                SQLDataType.BIGINT.notNull(),
                far -> DSL.inline(1L),
                one -> DSL.count().cast(SQLDataType.BIGINT));
    }

    /** The same, as if nobody had said which page of the rows is wanted. */
    Field<Long> total() {
        return new CorrelatedField<>(
                SQLDataType.BIGINT.notNull(),
                this,
                of(
                        "total",
                        far -> DSL.noCondition(),
                        (far, all) -> DSL.field(rows(far.unpaged(), DSL.count().cast(SQLDataType.BIGINT), all))));
    }

    Field<BigDecimal> sum(Function<? super FarSide<C>, ? extends Field<? extends Number>> value) {
        return aggregate(
                "sum",
                SQLDataType.NUMERIC.notNull(),
                far -> exact(value.apply(far)),
                each -> DSL.coalesce(DSL.sum(each), DSL.inline(BigDecimal.ZERO)));
    }

    Field<BigDecimal> avg(Function<? super FarSide<C>, ? extends Field<? extends Number>> value) {
        return aggregate("avg", SQLDataType.NUMERIC.nullable(true), far -> exact(value.apply(far)), DSL::avg);
    }

    <V> Field<V> max(DataType<V> type, Function<? super FarSide<C>, ? extends Field<V>> value) {
        return aggregate("max", type.nullable(true), value, DSL::max);
    }

    <V> Field<V> min(DataType<V> type, Function<? super FarSide<C>, ? extends Field<V>> value) {
        return aggregate("min", type.nullable(true), value, DSL::min);
    }

    @SuppressWarnings("unchecked") // only SQL is made of it: the server adds up what the column holds
    private static Field<BigDecimal> exact(Field<? extends Number> value) {
        return (Field<BigDecimal>) value;
    }

    /** Over a page, the aggregate goes around the rows; else it stands in their place. */
    private <V> Field<V> aggregate(
            String name,
            DataType<V> type,
            Function<? super FarSide<C>, ? extends Field<V>> value,
            UnaryOperator<Field<V>> aggregate) {
        Making<C, Field<V>> making = new Making<>(name, value, (far, looked) -> {
            if (!far.refinement().isPage()) {
                return DSL.field(rows(far, aggregate.apply(looked), DSL.noCondition()));
            }
            Table<Record1<V>> page =
                    rows(far, looked.as("v"), DSL.noCondition()).asTable("p");
            return DSL.field(DSL.select(aggregate.apply(DSL.field(DSL.name("p", "v"), type)))
                    .from(page));
        });
        return new CorrelatedField<>(type, this, making);
    }

    /** The rows as one JSON array. */
    static Field<JSON> collected(FarSide<?> far, List<Field<?>> cells) {
        Field<JSON> row = JsonArrays.row(cells);
        if (!far.refinement().isPage()) {
            return DSL.field(rows(far, JsonArrays.rows(row, far.orders()), DSL.noCondition()));
        }
        Table<Record1<JSON>> page = rows(far, row.as("v"), DSL.noCondition()).asTable("p");
        return DSL.field(DSL.select(JsonArrays.rows(DSL.field(DSL.name("p", "v"), SQLDataType.JSON), List.of()))
                .from(page));
    }

    <X extends QueryPart> Seen<C, X> seen(Making<C, X> making, Meanings meanings, @Nullable Chain above) {
        Chain chain = above == null ? new Chain(List.of(include.association())) : above.then(include.association());
        int depth = chain.steps().size();
        if (depth > DEEPEST) {
            throw tooDeep(chain);
        }
        FarSide<C> far = FarSide.of(include, near, "e" + depth, meanings);
        return new Seen<>(making, chain, far, making.value().apply(far));
    }

    private Making<C, Condition> of(
            String kind,
            Function<? super FarSide<C>, ? extends Condition> value,
            BiFunction<? super FarSide<C>, ? super Condition, ? extends QueryPart> sql) {
        return new Making<>(kind, value, sql);
    }

    private static DefinitionException tooDeep(Chain chain) {
        return new DefinitionException(chain.loop()
                .map(loop ->
                        "The scopes of %1$s ask for what leads back to %1$s: %2$s …; say .unscoped() on one of these conditions, or move it out of m.always(..)."
                                .formatted(loop.model(), loop))
                .orElse("Conditions on associations nest deeper than %d levels: %s.".formatted(DEEPEST, chain)));
    }

    private static <V> Select<Record1<V>> rows(FarSide<?> far, SelectField<V> selected, Condition more) {
        SelectConditionStep<Record1<V>> all =
                DSL.select(selected).from(far.from()).where(far.tie().condition(), far.filter(), more);
        return far.refinement().isPage() ? far.refinement().page(all.orderBy(far.orders())) : all;
    }
}
