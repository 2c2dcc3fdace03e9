package dev.canopy.persist;

import dev.canopy.association.Meanings;
import dev.canopy.association.Refinement;
import dev.canopy.load.Returned;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** The rows of a selection that is written. Includes that a scope brings with it narrow it and are not loaded. */
record WrittenSelection<T extends Table<R>, R extends Record>(T table, Refinement<T> rows, Meanings meanings) {
    /** What holds of the rows: their condition, or, where only some are wanted, that they are among those, which are locked first. */
    Condition condition() {
        if (!rows.isPage()) {
            return rows.condition(table, meanings);
        }
        List<TableField<R, ?>> key =
                Objects.requireNonNull(table.getPrimaryKey()).getFields();
        T inner = meanings.aliases().of(table, "w");
        List<Field<?>> innerKey = key.stream()
                .<Field<?>>map(column -> Objects.requireNonNull(inner.field(column)))
                .toList();
        Select<?> page = rows.page(DSL.select(innerKey)
                        .from(inner)
                        .where(rows.condition(inner, meanings))
                        .orderBy(rows.orders(inner)))
                .forUpdate();
        return key.size() == 1
                ? DSL.condition("{0} = any(array({1}))", key.getFirst(), page)
                // MATERIALIZED, so that the rows are chosen and locked once.
                : DSL.condition("({0}) in (with k as materialized ({1}) select * from k)", DSL.list(key), page);
    }

    /** Reads the whole rows and locks them until the transaction ends; in the order of their keys, so that two of these wait and do not block each other. */
    QueryPart locked() {
        return rows.page(DSL.select(Returned.columns(table))
                        .from(table)
                        .where(rows.condition(table, meanings))
                        .orderBy(rows.totalOrders(table)))
                .forUpdate();
    }
}
