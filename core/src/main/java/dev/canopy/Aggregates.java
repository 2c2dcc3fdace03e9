package dev.canopy;

import dev.canopy.association.Withheld;
import dev.canopy.codec.Projected;
import dev.canopy.error.DefinitionException;
import dev.canopy.load.Channel;
import dev.canopy.load.Fingerprint;
import dev.canopy.load.FlatRows;
import dev.canopy.plan.Plan;
import dev.canopy.selection.Groups;
import dev.canopy.selection.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.GroupField;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectLimitStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** What is computed from the rows that a selection asks for, where the rows themselves are not wanted. Thread-safe. */
record Aggregates(Channel channel, Catalog catalog, SelectionPlans plans) {
    private static final Field<Long> COUNT = DSL.count().cast(SQLDataType.BIGINT);

    /**
     * The rows of a selection to compute from.
     *
     * @param table the table as it is called in the statement
     * @param from what to select from
     * @param condition which of its rows
     * @param plan where these come from
     */
    private record Source<T extends Table<?>>(T table, Table<?> from, Condition condition, Plan plan) {}

    /** How many rows meet a plan's condition, whatever its page. */
    long countAll(Plan plan) {
        return (Long) Objects.requireNonNull(
                FlatRows.of(channel, shape("count all", plan), () -> counting(plan), List.of(COUNT))
                        .getFirst()
                        .getFirst());
    }

    /** Counts the rows that meet a plan's condition, whatever its page. */
    static Select<Record1<Long>> counting(Plan plan) {
        return DSL.select(COUNT).from(plan.root().table()).where(plan.condition());
    }

    <T extends Table<R>, R extends Record> long count(Selection<T, R> selection) {
        Source<T> source = source(selection, "count");
        return Objects.requireNonNull(value(source, shape("count", source.plan()), COUNT));
    }

    <T extends Table<R>, R extends Record> boolean exists(Selection<T, R> selection) {
        Source<T> source = source(selection, "exists");
        Field<Boolean> found =
                DSL.field(DSL.exists(DSL.selectOne().from(source.from()).where(source.condition())));
        return Boolean.TRUE.equals(
                FlatRows.of(channel, shape("exists", source.plan()), () -> DSL.select(found), List.of(found))
                        .getFirst()
                        .getFirst());
    }

    <T extends Table<R>, R extends Record, V> Optional<V> aggregate(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> aggregate) {
        Source<T> source = source(selection, "aggregate");
        Field<V> field = aggregate.apply(source.table());
        refuseWithheld(selection, source.table(), List.of(field));
        Fingerprint shape = shape("aggregate", source.plan()).and(field);
        return Optional.ofNullable(value(source, shape, field));
    }

    @SuppressWarnings("unchecked") // read as this field's
    <T extends Table<R>, R extends Record, V> List<V> distinct(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> value) {
        if (!selection.refinement().orders().isEmpty()) {
            throw new DefinitionException("distinct(..) gives the values in their own order; take orderBy(..) out.");
        }
        refuseLock(selection, "distinct");
        Plan plan = plans.unseen(selection);
        Field<V> field = value.apply(selection.table());
        refuseWithheld(selection, selection.table(), List.of(field));
        Supplier<ResultQuery<?>> statement = () -> plan.page(DSL.selectDistinct(FlatRows.selected(List.of(field)))
                .from(selection.table())
                .where(plan.condition().and(field.isNotNull()))
                .orderBy(DSL.inline(1)));
        return (List<V>) FlatRows.of(channel, shape("distinct", plan).and(field), statement, List.of(field)).stream()
                .map(List::getFirst)
                .toList();
    }

    @SuppressWarnings("unchecked") // read as these fields'
    <T extends Table<R>, R extends Record, V> Map<@Nullable V, Long> countBy(
            Selection<T, R> selection, Function<? super T, ? extends Field<V>> value) {
        Source<T> source = source(selection, "countBy");
        Field<V> field = value.apply(source.table());
        List<Field<?>> fields = List.of(field, COUNT);
        refuseWithheld(selection, source.table(), fields);
        Fingerprint shape = shape("countBy", source.plan()).and(field);
        Supplier<ResultQuery<?>> statement = () -> DSL.select(FlatRows.selected(fields))
                .from(source.from())
                .where(source.condition())
                .groupBy(DSL.inline(1))
                .orderBy(DSL.inline(1));
        Map<@Nullable V, Long> counts = new LinkedHashMap<>();
        for (List<@Nullable Object> row : FlatRows.of(channel, shape, statement, fields)) {
            counts.put((V) row.getFirst(), (Long) Objects.requireNonNull(row.getLast()));
        }
        return Collections.unmodifiableMap(counts);
    }

