package dev.canopy.load;

import dev.canopy.association.FarSide;
import dev.canopy.association.RowLimit;
import dev.canopy.plan.Branch;
import dev.canopy.plan.Level;
import dev.canopy.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.OrderField;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/** One statement of a split plan: the root's, or that of a branch, which brings its rows to those that a stage above read. */
sealed interface Stage {
    /** Types of whose values no column makes another: a key of one of these is the same key on the far side. */
    Set<Class<?>> SAME_IN_EVERY_COLUMN = Set.of(Short.class, Integer.class, Long.class, UUID.class);

    /** The level whose rows the statement brings, with all that is joined to it. */
    Level level();

    /** These columns of the rows that the statement brings, to be asked for in another statement. */
    Select<?> keys(List<Field<?>> columns);

    /** The stages that bring rows to the rows of this one. */
    default List<OfBranch> below() {
        List<OfBranch> stages = new ArrayList<>();
        add(level(), stages);
        return stages;
    }

    /** The stage and all that are below it, each before those below it. */
    default List<Stage> withAllBelow() {
        List<Stage> all = new ArrayList<>();
        all.add(this);
        below().forEach(below -> all.addAll(below.withAllBelow()));
        return all;
    }

    /** A statement for each of these stages, which begin with the root's and ask for their keys themselves. */
    static List<Select<?>> statements(List<Stage> stages) {
        List<Select<?>> statements = new ArrayList<>();
        for (Stage stage : stages) {
            statements.add(
                    switch (stage) {
                        case Root first -> first.statement();
                        case OfBranch below -> below.statement(below.restated());
                    });
        }
        return statements;
    }

    private void add(Level within, List<OfBranch> stages) {
        for (Branch branch : within.branches()) {
            switch (branch.form()) {
                case JOINED -> add(branch.level(), stages);
                case SPLIT -> stages.add(new OfBranch(branch, this));
                case MULTISET -> {}
            }
        }
    }

    /** What rows below hang on by these columns. */
    KeySource source(List<Field<?>> columns);

    /** The stage of the rows asked for. */
    record Root(Plan plan, List<Field<?>> beside) implements Stage {
        @Override
        public Level level() {
            return plan.root();
        }

        Select<Record> statement() {
            return LevelSelect.of(plan, beside);
        }

        @Override
        public KeySource source(List<Field<?>> columns) {
            boolean unique = isKey(plan.root().table(), columns);
            Param<?> key = unique && plan.refinement().offset() == 0 ? given(columns.getFirst()) : null;
            return key == null
                    ? new KeySource.Restated(keys(columns), columns.size(), unique)
                    : new KeySource.Given(key);
        }

        /** The value that the column has in the only row asked for, where that is all that is said of it; else null. */
        @SuppressWarnings("ReferenceEquality") // the very column
        private @Nullable Param<?> given(Field<?> column) {
            return plan.condition() instanceof QOM.Eq<?> eq
                            && eq.$arg1() == column
                            && eq.$arg2() instanceof Param<?> value
                            && SAME_IN_EVERY_COLUMN.contains(value.getType())
                            && value.getType() == column.getConverter().fromType()
                    ? value
                    : null;
        }

        @Override
        public Select<?> keys(List<Field<?>> columns) {
            return plan.page(DSL.select(columns)
                    .from(LevelSelect.joined(plan.root().table(), bare(plan.root(), columns)))
                    .where(plan.condition())
                    .orderBy(plan.refinement().isPage() ? plan.orders() : List.of()));
        }
    }

    /**
     * The stage of a branch.
     *
     * @param above the stage whose rows wait for it; null where they were loaded long ago, so that keys are in hand
     */
    record OfBranch(Branch branch, @Nullable Stage above) implements Stage {
        @Override
        public Level level() {
            return branch.level();
        }

        /** Brings for each key its rows. */
        Select<?> statement(KeySource keys) {
            Arrival arrival = Arrival.of(branch);
            return rows(arrival.cells(), LevelSelect.joined(far().from(), level()), keys, arrival.ranking() == null);
        }

        /** The keys that the stage above would bring, asked for once more. */
        KeySource restated() {
            return Objects.requireNonNull(above).source(far().tie().near());
        }

        @Override
        public KeySource source(List<Field<?>> columns) {
            boolean unique = far().junction() == null && isKey(level().table(), columns);
            return new KeySource.Restated(keys(columns), columns.size(), unique);
        }

        @Override
        public Select<?> keys(List<Field<?>> columns) {
            return rows(columns, LevelSelect.joined(far().from(), bare(level(), columns)), restated(), false);
        }

        private FarSide<?> far() {
            return branch.far();
        }

        /** @param ordered whether the rows of each key are to come in their order */
        private Select<?> rows(List<Field<?>> fields, Table<?> from, KeySource keys, boolean ordered) {
            if (far().refinement().isPage() && keys instanceof KeySource.Given given) {
                return far().refinement()
                        .page(DSL.select(fields)
                                .from(from)
                                .where(given.contains(far().tie().far().getFirst()), wanted())
                                .orderBy(far().orders()));
            }
            if (far().refinement().isPage()) {
                return branch.isIndexed() ? lateral(fields, from, keys, ordered) : ranked(fields, from, keys, ordered);
            }
            List<OrderField<?>> orders = ordered ? ordersByKey(keys) : List.of();
            if (far().tie().far().size() == 1) {
                return DSL.select(fields)
                        .from(from)
                        .where(keys.contains(far().tie().far().getFirst()), wanted())
                        .orderBy(orders);
            }
            return DSL.select(fields)
                    .from(keys.table().join(from).on(equalsKey()))
                    .where(wanted())
                    .orderBy(orders);
        }

