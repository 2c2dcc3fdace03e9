package dev.canopy.load;

import dev.canopy.codec.CellReader;
import dev.canopy.error.DefinitionException;
import dev.canopy.model.PropertyName;
import dev.canopy.plan.Held;
import dev.canopy.sql.Reading;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.SQLDialectNotSupportedException;
import org.jooq.impl.DSL;
import org.jooq.tools.reflect.Reflect;
import org.jspecify.annotations.Nullable;

/** Reads what a statement that somebody wrote by hand returns, by the names of its columns. */
public final class NamedRows {
    private NamedRows() {}

    /** The rows as entities; the statement must return the table's columns and no others. One statement. */
    @SuppressWarnings("unchecked") // a table's entities are its rows
    public static <R extends Record> List<R> entities(
            DSLContext dsl, QueryPart statement, Table<R> table, Entities entities) {
        List<Field<?>> columns = List.of(table.fields());
        CellReader[] readers = CellReader.of(columns);
        return read(dsl, statement, cells -> {
            int[] positions = positions(
                    columns.stream().map(Field::getName).toList(),
                    cells.names(),
                    "an entity of %s; select %s.*, or read it into a Java record"
                            .formatted(table.getName(), table.getName()));
            Supplier<Record> maker = entities.maker(table);
            return row -> {
                Record entity = maker.get();
                for (int i = 0; i < positions.length; i++) {
                    entities.fill(entity, i, row.at(positions[i], readers[i]));
                }
                entities.filled(entity, Held.NOTHING, new Object[0]);
                return (R) entity;
            };
        });
    }

    /** The rows as Java records, or as the values of one column. One statement. */
    public static <V> List<V> shapes(DSLContext dsl, QueryPart statement, Class<V> shape) {
        return read(dsl, statement, cells -> shape.isRecord() ? records(shape, cells) : values(shape, cells));
    }

    private static <V> List<V> read(
            DSLContext dsl, QueryPart statement, Function<NamedCells, Function<NamedCells, V>> reader) {
        return Reading.ofRows(() -> {
            List<V> all = new ArrayList<>();
            // Told of some column, jOOQ does not ask the driver about them, which would ask the server.
            try (Cursor<?> cursor =
                    dsl.fetchLazy(DSL.resultQuery("{0}", statement).coerce(DSL.one()))) {
                NamedCells cells = new NamedCells(Objects.requireNonNull(cursor.resultSet()), dsl.configuration());
                Function<NamedCells, V> row = reader.apply(cells);
                while (cells.next()) {
                    all.add(row.apply(cells));
                }
            }
            return all;
        });
    }

    private static <V> Function<NamedCells, V> values(Class<V> type, NamedCells cells) {
        List<String> names = cells.names();
        if (names.size() != 1) {
            throw new DefinitionException(
                    "The statement returns %d columns (%s), but a %s is one value; select one, or read a Java record."
                            .formatted(names.size(), String.join(", ", names), type.getSimpleName()));
        }
        CellReader reader = CellReader.of(List.of(field(names.getFirst(), type)))[0];
        return row -> {
            Object value = row.at(0, reader);
            if (value == null) {
                throw new DefinitionException(
                        "The statement returned NULL in %s, and a list of %s holds none; leave it out with \"is not null\", or read a Java record."
                                .formatted(names.getFirst(), type.getSimpleName()));
            }
            return type.cast(value);
        };
    }

    private static <V> Function<NamedCells, V> records(Class<V> type, NamedCells cells) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        int[] positions = positions(
                names,
                cells.names().stream().map(PropertyName::of).toList(),
                type.getSimpleName() + "; name the columns as its components are called, in the database's spelling");
        CellReader[] readers = CellReader.of(Arrays.stream(components)
                .map(component -> field(type.getSimpleName() + "." + component.getName(), component.getType()))
                .toList());
        Function<@Nullable Object[], V> maker = maker(type, components);
        return row -> {
            @Nullable Object[] values = new @Nullable Object[positions.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.at(positions[i], readers[i]);
                if (values[i] == null && components[i].getType().isPrimitive()) {
                    throw new DefinitionException(
                            "The statement returned NULL for %s.%s, which is %s; make it %s, or let the statement return no NULL."
                                    .formatted(
                                            type.getSimpleName(),
                                            components[i].getName(),
                                            components[i].getType(),
                                            Reflect.wrapper(components[i].getType())
                                                    .getSimpleName()));
                }
            }
            return maker.apply(values);
        };
    }

    private static Field<?> field(String name, Class<?> type) {
        try {
            return DSL.field(DSL.name(name), Reflect.wrapper(type));
        } catch (SQLDialectNotSupportedException e) {
            throw new DefinitionException(
                    "%s is a %s, which no column of a hand-written statement becomes; take a type that jOOQ knows, such as String or BigDecimal."
                            .formatted(name, type.getName()),
                    e);
        }
    }

    private static <V> Function<@Nullable Object[], V> maker(Class<V> type, RecordComponent[] components) {
        try {
            var constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return values -> {
                try {
                    return constructor.newInstance(values);
                } catch (InvocationTargetException e) {
                    throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            };
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has its canonical constructor.", e);
        }
    }

    /** Where each of the wanted names stands; they and the names there must be the same set. */
    private static int[] positions(List<String> wanted, List<String> there, String what) {
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(there);
        List<String> extra = new ArrayList<>(there);
        extra.removeAll(wanted);
        Set<String> met = new HashSet<>();
        List<String> twice = there.stream().filter(name -> !met.add(name)).toList();
        if (!missing.isEmpty() || !extra.isEmpty() || !twice.isEmpty()) {
            throw new DefinitionException("What the statement returns is not %s.%s%s%s"
                    .formatted(
                            what,
                            named(" It lacks ", missing),
                            named(" It has besides ", extra),
                            named(" It has twice ", twice)));
        }
        return wanted.stream().mapToInt(there::indexOf).toArray();
    }

    private static String named(String word, List<String> names) {
        return names.isEmpty() ? "" : word + String.join(", ", names) + ".";
    }
}
