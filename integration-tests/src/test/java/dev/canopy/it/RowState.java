package dev.canopy.it;

import dev.canopy.Entity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that can be asked of an entity: what it has, what it says that the database has, what it would write, and what it holds.
 * Two entities are alike if these are equal.
 */
record RowState(
        List<String> values,
        List<String> originals,
        List<Boolean> touched,
        String changed,
        boolean isNew,
        boolean isDeleted,
        String tree) {
    static RowState of(Entity<?> row) {
        return new RowState(
                texts(Stream.of(row.intoArray())),
                texts(Stream.of(row.original().intoArray())),
                IntStream.range(0, row.size()).mapToObj(row::touched).toList(),
                row.changedFields().toString(),
                row.isNew(),
                row.isDeleted(),
                row.toMap().toString());
    }

    static List<RowState> of(List<? extends Entity<?>> rows) {
        return rows.stream().map(RowState::of).toList();
    }

    static List<String> texts(Stream<?> values) {
        return values.map(value -> value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value))
                .toList();
    }
}
