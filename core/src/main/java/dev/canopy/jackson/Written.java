package dev.canopy.jackson;

import dev.canopy.model.PropertyName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** A serializer that is a function. */
final class Written<V> extends ValueSerializer<V> {
    private final Writing<V> writing;

    /** Writes one value. */
    @FunctionalInterface
    interface Writing<V> {
        void write(V value, JsonGenerator json, SerializationContext context);
    }

    Written(Writing<V> writing) {
        this.writing = writing;
    }

    @Override
    public void serialize(V value, JsonGenerator json, SerializationContext context) {
        writing.write(value, json, context);
    }

    /** A row that is no entity: of a view, or of plain jOOQ. */
    static Map<String, @Nullable Object> map(Record row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Field<?> column : row.fields()) {
            map.put(PropertyName.of(column), row.get(column));
        }
        return map;
    }
}
