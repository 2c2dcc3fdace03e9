package dev.canopy.model;

import org.jooq.Record;
import org.jooq.Table;

/** What a table's rows are called in messages: the simple name of their class. */
public final class ModelName {
    private ModelName() {}

    public static String of(Table<?> table) {
        return table.getRecordType().getSimpleName();
    }

    /** The same for one of its rows. */
    public static String of(Record row) {
        return row.getClass().getSimpleName();
    }
}
