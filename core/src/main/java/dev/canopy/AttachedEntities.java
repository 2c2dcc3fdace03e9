package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.load.Entities;
import dev.canopy.plan.Held;
import java.lang.reflect.Constructor;
import org.jooq.Configuration;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Makes entities that are attached to a Database; of a view, or a table of plain jOOQ, records that hold no includes. */
record AttachedEntities(Configuration configuration) implements Entities {
    private static final ClassValue<Constructor<?>> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            try {
                return type.getConstructor();
            } catch (NoSuchMethodException e) {
                throw new DefinitionException(
                        "%s has no public constructor without arguments; generate it with Canopy's generator."
                                .formatted(type.getName()),
                        e);
            }
        }
    };

    @Override
    public Record create(Table<?> table) {
        try {
            Record row = (Record) CONSTRUCTORS.get(table.getRecordType()).newInstance();
            row.attach(configuration);
            return row;
        } catch (ReflectiveOperationException e) {
            throw new DefinitionException(
                    "%s could not be made: %s".formatted(table.getRecordType().getName(), e.getMessage()), e);
        }
    }

    @Override
    public void fill(Record row, int column, @Nullable Object value) {
        if (row instanceof Entity<?> entity) {
            entity.fill(column, value);
        } else {
            put(row, row.field(column), value);
        }
    }

    @Override
    public void filled(Record row, Held held, @Nullable Object[] included) {
        if (row instanceof Entity<?> entity) {
            entity.filled(held, included);
        } else {
            row.touched(false);
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the value was read as this column's
    private static <V> void put(Record row, @Nullable Field<V> column, @Nullable Object value) {
        row.set(column, (V) value);
    }
}
