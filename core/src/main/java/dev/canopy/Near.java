package dev.canopy;

import dev.canopy.association.BelongsToMany;
import dev.canopy.association.Include;
import dev.canopy.association.Link;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.selection.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** An entity as the near end of an association: its key's values in conditions and in the far rows. */
final class Near {
    private Near() {}

    /** The rows whose columns equal the entity's. */
    static <C extends Table<R>, R extends Record> Selection<C, R> rows(Entity<?> from, C target, Link link) {
        return from.engine().from(target).where(table -> equal(table, link.far(), from, link.near()));
    }

    static boolean isNull(Record row, Link link) {
        return link.near().stream().anyMatch(column -> row.get(column) == null);
    }

    /** What the table's columns must equal to belong to the row. */
    static Condition equal(
            Table<?> table, List<? extends TableField<?, ?>> columns, Record row, List<? extends TableField<?, ?>> of) {
        List<Condition> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            all.add(equal(Link.column(table, columns.get(i)), required(row, of.get(i))));
        }
        return DSL.and(all);
    }

    static Condition sameKey(Table<?> table, Record row) {
        UniqueKey<?> key = Objects.requireNonNull(table.getPrimaryKey());
        return equal(table, key.getFields(), row, key.getFields());
    }

    /** Puts values of one row into columns of another. */
    static void copy(
            Record from, List<? extends TableField<?, ?>> columns, Record to, List<? extends TableField<?, ?>> into) {
        for (int i = 0; i < columns.size(); i++) {
            put(to, into.get(i), required(from, columns.get(i)));
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // both ends of a key have the same type; NULL is any type's
    static <V> void put(Record row, TableField<?, V> column, @Nullable Object value) {
        row.set(column, (V) value);
    }

    static void save(Record row) {
        if (!(row instanceof Entity<?> entity)) {
            throw new DefinitionException("%s has no primary key, so it cannot be saved."
                    .formatted(row.getClass().getSimpleName()));
        }
        entity.save();
    }

    /** What the association leads to from this entity. */
    static <R extends Record> List<R> included(Entity<?> from, BelongsToMany<?, ?, ?, ?, R> association) {
        return rowWith(from, association).loadedMany(association);
    }

    @SuppressWarnings("unchecked") // the association is a constant of the entity's own table
    private static <X extends Entity<X>> Entity<?> rowWith(Entity<?> from, Include<?, ?, ?> association) {
        Table<X> table = (Table<X>) from.getTable();
        return from.engine()
                .from(table)
                .unscoped()
                .withDeleted()
                .where(row -> sameKey(row, from))
                .include((Include<Table<X>, ?, ?>) association)
                .findOne()
                .orElseThrow(() -> new NotFoundException(
                        "This %s is not in the database any more.".formatted(ModelName.of(table))));
    }

    /** The value of a field that is correlated to the entity's row. */
    static <V> V value(Entity<?> from, Field<V> field, Table<?> source) {
        return Objects.requireNonNull(from.engine()
                .dsl()
                .select(field)
                .from(source)
                .where(sameKey(source, from))
                .fetchSingle()
                .value1());
    }

    @SuppressWarnings("unchecked") // both ends of a key have the same type
    private static <V> Condition equal(Field<V> column, Object value) {
        return column.eq((V) value);
    }

    private static Object required(Record row, TableField<?, ?> column) {
        Object value = row.get(column);
        if (value == null) {
            throw new DefinitionException("%s.%s is null, so nothing can refer to it yet; save the %s first."
                    .formatted(
                            row.getClass().getSimpleName(),
                            PropertyName.of(column),
                            row.getClass().getSimpleName()));
        }
        return value;
    }
}
