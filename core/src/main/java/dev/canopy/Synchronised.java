package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.model.ModelName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Rows that refer to an entity, to be made like given values.
 *
 * @param ends the entity, and what becomes of rows that are taken out
 */
record Synchronised<C extends Table<R>, R extends Record>(TakenOut<C, R> ends, List<R> values, Removed policy) {
    /**
     * What there is to do.
     *
     * @param added new rows
     * @param changed rows that were read, with what the values say already set
     * @param removed rows without a value
     * @param current every row that was there
     * @param standIns the row that was read, for a value that was not
     */
    record Matched<R extends Record>(
            List<R> added, List<R> changed, List<R> removed, Set<RowKey> current, IdentityHashMap<R, R> standIns) {}

    Matched<R> matched(List<R> rows) {
        C table = ends.association().target();
        Map<RowKey, R> current = RowKey.map(rows, table);
        Map<RowKey, R> left = new LinkedHashMap<>(current);
        List<R> added = new ArrayList<>();
        List<R> changed = new ArrayList<>();
        IdentityHashMap<R, R> standIns = new IdentityHashMap<>();
        Set<RowKey> seen = new HashSet<>();
        List<Field<?>> besides = new ArrayList<>(RowKey.columns(table));
        besides.addAll(ends.link().far());
        for (R value : values) {
            RowKey key = key(value, table);
            if (key.isWhole() && !seen.add(key)) {
                throw new DefinitionException(
                        "%s %s is among the values twice; say once what it is to be.".formatted(model(), key));
            }
            R row = left.remove(key);
            if (row == null) {
                requireAddable(value, key, table);
                added.add(value);
                continue;
            }
            if (Writes.isNew(value)) {
                Near.putTouched(value, row, besides);
                standIns.put(value, row);
            } else {
                row = value;
            }
            if (row instanceof Entity<?> entity && !entity.changedFields().isEmpty()) {
                changed.add(row);
            }
        }
        return new Matched<>(added, changed, List.copyOf(left.values()), current.keySet(), standIns);
    }

    void requireUnchanged(Matched<R> matched, List<R> rows) {
        Set<RowKey> now = RowKey.map(rows, ends.association().target()).keySet();
        if (!now.equals(matched.current)) {
            throw new StaleEntityException(
                    "Rows of %s came or went since the difference was found; nothing was written. Call diff(..) anew."
                            .formatted(ends.association()));
        }
    }

    void write(Writes writes, Matched<R> matched) {
        C table = ends.association().target();
        ends.by(policy, writes, matched.removed);
        writes.update(table, matched.changed);
        writes.keep(matched.added);
        matched.added.forEach(row -> Near.tie(ends.from(), ends.link(), row, ends.association()));
        writes.create(table, matched.added);
        matched.standIns.forEach((value, row) -> {
            writes.keep(value);
            ends.from().engine().become(value, row);
        });
    }

    /** A key's column that refers to the entity has the entity's value, said or not. */
    private RowKey key(R value, C table) {
        List<@Nullable Object> values = new ArrayList<>();
        for (TableField<?, ?> column : RowKey.columns(table)) {
            int own = ends.link().far().indexOf(column);
            values.add(
                    own < 0
                            ? value.get(column)
                            : ends.from().get(ends.link().near().get(own)));
        }
        return RowKey.of(values.toArray(), table);
    }

    private void requireAddable(R value, RowKey key, C table) {
        boolean given = RowKey.columns(table).stream()
                .anyMatch(column ->
                        column.getDataType().identity() || column.getDataType().defaulted());
        if (!Writes.isNew(value) || (key.isWhole() && given)) {
            throw new NotFoundException(
                    "%s %s does not belong to this %s by %s; leave its key out to have a new row, or add(..) it first. Nothing was written."
                            .formatted(model(), key, ModelName.of(ends.from()), ends.association()));
        }
    }

    private String model() {
        return ModelName.of(ends.association().target());
    }
}
