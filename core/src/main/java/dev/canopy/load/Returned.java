package dev.canopy.load;

import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.ColumnCodecs;
import dev.canopy.plan.Held;
import dev.canopy.plan.Level;
import dev.canopy.plan.Target;
import dev.canopy.sql.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Reads the rows that writes of a table return, as a select of the same columns would be read. Thread-safe. */
public final class Returned {
    private static final ColumnCodec NUMBER = ColumnCodecs.of(DSL.inline(0L));

    private final List<Field<?>> columns;
    private final EntityReader reader;

    public Returned(Table<?> table, Entities entities) {
        Level level = Level.of(table);
        this.columns = List.copyOf(columns(table));
        this.reader = new EntityReader(
                entities,
                level,
                new Target.Entities(Held.NOTHING),
                new LevelCells(level, new Readers(entities), false));
    }

    /** What to put into RETURNING to get whole rows of the table. */
    public static List<Field<?>> columns(Table<?> table) {
        List<Field<?>> columns = new ArrayList<>();
        for (Field<?> column : table.fields()) {
            columns.add(ColumnCodecs.of(column).atTop().apply(column));
        }
        return columns;
    }

    /** What to put into RETURNING. */
    public List<Field<?>> columns() {
        return columns;
    }

    /** A record for a row that the server gave a number. */
    @FunctionalInterface
    public interface Landing {
        /**
         * Where to read the row into.
         *
         * @param index in the order in which the server returned it, from 0
         */
        Record of(int index, long number);
    }

    /**
     * Reads each row into the record for its index; the statement must return {@link #columns()}.
     *
     * @return the answer's value: how many rows there were
     */
    public Sender.Answer<Integer> into(IntFunction<? extends Record> landing) {
        return ran -> {
            ResultSetCells cells = ResultSetCells.of(ran);
            int count = 0;
            while (cells.next()) {
                reader.into(landing.apply(count), cells);
                count++;
            }
            return count;
        };
    }

    /** The same of a statement that returns a bigint and then {@link #columns()}. */
    public Sender.Answer<Integer> numbered(Landing landing) {
        return ran -> {
            ResultSetCells cells = ResultSetCells.of(ran);
            int count = 0;
            while (cells.next()) {
                long number = (Long) Objects.requireNonNull(cells.value(NUMBER));
                reader.into(landing.of(count, number), cells);
                count++;
            }
            return count;
        };
    }

    /** A record for a row of one of several tables. */
    @FunctionalInterface
    public interface Place {
        /**
         * Where to read the row into.
         *
         * @param table which of the tables, from 0
         * @param index among the rows of its table in the order in which the server returned them, from 0
         */
        Record of(int table, int index);
    }

    /**
     * Reads rows of several tables that stand one below the other: each has the number of its table, from 0, and the {@link
     * #columns()} of all tables, those of the others NULL.
     *
     * @return the answer's value: how many rows there were
     */
    public static Sender.Answer<Integer> oneBelowTheOther(List<Returned> tables, Place place) {
        return ran -> {
            ResultSetCells cells = ResultSetCells.of(ran);
            int[] counts = new int[tables.size()];
            int count = 0;
            while (cells.next()) {
                int number = (int) cells.number();
                for (Returned before : tables.subList(0, number)) {
                    cells.skip(before.columns.size());
                }
                tables.get(number).reader.into(place.of(number, counts[number]++), cells);
                count++;
            }
            return count;
        };
    }

    /** The rows that the statement returns, in its order; it must return {@link #columns(Table)}. One statement. */
    public static List<Record> rows(QueryPart statement, Table<?> table, Channel channel, Entities entities) {
        LevelReader reader = new Readers(entities).of(Level.of(table));
        return channel.send(
                statement,
                ran -> ResultSetCells.of(ran).all(cells -> (Record) Objects.requireNonNull(reader.read(cells))));
    }
}
