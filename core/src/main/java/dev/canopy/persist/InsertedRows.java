package dev.canopy.persist;

import dev.canopy.error.DefinitionException;
import dev.canopy.load.Returned;
import dev.canopy.load.Returned.Numbered;
import dev.canopy.model.ModelName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Many rows, inserted in the order in which they were given.
 *
 * <p>Where every row names the same columns they are selected from arrays, {@code insert … select … from unnest(..) with
 * ordinality order by}: PostgreSQL sorts first, then takes the columns' defaults (and so the next numbers of a sequence), inserts
 * and returns row by row. Where a row leaves a default to the server that another one overrides, or a column has a binding of
 * the user's own, it is {@code insert … values}, whose rows can say DEFAULT and in which each value is a bind.
 */
final class InsertedRows<R extends Record> implements Prepared {
    private final ManyRows by;
    private final Table<R> table;
    private final List<RowValues> rows;
    private final @Nullable OnConflict<R> onConflict;
    private final List<Part> parts;
    private final BitSet updated = new BitSet();

    /** One statement, for so many of the rows. */
    private record Part(QueryPart source, List<RowValues> rows, List<Field<?>> columns) {}

    private InsertedRows(
            ManyRows by, Table<R> table, List<RowValues> rows, @Nullable OnConflict<R> onConflict, List<Part> parts) {
        this.by = by;
        this.table = table;
        this.rows = rows;
        this.onConflict = onConflict;
        this.parts = parts;
    }

    static <R extends Record> InsertedRows<R> of(
            ManyRows by, Table<R> table, List<RowValues> rows, @Nullable OnConflict<R> onConflict) {
        List<Field<?>> columns = columns(table, rows);
        boolean selectable = rows.size() > 1 && areUniform(rows, columns) && arePlain(rows, columns);
        return new InsertedRows<>(
                by,
                table,
                rows,
                onConflict,
                selectable ? selected(table, rows, columns) : valued(table, rows, columns));
    }

    @Override
    public int statements() {
        return parts.size();
    }

    @Override
    public List<@Nullable Record> send() {
        List<@Nullable Record> written = new ArrayList<>(rows.size());
        for (Part part : parts) {
            written.addAll(send(part, written.size()));
        }
        return written;
    }

    /** Whether the row of this index was there and was changed, and not inserted. */
    boolean isUpdated(int index) {
        return updated.get(index);
    }

    private List<@Nullable Record> send(Part part, int offset) {
        List<Numbered> returned = Returned.numbered(
                DSL.sql(
                        "insert into {0} ({1}) {2} {3} returning {4}, {5}",
                        table,
                        DSL.list(part.columns().stream()
                                .map(Field::getUnqualifiedName)
                                .toList()),
                        part.source(),
                        onConflict == null ? DSL.sql("") : onConflict.clause(),
                        mark(),
                        DSL.list(Returned.columns(table))),
                table,
                by.channel(),
                by.entities());
        List<Record> records = returned.stream().map(Numbered::row).toList();
        if (records.size() == part.rows().size()) {
            for (int i = 0; i < returned.size(); i++) {
                updated.set(offset + i, returned.get(i).number() != 0);
            }
            return Collections.unmodifiableList(records);
        }
        if (onConflict instanceof OnConflict.Ignore) {
            return new WrittenRows(table, part.rows()).among(records);
        }
        throw new DefinitionException(
                "%d of %d rows of %s were not inserted, and no error said why: a trigger or a rule of the table leaves rows out, so that those returned cannot be told from one another. Insert them one by one."
                        .formatted(
                                part.rows().size() - records.size(), part.rows().size(), ModelName.of(table)));
    }

    /** A row that this very statement inserted was deleted or locked by nobody yet; one that it changed, it has locked itself. */
    private QueryPart mark() {
        return onConflict instanceof OnConflict.Update
                ? DSL.sql("case when {0}.xmax = 0 then 0::bigint else 1::bigint end", table)
                : DSL.sql("0::bigint");
    }

    /** The columns that any row names, in the table's order. */
    private static List<Field<?>> columns(Table<?> table, List<RowValues> rows) {
        List<Field<?>> named = new ArrayList<>();
        for (Field<?> column : table.fields()) {
            if (rows.stream().anyMatch(row -> row.byColumn().containsKey(column))) {
                named.add(column);
            }
        }
        return named;
    }

    private static boolean areUniform(List<RowValues> rows, List<Field<?>> columns) {
        for (Field<?> column : columns) {
            if (!isNullByDefault(column)
                    && rows.stream().anyMatch(row -> !row.byColumn().containsKey(column))) {
                return false;
            }
        }
        return !columns.isEmpty();
    }

    private static boolean arePlain(List<RowValues> rows, List<Field<?>> columns) {
        return columns.stream().allMatch(ColumnArray::fits)
                && rows.stream()
                        .noneMatch(row -> row.byColumn().values().stream().anyMatch(Field.class::isInstance));
    }

    /** A domain may have a default that the generated metadata does not know. */
    private static boolean isNullByDefault(Field<?> column) {
        return !column.getDataType().defaulted()
                && !column.getDataType().identity()
                && column.getDataType().getDomain() == null;
    }

    private static List<Part> selected(Table<?> table, List<RowValues> rows, List<Field<?>> columns) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            UnnestedRows unnested = new UnnestedRows();
            columns.forEach(column -> unnested.column(table, column));
            while (from + unnested.size() < rows.size() && unnested.hasRoom()) {
                Map<Field<?>, @Nullable Object> row =
                        rows.get(from + unnested.size()).byColumn();
                unnested.add(columns.stream().map(row::get).toList());
            }
            List<QueryPart> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                values.add(unnested.value(i));
            }
            parts.add(new Part(
                    DSL.sql(
                            "select {0} from {1} order by {2}",
                            DSL.list(values), unnested.table(), UnnestedRows.number()),
                    rows.subList(from, from + unnested.size()),
                    columns));
            from += unnested.size();
        }
        return parts;
    }

    private static List<Part> valued(Table<?> table, List<RowValues> rows, List<Field<?>> named) {
        // A row of defaults alone says so for one column; for the others it is so anyway.
        List<Field<?>> columns = named.isEmpty() ? List.of(table.fields()[0]) : named;
        List<Part> parts = new ArrayList<>();
        for (List<RowValues> chunk : Chunks.of(rows, Chunks.boundRows(columns.size()))) {
            List<QueryPart> lines = new ArrayList<>();
            for (RowValues row : chunk) {
                lines.add(DSL.sql(
                        "({0})",
                        DSL.list(columns.stream()
                                .map(column -> cell(row, column))
                                .toList())));
            }
            parts.add(new Part(DSL.sql("values {0}", DSL.list(lines)), chunk, columns));
        }
        return parts;
    }

    private static QueryPart cell(RowValues row, Field<?> column) {
        if (!row.byColumn().containsKey(column)) {
            return DSL.sql("default");
        }
        return Bound.value(column, row.byColumn().get(column));
    }
}
