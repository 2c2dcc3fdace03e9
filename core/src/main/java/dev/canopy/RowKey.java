package dev.canopy;

import dev.canopy.error.DefinitionException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jspecify.annotations.Nullable;

/** The values of a key, equal where PostgreSQL finds the keys equal. */
record RowKey(List<@Nullable Object> values) {
    /** The values of columns that have the types of other ones, which they refer to or are referred to by. */
    static RowKey of(Record row, List<? extends TableField<?, ?>> columns, List<? extends TableField<?, ?>> types) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(comparable(row.get(columns.get(i)), types.get(i)));
        }
        return new RowKey(values);
    }

    static RowKey of(Record row, Table<?> table) {
        List<? extends TableField<?, ?>> key = columns(table);
        return of(row, key, key);
    }

    static RowKey of(Object[] values, Table<?> table) {
        List<? extends TableField<?, ?>> key = columns(table);
        List<@Nullable Object> comparable = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            comparable.add(comparable(values[i], key.get(i)));
        }
        return new RowKey(comparable);
    }

    /** The rows by their primary key; of two with the same, the first. */
    static <R extends Record> Map<RowKey, R> map(Collection<? extends R> rows, Table<?> table) {
        Map<RowKey, R> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.putIfAbsent(of(row, table), row));
        return byKey;
    }

    static List<? extends TableField<?, ?>> columns(Table<?> table) {
        UniqueKey<?> key = table.getPrimaryKey();
        if (key == null) {
            throw new DefinitionException(
                    "%s has no primary key, so one row of it cannot be told from another.".formatted(table.getName()));
        }
        return key.getFields();
    }

    boolean isWhole() {
        return values.stream().allMatch(Objects::nonNull);
    }

    /** {@code 7}, or {@code (1, 23)}. */
    @Override
    public String toString() {
        String all = String.join(", ", values.stream().map(String::valueOf).toList());
        return values.size() == 1 ? all : "(" + all + ")";
    }

    private static @Nullable Object comparable(@Nullable Object value, TableField<?, ?> type) {
        return switch (KeyValue.as(type, value)) {
            case BigDecimal number -> number.stripTrailingZeros();
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case null -> null;
            case Object other -> other;
        };
    }
}
