package dev.canopy.persist;

import dev.canopy.association.Link;
import dev.canopy.association.Refinement;
import dev.canopy.load.Returned;
import dev.canopy.model.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Finds and locks the rows of one table that follow the rows above them: of rows that are marked, the living ones; of rows that are
 * removed, all; of rows that are restored, those that were marked at the same moment.
 *
 * @param above what the rows above mean
 * @param passage how the rows below follow
 */
record Below<C extends Table<X>, X extends Record>(
        WritePipeline pipeline, Meaning<?, ?> above, Meaning<C, X> meaning, Link link, Passage passage) {
    /** One statement for some thousands of rows above; none where none of them has anything below it. */
    List<X> of(List<? extends Record> parents) {
        List<List<@Nullable Object>> keys = parents.stream()
                .filter(parent -> link.nearConstants().stream().allMatch(constant -> constant.isIn(parent)))
                .map(this::key)
                .toList();
        List<Key> columns = columns();
        List<X> found = new ArrayList<>();
        if (!columns.stream().allMatch(column -> ColumnArray.fits(column.given()))) {
            for (List<@Nullable Object> key : keys) {
                found.addAll(locked(table -> equal(table, columns, key)));
            }
            return found;
        }
        int from = 0;
        while (from < keys.size()) {
            UnnestedRows unnested = new UnnestedRows();
            columns.forEach(column -> unnested.column(column.of(), column.given()));
            while (from + unnested.size() < keys.size() && unnested.hasRoom()) {
                unnested.add(keys.get(from + unnested.size()));
            }
            found.addAll(locked(table -> among(table, columns, unnested)));
            from += unnested.size();
        }
        return found;
    }

    /**
     * A column of the rows below, and what it must equal.
     *
     * @param far the column
     * @param given gives the values their type
     * @param of the table of that one
     */
    private record Key(TableField<?, ?> far, Field<?> given, Table<?> of) {}

    private List<Key> columns() {
        List<Key> columns = new ArrayList<>();
        for (int i = 0; i < link.far().size(); i++) {
            columns.add(new Key(link.far().get(i), link.near().get(i), above.table()));
        }
        if (isRestored()) {
            columns.add(new Key(mark(meaning), mark(meaning), meaning.table()));
        }
        return columns;
    }

    private List<@Nullable Object> key(Record parent) {
        List<@Nullable Object> values = new ArrayList<>();
        link.near().forEach(column -> values.add(parent.original(column)));
        if (isRestored()) {
            values.add(Timestamps.as(mark(meaning), Objects.requireNonNull(parent.original(mark(above)))));
        }
        return values;
    }

    private boolean isRestored() {
        return passage.way() == Passage.Way.RESTORED;
    }

    @SuppressWarnings("unchecked") // the rows of a table are of its type
    private List<X> locked(Function<C, Condition> which) {
        Refinement<C> all = Refinement.<C>none();
        Refinement<C> rows = all.scoping(all.scoping().unscoped())
                .where(table -> link.farConstants().stream()
                        .map(constant -> constant.on(table))
                        .reduce(which.apply(table), Condition::and));
        Refinement<C> seen = passage.way() == Passage.Way.MARKED ? rows : rows.withDeleted();
        QueryPart select = new WrittenSelection<>(
                        meaning.table(), seen.resolved(pipeline.models(), meaning.table()), pipeline.models())
                .locked();
        return (List<X>)
                pipeline.begun(() -> Returned.rows(select, meaning.table(), pipeline.channel(), pipeline.entities()));
    }

    private static Condition among(Table<?> table, List<Key> columns, UnnestedRows keys) {
        List<Condition> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            all.add(DSL.condition("{0} = {1}", Link.column(table, columns.get(i).far()), keys.value(i)));
        }
        return DSL.condition("exists (select 1 from {0} where {1})", keys.table(), DSL.and(all));
    }

    private static Condition equal(Table<?> table, List<Key> columns, List<@Nullable Object> key) {
        List<Condition> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            all.add(DSL.condition(
                    "{0} = {1}",
                    Link.column(table, columns.get(i).far()),
                    Bound.value(columns.get(i).given(), key.get(i))));
        }
        return DSL.and(all);
    }

    private static TableField<?, ?> mark(Meaning<?, ?> meaning) {
        return Objects.requireNonNull(meaning.upkeep().deletedAt());
    }
}
