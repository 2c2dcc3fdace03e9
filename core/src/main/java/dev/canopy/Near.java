package dev.canopy;

import dev.canopy.association.Association;
import dev.canopy.association.Constant;
import dev.canopy.association.Keyed;
import dev.canopy.association.Link;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.selection.Selection;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** An entity as the near end of an association: its key's values in conditions and in the far rows. */
final class Near {
    private Near() {}

    /** The rows that belong to the entity. */
    static <C extends Table<R>, R extends Record> Selection<C, R> rows(Entity<?> from, C target, Link link) {
        return from.engine().from(target).where(table -> reached(table, link, from));
    }

    /** Which rows of the far table belong to this row. */
    static Condition reached(Table<?> far, Link link, Record near) {
        if (!link.nearConstants().stream().allMatch(constant -> constant.isIn(near))) {
            return DSL.falseCondition();
        }
        List<Condition> all = new ArrayList<>();
        for (int i = 0; i < link.far().size(); i++) {
            all.add(equal(
                    Link.column(far, link.far().get(i)),
                    required(near, link.near().get(i))));
        }
        link.farConstants().forEach(constant -> all.add(constant.on(far)));
        return DSL.and(all);
    }

    static boolean isNull(Record row, Link link) {
        return link.near().stream().anyMatch(column -> row.get(column) == null);
    }

    /** Whether this far row belongs to the near one, as far as is known here. */
    static boolean refers(Record far, Link link, Record near) {
        return RowKey.of(far, link.far(), link.near()).equals(RowKey.of(near, link.near(), link.near()))
                && link.farConstants().stream().allMatch(constant -> constant.isIn(far));
    }

    /** Makes the far row one that belongs to the near row. */
    static void tie(Record near, Link link, Record far, Association<?, ?> association) {
        for (Constant<?> constant : link.nearConstants()) {
            if (!constant.isIn(near)) {
                throw new DefinitionException("Nothing belongs to this %s by %s, for its %s is not %s."
                        .formatted(
                                ModelName.of(near), association, PropertyName.of(constant.column()), constant.value()));
            }
        }
        copy(near, link.near(), far, link.far());
        link.farConstants().forEach(constant -> constant.fill(far));
    }

    /** Puts values of one row into columns of another. */
    static void copy(
            Record from, List<? extends TableField<?, ?>> columns, Record to, List<? extends TableField<?, ?>> into) {
        for (int i = 0; i < columns.size(); i++) {
            put(to, into.get(i), required(from, columns.get(i)));
        }
    }

    /** The values may come from a column that refers to this one, or is referred to by it, and has another type of number. */
    @SuppressWarnings("NullAway") // NULL is any type's
    static <V> void put(Record row, TableField<?, V> column, @Nullable Object value) {
        row.set(column, KeyValue.as(column, value));
    }

    /** The column that keeps the rows of such a key from belonging to nobody. */
    static Optional<? extends TableField<?, ?>> notNull(List<? extends TableField<?, ?>> key) {
        return key.stream().filter(column -> !column.getDataType().nullable()).findFirst();
    }

    /** Keeps every other change of what belongs to this row waiting until the transaction ends. One statement. */
    static void lock(Entity<?> from) {
        Table<?> table = from.getTable();
        if (from.engine()
                .dsl()
                .selectOne()
                .from(table)
                .where(sameKey(table, from))
                .forNoKeyUpdate()
                .fetch()
                .isEmpty()) {
            throw new NotFoundException(
                    "This %s is not in the database any more.".formatted(ModelName.of(from.getTable())));
        }
    }

    static void requireSaved(Entity<?> from, Association<?, ?> association) {
        if (from.isNew()) {
            throw new DefinitionException(
                    "This %1$s is new, so the database has nothing of %2$s for it yet; save it first. What is added to a new %1$s is saved with it."
                            .formatted(ModelName.of(from), association));
        }
    }

