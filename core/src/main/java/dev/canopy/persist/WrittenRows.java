package dev.canopy.persist;

import dev.canopy.codec.InputText;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.ModelName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Key;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of the rows that were sent are those that came back, where an insert left out the ones that a key had no room for.
 * PostgreSQL returns them in the order in which they were sent.
 *
 * @param sent the rows that were sent, in their order
 */
record WrittenRows(Table<?> table, List<RowValues> sent) {
    /** The rows that came back, each at the place of the one that was sent; null for one that was left out. */
    List<@Nullable Record> among(List<Record> returned) {
        Set<Field<?>> named = new LinkedHashSet<>();
        sent.forEach(row -> row.columns().stream().forEach(column -> named.add(table.fields()[column])));
        // Two rows that were sent alike are the same row to everyone, so whichever is taken is right.
        List<@Nullable Record> alike = matched(returned, named);
        if (alike != null) {
            return alike;
        }
        // The server may have changed what it was sent: a trigger, a rounded number, a document in its normal form.
        for (Key<?> key : table.getKeys()) {
            if (tellsApart(key.getFields())) {
                List<@Nullable Record> found = matched(returned, key.getFields());
                if (found != null) {
                    return found;
                }
            }
        }
        throw new DefinitionException(
                "It cannot be told which rows of %s were inserted and which were ignored: the database returns other values than it was sent, and no unique key has a value of its own in every row. Insert them one by one."
                        .formatted(ModelName.of(table)));
    }

    /** A key of which every row has a value, and no two the same. */
    private boolean tellsApart(Collection<? extends Field<?>> key) {
        Set<List<String>> values = new HashSet<>();
        return sent.stream()
                .allMatch(row -> key.stream().allMatch(column -> row.get(table.indexOf(column)) != null)
                        && values.add(texts(row, key)));
    }

    private @Nullable List<@Nullable Record> matched(List<Record> returned, Collection<? extends Field<?>> columns) {
        List<@Nullable Record> matched = new ArrayList<>(sent.size());
        for (Record row : returned) {
            List<String> wanted = columns.stream()
                    .map(column -> text(column, row.get(column)))
                    .toList();
            while (matched.size() < sent.size()
                    && !texts(sent.get(matched.size()), columns).equals(wanted)) {
                matched.add(null);
            }
            if (matched.size() == sent.size()) {
                return null;
            }
            matched.add(row);
        }
        while (matched.size() < sent.size()) {
            matched.add(null);
        }
        return matched;
    }

    private List<String> texts(RowValues row, Collection<? extends Field<?>> columns) {
        return columns.stream()
                .map(column -> text(column, row.get(table.indexOf(column))))
                .toList();
    }

    /** A text that is the same where PostgreSQL finds the values equal. */
    private static String text(Field<?> column, @Nullable Object value) {
        Object stored = value == null ? null : ColumnArray.stored(column, value);
        return switch (stored) {
            case null -> "null";
            case BigDecimal number -> "=" + number.stripTrailingZeros();
            case String text -> "=" + (isPadded(column) ? text.stripTrailing() : text);
            default -> "=" + InputText.text(stored);
        };
    }

    private static boolean isPadded(Field<?> column) {
        return SQLDataType.CHAR.equals(column.getDataType().getSQLDataType());
    }
}
