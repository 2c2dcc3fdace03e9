package dev.canopy.load;

import dev.canopy.plan.Held;
import java.util.function.Supplier;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** How rows become entities; the front door, which knows them, supplies it. */
public interface Entities {
    /** The name under which the row of a junction is kept beside the includes. */
    static String junctionName(Table<?> junction) {
        return "junction " + junction.getRecordType().getName();
    }

    /** A new record of the table, attached, with nothing touched. */
    default Record create(Table<?> table) {
        return maker(table).get();
    }

    /** The same for many rows: how such a record is made is looked up once. */
    Supplier<Record> maker(Table<?> table);

    /** Puts a value that was read into the column at this index. */
    void fill(Record entity, int column, @Nullable Object value);

    /**
     * Ends the filling: what is in the record is now what the database has.
     *
     * @param held what was included, the same value for every row of a level
     * @param included what was included under each of its names: a row, a list, or null for no row
     */
    void filled(Record entity, Held held, @Nullable Object[] included);
}
