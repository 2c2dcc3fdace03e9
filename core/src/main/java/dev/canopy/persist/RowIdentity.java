package dev.canopy.persist;

import static java.util.stream.Collectors.joining;

import dev.canopy.error.NotFoundException;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jspecify.annotations.Nullable;

/**
 * By what a row is found again: its key, and its version where it has one.
 *
 * @param columns of the table
 * @param values that the columns must have; null where the column must be NULL
 */
record RowIdentity(List<TableField<?, ?>> columns, List<@Nullable Object> values) {
    /**
     * The row as it was read.
     *
     * @throws NotFoundException if it was not, so that there is none
     */
    static <R extends Record> RowIdentity of(Meaning<?, R> meaning, R row) {
        List<TableField<?, ?>> columns = new ArrayList<>(2);
        List<@Nullable Object> values = new ArrayList<>(2);
        for (TableField<?, ?> column : primaryKey(meaning).getFieldsArray()) {
            Object value = row.original(column);
            if (value == null) {
                throw new NotFoundException(
                        "%s has no row in the database yet, for its %s was never read; create it with save()."
                                .formatted(ModelName.of(meaning.table()), column.getName()));
            }
            columns.add(column);
            values.add(value);
        }
        TableField<R, ?> version = meaning.upkeep().version();
        if (version != null) {
            // The one that was read, unless the caller says which one the changes were made to.
            columns.add(version);
            values.add(row.get(version));
        }
        return new RowIdentity(columns, values);
    }

    /** The key that a row was read with, for messages. */
    static <R extends Record> String spoken(Meaning<?, R> meaning, R row) {
        return primaryKey(meaning).getFields().stream()
                .map(column -> column.getName() + " = " + row.original(column))
                .collect(joining(", ", "(", ")"));
    }

    private static UniqueKey<?> primaryKey(Meaning<?, ?> meaning) {
        return Objects.requireNonNull(meaning.table().getPrimaryKey());
    }
}
