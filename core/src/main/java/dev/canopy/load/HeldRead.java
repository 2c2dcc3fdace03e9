package dev.canopy.load;

import dev.canopy.plan.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Brings the rows of one include to records that were loaded before. Of one execution. */
final class HeldRead {
    private final Channel channel;
    private final Branch branch;
    private final Readers readers;
    private final Part part;

    HeldRead(Channel channel, Entities entities, Branch branch) {
        this.channel = channel;
        this.branch = branch;
        this.readers = new Readers(entities);
        this.part = new Part.Split(readers.brought(branch), branch.single(), null);
    }

    /**
     * A statement for each level.
     *
     * @param held is given each record with its row, its rows, or null
     */
    void read(List<? extends Record> records, BiConsumer<Record, @Nullable Object> held) {
        Gatherings gatherings = readers.gatherings();
        Gathering gathering = gatherings.of(readers.brought(branch));
        List<Gathering.@Nullable Rows> awaited = new ArrayList<>();
        records.forEach(row -> awaited.add(gathering.await(key(row))));
        new Levels(channel, readers, gatherings, false).read(List.of(new Stage.OfBranch(branch, null)));
        for (int i = 0; i < records.size(); i++) {
            held.accept(records.get(i), part.make(awaited.get(i)));
        }
    }

    /** The record's values of the columns that tie it to the far side; null if nothing is tied to it. */
    private @Nullable List<Object> key(Record row) {
        if (!branch.far().mayHangOn(row)) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (Field<?> column : branch.far().tie().near()) {
            Object value = value(row, column);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    private static <V> @Nullable Object value(Record row, Field<V> column) {
        return databaseValue(column.getConverter(), row.get(column.getName(), column.getType()));
    }

    private static <D, V> @Nullable Object databaseValue(Converter<D, V> converter, @Nullable V value) {
        return value == null ? null : converter.to(value);
    }
}
