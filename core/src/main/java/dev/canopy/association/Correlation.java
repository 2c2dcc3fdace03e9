package dev.canopy.association;

import dev.canopy.codec.JsonArrays;
import dev.canopy.error.DefinitionException;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.Context;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.QueryPart;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.CustomCondition;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The rows of an include seen from one row of its source, as a part of any jOOQ statement. The far side gets its alias only
 * when the statement is rendered, by how deep it stands; that is also when scopes and soft deletion are looked up.
 *
 * @param near the source's alias in that statement
 */
record Correlation<C extends Table<?>>(Include<?, C, ?> include, Table<?> near) {
    private static final int DEEPEST = 60;
    private static final String CHAIN = "dev.canopy.chain";

    static <C extends Table<?>> Correlation<C> of(Include<?, C, ?> include) {
        return new Correlation<>(include, include.association().source());
    }

    Condition exists() {
        return CustomCondition.of(context ->
                visit(context, far -> DSL.exists(rows(far, DSL.one(), DSL.noCondition()))));
    }

    Condition every(Function<? super FarSide<C>, ? extends Condition> condition) {
        return CustomCondition.of(context -> visit(context, far -> {
            Condition fails = DSL.condition("{0} is not true", DSL.field(condition.apply(far)));
            return DSL.notExists(rows(far, DSL.one(), fails));
        }));
    }

    /** The value in the one row that there is at most. */
    <V> Field<V> value(DataType<V> type, Function<? super FarSide<C>, ? extends Field<V>> value) {
        return CustomField.of(
                "value",
                type.nullable(true),
                context -> visit(context, far -> DSL.field(rows(far, value.apply(far), DSL.noCondition()))));
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
        return CustomField.of(
                "total",
                SQLDataType.BIGINT.notNull(),
                context -> visit(
                        context,
                        far -> DSL.field(
                                rows(far.unpaged(), DSL.count().cast(SQLDataType.BIGINT), DSL.noCondition()))));
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
        return CustomField.of(
                name,
                type,
                context -> visit(context, far -> {
                    if (!far.refinement().isPage()) {
                        return DSL.field(rows(far, aggregate.apply(value.apply(far)), DSL.noCondition()));
                    }
                    Field<V> each = value.apply(far).as("v");
                    Table<Record1<V>> page = rows(far, each, DSL.noCondition()).asTable("p");
                    return DSL.field(DSL.select(aggregate.apply(DSL.field(DSL.name("p", "v"), type)))
                            .from(page));
                }));
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

    void visit(Context<?> context, Function<FarSide<C>, QueryPart> part) {
        Chain chain = context.data(CHAIN) instanceof Chain outer
                ? outer.then(include.association())
                : new Chain(List.of(include.association()));
        int depth = chain.steps().size();
        if (depth > DEEPEST) {
            throw tooDeep(chain);
        }
        Object outer = context.data(CHAIN, chain);
        context.visit(part.apply(FarSide.of(include, near, "e" + depth, Meanings.of(context.configuration()))));
        if (outer == null) {
            context.data().remove(CHAIN);
        } else {
            context.data(CHAIN, outer);
        }
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
