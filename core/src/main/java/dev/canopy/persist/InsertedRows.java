package dev.canopy.persist;

import dev.canopy.error.DatabaseException;
import dev.canopy.error.DefinitionException;
import dev.canopy.load.Returned;
import dev.canopy.model.ModelName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
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
    /** "feature_not_supported", as for a system column where there is none. */
    private static final String UNSUPPORTED = "0A000";

    private final ManyRows by;
    private final Table<R> table;
    private final List<RowValues> rows;
    private final Inserting<R> how;
    private final List<Part> parts;
    private final UnnestedRows.Shape shape;
    private final BitSet updated = new BitSet();
    private @Nullable Telltale telltale;

    /**
     * One statement, for so many of the rows.
     *
     * @param source makes what is inserted
     * @param unnested what the source is made of, beside the columns and expressions; null where it is made of single values
     */
    private record Part(
            Supplier<QueryPart> source,
            List<RowValues> rows,
            List<Integer> columns,
            @Nullable UnnestedRows unnested) {}

    private InsertedRows(
            ManyRows by,
            Table<R> table,
            List<RowValues> rows,
            Inserting<R> how,
            List<Part> parts,
            UnnestedRows.Shape shape) {
        this.by = by;
        this.table = table;
        this.rows = rows;
        this.how = how;
        this.parts = parts;
        this.shape = shape;
    }

    static <R extends Record> InsertedRows<R> of(ManyRows by, Table<R> table, List<RowValues> rows, Inserting<R> how) {
        NamedColumns columns = NamedColumns.of(table, rows);
        boolean selectable = rows.size() > 1 && !columns.all().isEmpty() && columns.selectable();
        return new InsertedRows<>(
                by,
                table,
                rows,
                how,
                selectable
                        ? selected(table, rows, columns, how.chunk())
                        : valued(table, rows, columns.all(), how.chunk()),
                UnnestedRows.Shape.of(
                        "insert",
                        table,
                        List.of(columns.all(), List.copyOf(columns.expressions().keySet())),
                        columns.expressions().values()));
    }

    @Override
    public int statements() {
        return parts.size();
    }

    @Override
    public List<@Nullable Record> send(IntFunction<? extends Record> landing) {
        List<@Nullable Record> written = new ArrayList<>(rows.size());
        for (Part part : parts) {
            send(part, written.size(), landing, written);
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

    private void send(Part part, int offset, IntFunction<? extends Record> landing, List<@Nullable Record> written) {
        boolean ignoring = how.onConflict() instanceof OnConflict.Ignore;
        List<Record> returned = new ArrayList<>(part.rows().size());
        // Of rows of which some may be left out, only all that came tell which they are.
        IntFunction<Record> into = index -> {
            Record row = ignoring || index >= part.rows().size() ? by.record(table) : landing.apply(offset + index);
            returned.add(row);
            return row;
        };
        if (how.onConflict() instanceof OnConflict.Update) {
            upsert(part, offset, into);
        } else {
            insert(part, into);
        }
        if (returned.size() == part.rows().size() || isNarrowed()) {
            written.addAll(returned);
        } else if (ignoring) {
            written.addAll(new WrittenRows(table, part.rows()).among(returned));
        } else {
            throw new DefinitionException(
                    "%d of %d rows of %s were not inserted, and no error said why: a trigger or a rule of the table leaves rows out, so that those returned cannot be told from one another. Insert them one by one."
                            .formatted(
                                    part.rows().size() - returned.size(),
                                    part.rows().size(),
                                    ModelName.of(table)));
        }
    }

    /** Whether rows that are there may be left as they are. */
    private boolean isNarrowed() {
        return how.onConflict() instanceof OnConflict.Update<R> update && update.within() != null;
    }

    private void insert(Part part, IntFunction<Record> into) {
        Returned returned = by.returned(table);
        Supplier<QueryPart> statement = () -> statement(part, DSL.list(returned.columns()));
        UnnestedRows unnested = part.unnested();
        if (unnested == null || how.onConflict() != null) {
            by.channel().send(statement.get(), returned.into(into));
        } else {
            unnested.send(by.channel(), shape, statement, returned.into(into));
        }
    }

    private void upsert(Part part, int offset, IntFunction<Record> into) {
        Returned returned = by.returned(table);
        try {
            by.channel()
                    .send(
                            version -> {
                                telltale = Telltale.of(version);
                                return statement(part, telltale.returning(table, returned.columns()));
                            },
                            returned.numbered((index, number) -> {
                                updated.set(offset + index, number != 0);
                                return into.apply(index);
                            }));
        } catch (DatabaseException refusal) {
            boolean untold = telltale == Telltale.XMAX
                    && refusal.sqlState().filter(UNSUPPORTED::equals).isPresent();
            throw untold ? untold(refusal) : refusal;
        }
    }

    private DatabaseException untold(DatabaseException refusal) {
        return new DatabaseException(
                "Whether an upsert of %s created a row or changed one cannot be told here: PostgreSQL 18 and later tell it of every table, earlier ones of tables that are not partitioned, other engines perhaps of none. Say findOrCreate(..), and save() what was found. (%s)"
                        .formatted(ModelName.of(table), refusal.getMessage()),
                refusal);
    }

    private QueryPart statement(Part part, QueryPart returned) {
        QueryPart columns = DSL.list(part.columns().stream()
                .map(column -> table.fields()[column].getUnqualifiedName())
                .toList());
        OnConflict<R> onConflict = how.onConflict();
        return onConflict == null
                ? DSL.sql(
                        "insert into {0} ({1}) {2} returning {3}",
                        table, columns, part.source().get(), returned)
                : DSL.sql(
                        "insert into {0} ({1}) {2} {3} returning {4}",
                        table, columns, part.source().get(), onConflict.clause(), returned);
    }

    private static List<Part> selected(Table<?> table, List<RowValues> rows, NamedColumns columns, int chunk) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            UnnestedRows unnested = UnnestedRows.of(table, columns.given(), rows.subList(from, rows.size()), chunk);
            parts.add(new Part(
                    () -> source(columns, unnested),
                    rows.subList(from, from + unnested.size()),
                    columns.all(),
                    unnested));
            from += unnested.size();
        }
        return parts;
    }

    private static QueryPart source(NamedColumns columns, UnnestedRows unnested) {
        return DSL.sql(
                "select {0} from {1} order by {2}",
                DSL.list(unnested.values(columns)), unnested.table(), UnnestedRows.number());
    }

    private static List<Part> valued(Table<?> table, List<RowValues> rows, List<Integer> named, int chunk) {
        // A row of defaults alone says so for one column; for the others it is so anyway.
        List<Integer> columns = named.isEmpty() ? List.of(0) : named;
        List<Part> parts = new ArrayList<>();
        for (List<RowValues> some : Chunks.of(rows, Math.min(chunk, Chunks.boundRows(columns.size())))) {
            List<QueryPart> lines = new ArrayList<>();
            for (RowValues row : some) {
                lines.add(DSL.sql(
                        "({0})",
                        DSL.list(columns.stream()
                                .map(column -> cell(table, row, column))
                                .toList())));
            }
            QueryPart values = DSL.sql("values {0}", DSL.list(lines));
            parts.add(new Part(() -> values, some, columns, null));
        }
        return parts;
    }

    private static QueryPart cell(Table<?> table, RowValues row, int column) {
        return row.has(column) ? Bound.value(table.fields()[column], row.get(column)) : DSL.sql("default");
    }
}
