package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.load.Entities;
import dev.canopy.plan.Held;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.function.Supplier;
import org.jooq.Configuration;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Makes entities that are attached to a Database; of a view, or a table of plain jOOQ, records that hold no includes. */
record AttachedEntities(Configuration configuration) implements Entities {
    private static final ClassValue<MethodHandle> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            return constructor(type).asType(MethodType.methodType(Record.class));
        }
    };

    @Override
    public Supplier<Record> maker(Table<?> table) {
        Class<?> type = table.getRecordType();
        MethodHandle constructor = CONSTRUCTORS.get(type);
        return () -> {
            Record row = made(type, constructor);
            row.attach(configuration);
            return row;
        };
    }

    private static Record made(Class<?> type, MethodHandle constructor) {
        try {
            return (Record) constructor.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new DefinitionException("%s could not be made: %s".formatted(type.getName(), e.getMessage()), e);
        }
    }

    private static MethodHandle constructor(Class<?> type) {
        try {
            Constructor<?> constructor = type.getConstructor();
            // A package may be exported to this module alone, which reads no module of its users.
            constructor.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (ReflectiveOperationException e) {
            throw new DefinitionException(
                    "%s has no public constructor without arguments; generate it with Canopy's generator."
                            .formatted(type.getName()),
                    e);
        } catch (InaccessibleObjectException e) {
            throw new DefinitionException(
                    "The constructor of %s is out of reach: %s. Export its package to the module dev.canopy."
                            .formatted(type.getName(), e.getMessage()),
                    e);
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
