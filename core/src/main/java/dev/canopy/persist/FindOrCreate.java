package dev.canopy.persist;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.selection.Conflict;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Selection;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Finds the row with a unique key, or creates it, whatever others do meanwhile. For one call.
 *
 * @param row new; becomes the row that is created
 */
public record FindOrCreate<T extends Table<R>, R extends Record>(
        WritePipeline pipeline, Meaning<T, R> meaning, R row, Consumer<? super R> key, Consumer<? super R> rest) {
    /** Somebody who deletes the row between every two statements is cleverer than we are. */
    private static final int ATTEMPTS = 5;

    /** The row that is there, or the one that was created. */
    public FoundOrCreated<R> now() {
        return pipeline.transactions().onPrimary(this::findOrCreate);
    }

    private FoundOrCreated<R> findOrCreate() {
        List<TableField<R, ?>> columns = keyColumns();
        Condition same = same(columns);
        rest.accept(row);
        requireSame(columns, same);
        OnConflict<R> unless = new OnConflict.Ignore<>(target(columns));
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<R> found = found(same).findOne();
            if (found.isPresent()) {
                return new FoundOrCreated.Found<>(found.get());
            }
            if (create(Inserting.<R>plainly().on(unless))) {
                return new FoundOrCreated.Created<>(row);
            }
            requireNotDeleted(columns, same);
        }
        // Something that a find does not see is in the way; the database says what.
        create(Inserting.plainly());
        return new FoundOrCreated.Created<>(row);
    }

    /** The row that is there, or the new one, unsaved. */
    public R orBuilt() {
        Condition same = same(keyColumns());
        rest.accept(row);
        return pipeline.transactions().onPrimary(() -> found(same).findOne()).orElse(row);
    }

    /** Within a transaction it takes a savepoint, for its failure must not take what came before with it. */
    private boolean create(Inserting<R> how) {
        List<R> rows = List.of(row);
        return !(pipeline.transactions().isActive()
                        ? pipeline.transactions().nested(() -> pipeline.create(meaning, rows, how))
                        : pipeline.create(meaning, rows, how))
                .isEmpty();
    }

    /** Default scopes do not count, for a unique key knows nothing of them. */
    private Selection<T, R> found(Condition same) {
        return Selection.of(meaning.table(), pipeline.surroundings().execution())
                .unscoped()
                .where(table -> same);
    }

    private List<TableField<R, ?>> keyColumns() {
        key.accept(row);
        meaning.rules().normalize(row);
        List<TableField<R, ?>> set = new ArrayList<>();
        for (Field<?> column : row.fields()) {
            if (row.touched(column)) {
                set.add(own(column));
            }
        }
        if (!Conflict.isUniqueKey(meaning.table(), set)) {
            throw new DefinitionException(
                    "findOrCreate on %s is given %s, which is no unique key, so two callers could both create the row; the first function must set one of %s and nothing else."
                            .formatted(model(), names(set), Conflict.uniqueKeyNames(meaning.table())));
        }
        return set;
    }

    private Condition same(List<TableField<R, ?>> columns) {
        return DSL.and(columns.stream().map(this::equal).toList());
    }

    private <V> Condition equal(TableField<R, V> column) {
        V value = row.get(column);
        if (value == null) {
            throw new DefinitionException(
                    "findOrCreate on %s is given NULL for %s, and two NULLs are never the same key; give it a value."
                            .formatted(model(), column.getName()));
        }
        return column.eq(value);
    }

    private void requireSame(List<TableField<R, ?>> columns, Condition same) {
        if (!same(columns).equals(same)) {
            throw new DefinitionException(
                    "The second function given to findOrCreate on %s changes %s, by which the row is found; set that in the first one alone."
                            .formatted(model(), names(columns)));
        }
    }

    private void requireNotDeleted(List<TableField<R, ?>> columns, Condition same) {
        if (meaning.upkeep().deletedAt() == null
                || found(same).findOne().isPresent()
                || !found(same).onlyDeleted().exists()) {
            return;
        }
        throw new ValidationException(columns.stream()
                .map(column -> new Violation(
                        model(),
                        PropertyName.of(column),
                        "unique",
                        "belongs to a row that is marked as deleted; restore that one, or have the unique index leave"
                                + " deleted rows out",
                        row.get(column)))
                .toList());
    }

    /** Of an index it is not known whether it has a condition, so any key may refuse the row. */
    private OnConflict.Target<R> target(List<TableField<R, ?>> columns) {
        Set<Field<?>> wanted = new LinkedHashSet<>(columns);
        boolean constraint = meaning.table().getKeys().stream()
                .anyMatch(known -> new LinkedHashSet<Field<?>>(known.getFields()).equals(wanted));
        return constraint ? new OnConflict.Target<>(columns, null) : OnConflict.Target.any();
    }

    @SuppressWarnings("unchecked") // a column of the row's own table
    private TableField<R, ?> own(Field<?> column) {
        return (TableField<R, ?>) Objects.requireNonNull(meaning.table().field(column));
    }

    private String model() {
        return ModelName.of(meaning.table());
    }

    private static String names(List<? extends Field<?>> columns) {
        StringJoiner names = new StringJoiner(", ", "(", ")");
        columns.forEach(column -> names.add(column.getName()));
        return names.toString();
    }
}