    /**
     * The rows of a selection that have these keys, in their order; a key that comes again does not. One statement; none for no
     * keys.
     *
     * @throws NotFoundException if one is not there
     */
    static <C extends Table<R>, R extends Record, K> List<R> require(
            Engine engine, Selection<C, R> selection, Keyed<K> keyed, Collection<? extends K> keys) {
        C table = selection.table();
        Set<RowKey> wanted = new LinkedHashSet<>();
        keys.forEach(key -> wanted.add(RowKey.of(keyed.keyValues(key), table)));
        return requireKeys(engine, selection, wanted);
    }

    /** The same. */
    static <C extends Table<R>, R extends Record> List<R> requireKeys(
            Engine engine, Selection<C, R> selection, Set<RowKey> wanted) {
        C table = selection.table();
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<RowKey, R> found = RowKey.map(
                engine.transactions()
                        .onPrimary(() -> selection
                                .where(alias -> anyKey(alias, RowKey.columns(table), wanted))
                                .findAll()),
                table);
        List<R> rows = new ArrayList<>();
        for (RowKey key : wanted) {
            R row = found.get(key);
            if (row == null) {
                throw new NotFoundException(
                        "There is no %s with the key %s, or a default scope or soft deletion hides it."
                                .formatted(ModelName.of(table), key));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Puts what was set on one row into another, but for some columns. */
    static void putTouched(Record from, Record to, Collection<? extends Field<?>> besides) {
        for (int i = 0; i < from.size(); i++) {
            Field<?> column = Objects.requireNonNull(to.field(i));
            if (from.touched(i) && !besides.contains(column)) {
                putSame(column, from, to);
            }
        }
    }

    @SuppressWarnings("NullAway") // NULL is any type's
    private static <V> void putSame(Field<V> column, Record from, Record to) {
        to.set(column, from.get(column));
    }

    static Condition sameKey(Table<?> table, Record row) {
        List<? extends TableField<?, ?>> key = RowKey.columns(table);
        List<Condition> all = new ArrayList<>();
        key.forEach(column -> all.add(equal(Link.column(table, column), required(row, column))));
        return DSL.and(all);
    }

    /** The rows whose columns have one of the keys' values. */
    static Condition anyKey(Table<?> alias, List<? extends TableField<?, ?>> columns, Collection<RowKey> keys) {
        if (columns.size() == 1) {
            return in(
                    Link.column(alias, columns.getFirst()),
                    keys.stream().map(key -> unwrapped(key.values().getFirst())).toList());
        }
        return DSL.or(keys.stream()
                .map(key -> {
                    List<Condition> all = new ArrayList<>();
                    for (int i = 0; i < columns.size(); i++) {
                        all.add(equal(
                                Link.column(alias, columns.get(i)),
                                unwrapped(key.values().get(i))));
                    }
                    return DSL.and(all);
                })
                .toList());
    }

    /** One parameter, however many values, so that the statement's text is always the same. */
    private static <V> Condition in(Field<V> column, List<? extends @Nullable Object> values) {
        return column.eq(
                DSL.any(DSL.val(array(column, values), column.getDataType().array())));
    }

    @SuppressWarnings("unchecked") // the values were converted to the column's type
    private static <V> V[] array(Field<V> column, List<? extends @Nullable Object> values) {
        V[] array = (V[]) Array.newInstance(column.getType(), values.size());
        for (int i = 0; i < array.length; i++) {
            array[i] = Objects.requireNonNull(KeyValue.as(column, values.get(i)), "a whole key");
        }
        return array;
    }

    private static <V> Condition equal(Field<V> column, @Nullable Object value) {
        return column.eq(KeyValue.as(column, value));
    }

    private static @Nullable Object unwrapped(@Nullable Object value) {
        if (!(value instanceof ByteBuffer bytes)) {
            return value;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    private static Object required(Record row, TableField<?, ?> column) {
        Object value = row.get(column);
        if (value == null) {
            throw new DefinitionException("%s.%s is null, so nothing can refer to it yet; save the %s first."
                    .formatted(ModelName.of(row), PropertyName.of(column), ModelName.of(row)));
        }
        return value;
    }
}
