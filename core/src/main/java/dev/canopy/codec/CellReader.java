package dev.canopy.codec;

import java.util.Arrays;
import java.util.List;
import org.jooq.Converter;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Reads one field's values: with its codec, and then the user's converter, where it has one. */
public record CellReader(ColumnCodec codec, @Nullable Converter<Object, Object> converter) {
    /** The readers of these fields, in their order. */
    public static CellReader[] of(List<? extends Field<?>> fields) {
        return fields.stream().map(CellReader::of).toArray(CellReader[]::new);
    }

    @SuppressWarnings("unchecked") // the codec gives what the converter takes
    static CellReader of(Field<?> field) {
        if (field instanceof Decoded decoded) {
            return new CellReader(decoded.codec(), null);
        }
        Converter<?, ?> converter = field.getConverter();
        boolean converts = converter.fromType() != converter.toType();
        return new CellReader(ColumnCodecs.of(field), converts ? (Converter<Object, Object>) converter : null);
    }

    /** The values of one row. */
    public static List<@Nullable Object> read(CellReader[] readers, Cells cells) {
        @Nullable Object[] values = new @Nullable Object[readers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = readers[i].read(cells);
        }
        return Arrays.asList(values);
    }

    public @Nullable Object read(Cells cells) {
        Object value = cells.value(codec);
        return converter == null ? value : converter.from(value);
    }
}