        /**
         * Rows are put to their keys by what the key's cells say, so that only the order within a key is asked for; with the key before
         * it, an index that leads with the key, or with it and the order, saves the server the sort of them all.
         */
        private List<OrderField<?>> ordersByKey(KeySource keys) {
            List<OrderField<?>> orders = new ArrayList<>();
            if (!far().orders().isEmpty() && !(keys instanceof KeySource.Given)) {
                orders.addAll(far().tie().far());
            }
            orders.addAll(far().orders());
            return orders;
        }

        /** A page for each key, found by the index. */
        private Select<?> lateral(List<Field<?>> fields, Table<?> from, KeySource keys, boolean ordered) {
            List<Field<?>> inner = numbered(fields);
            List<OrderField<?>> again = ordered ? again(fields, inner) : List.of();
            Table<?> page = far().refinement()
                    .page(DSL.select(inner)
                            .from(from)
                            .where(equalsKey(), wanted())
                            .orderBy(far().orders()))
                    .asTable("p");
            return DSL.select(outer(fields.size()))
                    .from(keys.table(), DSL.lateral(page))
                    .orderBy(again);
        }

        /** The order once more outside, for a join may bring the rows in any; what it goes by stands inside, or is added there. */
        private List<OrderField<?>> again(List<Field<?>> fields, List<Field<?>> inner) {
            List<OrderField<?>> again = new ArrayList<>();
            for (OrderField<?> order : far().orders()) {
                if (order instanceof SortField<?> sort) {
                    SortField<?> sorted = outside(sort.$field(), fields, inner).sort(sort.$sortOrder());
                    again.add(
                            switch (sort.$nullOrdering()) {
                                case NULLS_FIRST -> sorted.nullsFirst();
                                case NULLS_LAST -> sorted.nullsLast();
                                case null -> sorted;
                            });
                } else if (order instanceof Field<?> field) {
                    again.add(outside(field, fields, inner));
                } else {
                    return List.of(outside(DSL.rowNumber().over(DSL.orderBy(far().orders())), fields, inner));
                }
            }
            return again;
        }

        private static Field<?> outside(Field<?> order, List<Field<?>> fields, List<Field<?>> inner) {
            int place = Places.of(order, fields);
            String name = place < 0 ? "o" + inner.size() : "c" + place;
            if (place < 0) {
                inner.add(order.as(name));
            }
            return DSL.field(DSL.name("p", name));
        }

        /** A page for each key, cut from all its rows at once. */
        private Select<?> ranked(List<Field<?>> fields, Table<?> from, KeySource keys, boolean ordered) {
            List<Field<?>> inner = numbered(fields);
            inner.add(DSL.rowNumber()
                    .over(DSL.partitionBy(far().tie().far()).orderBy(far().orders()))
                    .as("n"));
            Table<?> all = DSL.select(inner)
                    .from(keys.table().join(from).on(equalsKey()))
                    .where(wanted())
                    .asTable("p");
            Field<Integer> n = DSL.field(DSL.name("p", "n"), Integer.class);
            int offset = far().refinement().offset();
            RowLimit limit = far().refinement().limit();
            Condition page = n.gt(DSL.inline(offset));
            if (limit != null) {
                page = page.and(
                        n.le(offset == 0 ? limit.sql() : DSL.inline(offset).plus(limit.sql())));
            }
            return DSL.select(outer(fields.size())).from(all).where(page).orderBy(ordered ? List.of(n) : List.of());
        }

        private Condition wanted() {
            return far().tie().onFar().and(far().filter());
        }

        private Condition equalsKey() {
            List<Condition> all = new ArrayList<>();
            List<Field<?>> columns = far().tie().far();
            for (int i = 0; i < columns.size(); i++) {
                all.add(DSL.condition("{0} = {1}", columns.get(i), KeySource.column(i)));
            }
            return DSL.and(all);
        }

        private static List<Field<?>> numbered(List<Field<?>> fields) {
            List<Field<?>> numbered = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                numbered.add(fields.get(i).as("c" + i));
            }
            return numbered;
        }

        private static List<Field<?>> outer(int width) {
            List<Field<?>> outer = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                Name column = DSL.name("p", "c" + i);
                outer.add(DSL.field(column));
            }
            return outer;
        }
    }

    /** Whether rows of the table differ in these columns of its own. */
    @SuppressWarnings("ReferenceEquality") // the very columns of this alias
    private static boolean isKey(Table<?> table, List<Field<?>> columns) {
        UniqueKey<?> key = table.getPrimaryKey();
        return key != null
                && key.getFields().stream().allMatch(own -> {
                    Field<?> column = table.field(own);
                    return columns.stream().anyMatch(each -> each == column);
                });
    }

    /** The level with its to-one includes if the columns are of one of them, else without. */
    @SuppressWarnings("ReferenceEquality") // the very columns of this alias
    private static Level bare(Level level, List<Field<?>> columns) {
        boolean own = columns.stream().allMatch(column -> level.table().field(column) == column);
        return own ? Level.of(level.table()) : level;
    }
}
