package dev.canopy.load;

import dev.canopy.codec.Cells;
import dev.canopy.codec.ColumnCodec;
import dev.canopy.codec.ColumnCodecs;
import java.util.Arrays;
import java.util.List;
import org.jooq.Converter;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Reads the values of a column: its codec, and the user's converter, where it has one. */
record ColumnReader(ColumnCodec codec, @Nullable Converter<Object, Object> converter) {
    static ColumnReader[] of(List<Field<?>> fields) {
        return fields.stream().map(ColumnReader::of).toArray(ColumnReader[]::new);
    }

    @SuppressWarnings("unchecked") // the codec gives what the converter takes
    static ColumnReader of(Field<?> field) {
        Converter<?, ?> converter = field.getConverter();
        boolean converts = converter.fromType() != converter.toType();
        return new ColumnReader(ColumnCodecs.of(field), converts ? (Converter<Object, Object>) converter : null);
    }

    static List<@Nullable Object> read(ColumnReader[] columns, Cells cells) {
        @Nullable Object[] values = new @Nullable Object[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns[i].read(cells);
        }
        return Arrays.asList(values);
    }

    @Nullable
    Object read(Cells cells) {
        Object value = cells.value(codec);
        return converter == null ? value : converter.from(value);
    }
}
