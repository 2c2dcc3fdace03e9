package dev.canopy.plan;

import dev.canopy.association.Association;
import dev.canopy.association.Include;
import dev.canopy.model.PropertyName;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Table;
import org.jooq.TableField;

/** What a table class declares, by the names that it has in Java: its columns, and the associations it was generated with. */
record TableNames(Map<String, TableField<?, ?>> columns, Map<String, Include<?, ?, ?>> associations) {
    static TableNames of(Table<?> table) {
        Map<String, TableField<?, ?>> columns = new LinkedHashMap<>();
        for (org.jooq.Field<?> column : table.fields()) {
            if (column instanceof TableField<?, ?> own) {
                columns.put(PropertyName.of(own), own);
            }
        }
        return new TableNames(columns, associations(table));
    }

    private static Map<String, Include<?, ?, ?>> associations(Table<?> table) {
        Map<String, Include<?, ?, ?>> associations = new LinkedHashMap<>();
        for (Field field : table.getClass().getFields()) {
            if (Association.class.isAssignableFrom(field.getType()) && !Modifier.isStatic(field.getModifiers())) {
                Include<?, ?, ?> association = read(field, table);
                associations.put(association.name(), association);
            }
        }
        return associations;
    }

    private static Include<?, ?, ?> read(Field field, Table<?> table) {
        try {
            return (Include<?, ?, ?>) field.get(table);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The public field %s cannot be read.".formatted(field), e);
        }
    }
}
