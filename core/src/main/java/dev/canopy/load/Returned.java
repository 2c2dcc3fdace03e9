package dev.canopy.load;

import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.ColumnCodecs;
import dev.canopy.plan.Level;
import dev.canopy.sql.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Runs a write that returns its rows, and reads them as a select of the same columns would be read. */
public final class Returned {
    private static final ColumnCodec NUMBER = ColumnCodecs.of(DSL.inline(0L));

    private Returned() {}

    /** What to put into RETURNING to get whole rows of the table. */
    public static List<Field<?>> columns(Table<?> table) {
        List<Field<?>> columns = new ArrayList<>();
        for (Field<?> column : table.fields()) {
            columns.add(ColumnCodecs.of(column).atTop().apply(column));
        }
        return columns;
    }

    /** A row that a statement returned, and the number that it gave beside it. */
    public record Numbered(long number, Record row) {}

    /** The rows that the statement returns, in its order; it must return a bigint and then {@link #columns}. One statement. */
    public static List<Numbered> numbered(QueryPart statement, Table<?> table, Channel channel, Entities entities) {
        LevelReader reader = new Readers(entities).of(Level.of(table));
        return channel.send(
                statement,
                ran -> ResultSetCells.of(ran)
                        .all(cells -> new Numbered((Long) Objects.requireNonNull(cells.value(NUMBER)), (Record)
                                Objects.requireNonNull(reader.read(cells)))));
    }

    /** The rows that the statement returns, in its order; it must return {@link #columns}. One statement. */
    public static List<Record> rows(QueryPart statement, Table<?> table, Channel channel, Entities entities) {
        return channel.send(statement, answer(table, entities));
    }

    /**
     * The same of a statement of which others of its shape were sent before: these are not made again.
     *
     * @param shape was told all that the statement is made of
     */
    public static List<Record> rows(
            Fingerprint shape,
            Supplier<? extends QueryPart> statement,
            Table<?> table,
            Channel channel,
            Entities entities) {
        return channel.send(shape, statement, answer(table, entities));
    }

    private static Sender.Answer<List<Record>> answer(Table<?> table, Entities entities) {
        LevelReader reader = new Readers(entities).of(Level.of(table));
        return ran -> ResultSetCells.of(ran).all(cells -> (Record) Objects.requireNonNull(reader.read(cells)));
    }
}