    <T extends Table<R>, R extends Record, V> List<V> select(
            Groups<T, R> groups, Function<? super T, ? extends SelectField<V>> value) {
        Selection<T, R> selection = groups.selection();
        if (!selection.refinement().orders().isEmpty()) {
            throw new DefinitionException(
                    "groupBy(..) orders groups, not rows; say orderBy(..) behind it instead of before it.");
        }
        Source<T> source = source(selection, "groupBy");
        T table = source.table();
        Groups.Said<T> said = groups.said();
        Projected<V> projected = Projected.of(value.apply(table));
        List<Field<?>> fields = projected.fields();
        refuseWithheld(selection, table, fields);
        List<GroupField> keys = applied(said.keys(), table);
        List<Condition> having = applied(said.having(), table);
        List<OrderField<?>> orders = applied(said.orders(), table);
        Fingerprint shape = shape("groupBy", source.plan())
                .parts(fields)
                .parts(keys)
                .parts(having)
                .parts(orders)
                .token(said.limit());
        Supplier<Select<?>> statement = () -> {
            SelectLimitStep<?> all = DSL.select(FlatRows.selected(fields))
                    .from(source.from())
                    .where(source.condition())
                    .groupBy(keys)
                    .having(having)
                    .orderBy(orders);
            return said.limit() == null ? all : all.limit(DSL.inline(said.limit()));
        };
        return FlatRows.of(channel, shape, statement, fields).stream()
                .map(row -> projected.make(row.toArray()))
                .toList();
    }

    @SuppressWarnings("unchecked") // read as this field's
    private <V> @Nullable V value(Source<?> source, Fingerprint shape, Field<V> field) {
        Supplier<ResultQuery<?>> statement = () -> DSL.select(FlatRows.selected(List.of(field)))
                .from(source.from())
                .where(source.condition());
        return (V) FlatRows.of(channel, shape, statement, List.of(field))
                .getFirst()
                .getFirst();
    }

    /** The table itself; where only some of its rows are wanted, those, under an alias. */
    private <T extends Table<R>, R extends Record> Source<T> source(Selection<T, R> selection, String verb) {
        refuseLock(selection, verb);
        T table = selection.table();
        Plan plan = plans.unseen(selection);
        if (!plan.refinement().isPage()) {
            return new Source<>(table, table, plan.condition(), plan);
        }
        T alias = catalog.aliases().of(table, "p");
        Select<?> page = plan.page(
                DSL.select(table.fields()).from(table).where(plan.condition()).orderBy(plan.orders()));
        return new Source<>(alias, DSL.table("({0}) {1}", page, DSL.name(alias.getName())), DSL.noCondition(), plan);
    }

    /** To be told what else the statement is made of. */
    private Fingerprint shape(String verb, Plan plan) {
        return channel.shape().token(verb).and(plan);
    }

    /** What is computed from a column that a scope withholds would give it away. */
    private <T extends Table<R>, R extends Record> void refuseWithheld(
            Selection<T, R> selection, T table, List<? extends Field<?>> fields) {
        Withheld.of(selection.refinement().resolved(catalog, selection.table()), table)
                .refuse(fields, catalog);
    }

    private static <T, V> List<V> applied(List<Function<? super T, ? extends V>> functions, T table) {
        List<V> applied = new ArrayList<>();
        functions.forEach(function -> applied.add(function.apply(table)));
        return applied;
    }

    private static void refuseLock(Selection<?, ?> selection, String verb) {
        if (selection.asked().lock() != null) {
            throw new DefinitionException(
                    "%s(..) reads no rows that a lock could hold; take the lock out.".formatted(verb));
        }
    }
}
