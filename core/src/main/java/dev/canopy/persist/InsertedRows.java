package dev.canopy.persist;

import dev.canopy.error.DefinitionException;
import dev.canopy.load.Fingerprint;
import dev.canopy.load.Returned;
import dev.canopy.load.Returned.Numbered;
import dev.canopy.model.ModelName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
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
    private final Inserting<R> how;
    private final List<Part> parts;
    private final BitSet updated = new BitSet();

    /**
     * One statement, for so many of the rows.
     *
     * @param shape tells all that the source is made of; null where its text is of use for no other
     */
    private record Part(
            QueryPart source,
            List<RowValues> rows,
            List<Field<?>> columns,
            @Nullable Consumer<Fingerprint> shape) {}

    private InsertedRows(ManyRows by, Table<R> table, List<RowValues> rows, Inserting<R> how, List<Part> parts) {
        this.by = by;
        this.table = table;
        this.rows = rows;
        this.how = how;
        this.parts = parts;
    }

    static <R extends Record> InsertedRows<R> of(ManyRows by, Table<R> table, List<RowValues> rows, Inserting<R> how) {
        List<Field<?>> columns = columns(table, rows);
        Map<Field<?>, Field<?>> expressions = expressions(rows, columns);
        boolean selectable = rows.size() > 1 && areUniform(rows, columns) && arePlain(rows, columns, expressions);
        return new InsertedRows<>(
                by,
                table,
                rows,
                how,
                selectable
                        ? selected(table, rows, columns, expressions, how.chunk())
                        : valued(table, rows, columns, how.chunk()));
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
            LongConsumer progress = how.progress();
            if (progress != null) {
                progress.accept(written.size());
            }
        }
        return written;
    }

    /** Whether the row of this index was there and was changed, and not inserted. */
    boolean isUpdated(int index) {
        return updated.get(index);
    }

    private List<@Nullable Record> send(Part part, int offset) {
        List<Record> returned = how.onConflict() instanceof OnConflict.Update ? upserted(part, offset) : inserted(part);
        if (returned.size() == part.rows().size()) {
            return Collections.unmodifiableList(returned);
        }
        if (how.onConflict() instanceof OnConflict.Ignore) {
            return new WrittenRows(table, part.rows()).among(returned);
        }
        throw new DefinitionException(
                "%d of %d rows of %s were not inserted, and no error said why: a trigger or a rule of the table leaves rows out, so that those returned cannot be told from one another. Insert them one by one."
                        .formatted(
                                part.rows().size() - returned.size(),
                                part.rows().size(),
                                ModelName.of(table)));
    }

    private List<Record> inserted(Part part) {
        Supplier<QueryPart> statement = () -> statement(part, DSL.list(Returned.columns(table)));
        Consumer<Fingerprint> told = part.shape();
        if (told == null || how.onConflict() != null) {
            return Returned.rows(statement.get(), table, by.channel(), by.entities());
        }
        Fingerprint shape = by.channel().shape().token("insert from arrays").token(table);
        told.accept(shape);
        return Returned.rows(shape, statement, table, by.channel(), by.entities());
    }

    /**
     * Whether a row was inserted or updated, its xmax tells: nobody has locked or deleted a row that this very statement inserted,
     * while one that it updates was locked by the statement itself first (manual, "System Columns"; what ON CONFLICT DO UPDATE
     * does with it is no documented promise, and a test watches it).
     */
    private List<Record> upserted(Part part, int offset) {
        QueryPart returned = DSL.sql(
                "case when {0}.xmax = 0 then 0::bigint else 1::bigint end, {1}",
                table, DSL.list(Returned.columns(table)));
        List<Record> records = new ArrayList<>();
        for (Numbered each : Returned.numbered(statement(part, returned), table, by.channel(), by.entities())) {
            updated.set(offset + records.size(), each.number() != 0);
            records.add(each.row());
        }
        return records;
    }

    private QueryPart statement(Part part, QueryPart returned) {
        QueryPart columns =
                DSL.list(part.columns().stream().map(Field::getUnqualifiedName).toList());
        OnConflict<R> onConflict = how.onConflict();
        return onConflict == null
                ? DSL.sql("insert into {0} ({1}) {2} returning {3}", table, columns, part.source(), returned)
                : DSL.sql(
                        "insert into {0} ({1}) {2} {3} returning {4}",
                        table, columns, part.source(), onConflict.clause(), returned);
    }

    /** The columns that any row names, in the table's order. */
    private static List<Field<?>> columns(Table<?> table, List<RowValues> rows) {
        List<Field<?>> named = new ArrayList<>();
        for (Field<?> column : table.fields()) {
            for (RowValues row : rows) {
                if (row.byColumn().containsKey(column)) {
                    named.add(column);
                    break;
                }
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

    /** The columns that every row sets to the same expression. */
    private static Map<Field<?>, Field<?>> expressions(List<RowValues> rows, List<Field<?>> columns) {
        Map<Field<?>, Field<?>> expressions = new HashMap<>();
        for (Field<?> column : columns) {
            Object first = rows.getFirst().byColumn().get(column);
            if (first instanceof Field<?> expression
                    && rows.stream().allMatch(row -> first.equals(row.byColumn().get(column)))) {
                expressions.put(column, expression);
            }
        }
        return expressions;
    }

    private static boolean arePlain(List<RowValues> rows, List<Field<?>> columns, Map<Field<?>, Field<?>> expressions) {
        for (Field<?> column : columns) {
            if (!expressions.containsKey(column) && !isPlain(rows, column)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(List<RowValues> rows, Field<?> column) {
        if (!ColumnArray.fits(column)) {
            return false;
        }
        for (RowValues row : rows) {
            if (row.byColumn().get(column) instanceof Field<?>) {
                return false;
            }
        }
        return true;
    }

    /** A domain may have a default that the generated metadata does not know. */
    private static boolean isNullByDefault(Field<?> column) {
        return !column.getDataType().defaulted()
                && !column.getDataType().identity()
                && column.getDataType().getDomain() == null;
    }

    private static List<Part> selected(
            Table<?> table,
            List<RowValues> rows,
            List<Field<?>> columns,
            Map<Field<?>, Field<?>> expressions,
            int chunk) {
        List<Field<?>> given = columns.stream()
                .filter(column -> !expressions.containsKey(column))
                .toList();
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            UnnestedRows unnested = new UnnestedRows();
            given.forEach(column -> unnested.column(table, column));
            while (from + unnested.size() < rows.size() && unnested.hasRoom(chunk)) {
                unnested.add(given, rows.get(from + unnested.size()).byColumn());
            }
            List<QueryPart> values = new ArrayList<>();
            for (Field<?> column : columns) {
                Field<?> expression = expressions.get(column);
                values.add(expression == null ? unnested.value(given.indexOf(column)) : expression);
            }
            parts.add(new Part(
                    DSL.sql(
                            "select {0} from {1} order by {2}",
                            DSL.list(values), unnested.table(), UnnestedRows.number()),
                    rows.subList(from, from + unnested.size()),
                    columns,
                    shape -> tell(shape, columns, expressions, unnested)));
            from += unnested.size();
        }
        return parts;
    }

    private static void tell(
            Fingerprint shape, List<Field<?>> columns, Map<Field<?>, Field<?>> expressions, UnnestedRows unnested) {
        shape.token(columns.size());
        for (Field<?> column : columns) {
            Field<?> expression = expressions.get(column);
            shape.token(column).token(expression == null);
            if (expression != null) {
                shape.and(expression);
            }
        }
        shape.parts(unnested.binds());
    }

    private static List<Part> valued(Table<?> table, List<RowValues> rows, List<Field<?>> named, int chunk) {
        // A row of defaults alone says so for one column; for the others it is so anyway.
        List<Field<?>> columns = named.isEmpty() ? List.of(table.fields()[0]) : named;
        List<Part> parts = new ArrayList<>();
        for (List<RowValues> some : Chunks.of(rows, Math.min(chunk, Chunks.boundRows(columns.size())))) {
            List<QueryPart> lines = new ArrayList<>();
            for (RowValues row : some) {
                lines.add(DSL.sql(
                        "({0})",
                        DSL.list(columns.stream()
                                .map(column -> cell(row, column))
                                .toList())));
            }
            parts.add(new Part(DSL.sql("values {0}", DSL.list(lines)), some, columns, null));
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
