package dev.canopy.persist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Changes of a row that are not to be saved now: taken out of it, and put back afterwards. */
public final class SetAside {
    private final Record row;
    private final List<Integer> columns = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    private SetAside(Record row) {
        this.row = row;
    }

    /** Takes out what was set in every column but these. */
    public static SetAside allBut(Collection<? extends Field<?>> kept, Record row) {
        SetAside aside = new SetAside(row);
        for (int i = 0; i < row.size(); i++) {
            if (row.touched(i) && !kept.contains(row.field(i))) {
                aside.columns.add(i);
                aside.values.add(row.get(i));
                put(row, row.field(i), row.original(i));
                row.touched(i, false);
            }
        }
        return aside;
    }

    /** Puts it back, as changes that are still to be saved. */
    public void putBack() {
        for (int i = 0; i < columns.size(); i++) {
            Field<?> column = Objects.requireNonNull(row.field(columns.get(i)));
            put(row, column, values.get(i));
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the record held the very value before
    private static <V> void put(Record row, @Nullable Field<V> column, @Nullable Object value) {
        row.set(column, (V) value);
    }
}
