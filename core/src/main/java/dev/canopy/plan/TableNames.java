package dev.canopy.plan;

import dev.canopy.association.Association;
import dev.canopy.association.Include;
import dev.canopy.model.PropertyName;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** What a table class declares, by the names that it has in Java: its columns, and the associations it was generated with. */
final class TableNames {
    /** Of generated classes, looked at once: all tables and aliases of a class declare the same. */
    private static final ClassValue<AtomicReference<@Nullable Known>> KNOWN = new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable Known> computeValue(Class<?> type) {
            return new AtomicReference<>();
        }
    };

    private final Table<?> table;
    private final Declared declared;

    /** Null where nothing of the table's class is known. */
    private final @Nullable Known known;

    private TableNames(Table<?> table, Declared declared, @Nullable Known known) {
        this.table = table;
        this.declared = declared;
        this.known = known;
    }

    /** What a class declares, and what records are beside it. */
    private static final class Known extends ClassValue<List<RecordClass.Component>> {
        private final Declared declared;

        Known(Declared declared) {
            this.declared = declared;
        }

        @Override
        protected List<RecordClass.Component> computeValue(Class<?> type) {
            return declared.beside(type);
        }
    }

    /**
     * What a class declares.
     *
     * @param columns the index of each column
     * @param associations the Java field of each association
     */
    private record Declared(Map<String, Integer> columns, Map<String, Field> associations) {
        /** What a record's components are that are none of the columns. */
        List<RecordClass.Component> beside(Class<?> type) {
            return RecordClass.of(type).components().stream()
                    .filter(component -> switch (component.role()) {
                        case VALUE -> !columns.containsKey(component.source());
                        case COUNT -> true;
                        case THROUGH -> false;
                    })
                    .toList();
        }

        static Declared by(Table<?> table) {
            Map<String, Integer> columns = new LinkedHashMap<>();
            for (int i = 0; i < table.fields().length; i++) {
                if (table.field(i) instanceof TableField<?, ?> own) {
                    columns.put(PropertyName.of(own), i);
                }
            }
            Map<String, Field> associations = new LinkedHashMap<>();
            for (Field field : table.getClass().getFields()) {
                if (Association.class.isAssignableFrom(field.getType()) && !Modifier.isStatic(field.getModifiers())) {
                    associations.put(read(field, table).name(), field);
                }
            }
            return new Declared(Collections.unmodifiableMap(columns), Collections.unmodifiableMap(associations));
        }
    }

    static TableNames of(Table<?> table) {
        // jOOQ's own classes stand for any table.
        if (table.getClass().getPackageName().startsWith("org.jooq.")) {
            return new TableNames(table, Declared.by(table), null);
        }
        AtomicReference<@Nullable Known> kept = KNOWN.get(table.getClass());
        Known known = kept.get();
        if (known == null) {
            known = new Known(Declared.by(table));
            kept.set(known);
        }
        return new TableNames(table, known.declared, known);
    }

    /** The components of a Java record that need more than these columns to be known. */
    List<RecordClass.Component> beside(Class<?> type) {
        return known == null ? declared.beside(type) : known.get(type);
    }

    Set<String> columns() {
        return declared.columns().keySet();
    }

    @Nullable
    TableField<?, ?> column(String name) {
        Integer index = declared.columns().get(name);
        return index == null ? null : (TableField<?, ?>) table.field(index);
    }

    Set<String> associations() {
        return declared.associations().keySet();
    }

    @Nullable
    Include<?, ?, ?> association(String name) {
        Field field = declared.associations().get(name);
        return field == null ? null : read(field, table);
    }

    private static Include<?, ?, ?> read(Field field, Table<?> table) {
        try {
            return (Include<?, ?, ?>) field.get(table);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The public field %s cannot be read.".formatted(field), e);
        }
    }
}
