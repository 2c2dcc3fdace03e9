package dev.canopy.persist;

import dev.canopy.association.Meanings;
import dev.canopy.association.Refinement;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.load.TreeLoader;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.model.WriteKind;
import dev.canopy.plan.Planner;
import dev.canopy.selection.Assignments;
import dev.canopy.selection.Selection;
import dev.canopy.validation.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Writes of every row that a selection asks for. One statement where no hook and no rule wants to see the rows; else they are
 * loaded, locked, and sent through the pipeline together, in one transaction.
 */
public record SelectionWriter(WritePipeline pipeline, TreeLoader loader, Meanings meanings) {
    /** Writes what the patch touches on an empty row. */
    public <T extends Table<R>, R extends Record> int update(
            Selection<T, R> selection, Meaning<T, R> meaning, R empty, Consumer<? super R> patch) {
        Refinement<T> rows = requireIntended(selection, "update");
        if (meaning.hooks().wantRows(WriteKind.UPDATE) || meaning.rules().wantWholeRows()) {
            return locked(selection.table(), rows, found -> {
                found.forEach(patch);
                pipeline.update(meaning, found);
            });
        }
        patch.accept(empty);
        meaning.rules().normalize(empty);
        List<Field<?>> columns = Changes.touched(empty, meaning.table());
        if (columns.isEmpty()) {
            return 0;
        }
        List<Violation> violations = meaning.rules().ofPatch(empty);
        if (!violations.isEmpty()) {
            throw new ValidationException(violations);
        }
        return set(meaning, rows, Changes.values(empty, columns));
    }

    /** Sets columns to expressions. */
    public <T extends Table<R>, R extends Record> int update(
            Selection<T, R> selection,
            Meaning<T, R> meaning,
            BiConsumer<? super T, ? super Assignments<R>> assignments) {
        Refinement<T> rows = requireIntended(selection, "update");
        Assignments<R> collected = new Assignments<>();
        assignments.accept(meaning.table(), collected);
        if (collected.byColumn().isEmpty()) {
            return 0;
        }
        boolean rowsWanted =
                meaning.hooks().wantRows(WriteKind.UPDATE) || meaning.rules().wantWholeRows();
        for (TableField<R, ?> column : collected.byColumn().keySet()) {
            if (rowsWanted || meaning.rules().concern(column)) {
                throw new DefinitionException(
                        "%s.%s cannot be set to an expression: hooks, rules or validators of %s would have to see the value. Set values with update(row -> ..)."
                                .formatted(
                                        ModelName.of(meaning.table()),
                                        PropertyName.of(column),
                                        ModelName.of(meaning.table())));
            }
        }
        return set(meaning, rows, new LinkedHashMap<>(collected.byColumn()));
    }

    /** Destroys every row, softly where the model says so. */
    public <T extends Table<R>, R extends Record> int destroy(Selection<T, R> selection, Meaning<T, R> meaning) {
        Refinement<T> rows = requireIntended(selection, "destroy");
        if (meaning.hooks().wantRows(WriteKind.DESTROY)) {
            return locked(selection.table(), rows, found -> pipeline.destroy(meaning, found));
        }
        TableField<R, ?> deletedAt = meaning.upkeep().deletedAt();
        if (deletedAt == null) {
            return pipeline.dsl()
                    .deleteFrom(meaning.table())
                    .where(which(meaning.table(), rows))
                    .execute();
        }
        Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
        values.put(deletedAt, Timestamps.now(deletedAt, meaning.upkeep(), pipeline.clock()));
        return send(meaning, rows, values);
    }

    private <T extends Table<R>, R extends Record> int set(
            Meaning<T, R> meaning, Refinement<T> rows, Map<Field<?>, @Nullable Object> values) {
        TableField<R, ?> updatedAt = meaning.upkeep().updatedAt();
        if (updatedAt != null) {
            values.putIfAbsent(updatedAt, Timestamps.now(updatedAt, meaning.upkeep(), pipeline.clock()));
        }
        return send(meaning, rows, values);
    }

    private <T extends Table<R>, R extends Record> int send(
            Meaning<T, R> meaning, Refinement<T> rows, Map<Field<?>, @Nullable Object> values) {
        TableField<R, ?> version = meaning.upkeep().version();
        if (version != null) {
            values.put(version, Version.next(version));
        }
        return pipeline.dsl()
                .update(meaning.table())
                .set(values)
                .where(which(meaning.table(), rows))
                .execute();
    }

    private <T extends Table<R>, R extends Record> int locked(
            T table, Refinement<T> rows, Consumer<? super List<R>> write) {
        return pipeline.transactions().joined(() -> {
            List<R> locked = lock(table, rows);
            write.accept(locked);
            return locked.size();
        });
    }

    @SuppressWarnings("unchecked") // the root's rows are the table's
    private <T extends Table<R>, R extends Record> List<R> lock(T table, Refinement<T> rows) {
        return (List<R>) loader.lock(Planner.plan(table, rows, meanings));
    }

    /** The rows to write: by the condition itself, or, where only some are wanted, by their keys, which are locked first. */
    private <T extends Table<R>, R extends Record> Condition which(T table, Refinement<T> rows) {
        if (!rows.isPage()) {
            return rows.condition(table, meanings);
        }
        UniqueKey<R> key = Objects.requireNonNull(table.getPrimaryKey());
        if (key.getFields().size() > 1) {
            throw new DefinitionException(
                    "A write with a limit needs a key of one column, but %s has several; read the rows and write them one by one."
                            .formatted(table.getName()));
        }
        return inPage(key.getFields().getFirst(), table, rows);
    }

    private <T extends Table<R>, R extends Record, V> Condition inPage(
            TableField<R, V> key, T table, Refinement<T> rows) {
        T inner = meanings.aliases().of(table, "w");
        Field<V> innerKey = Objects.requireNonNull(inner.field(key));
        Select<?> page = DSL.select(innerKey)
                .from(inner)
                .where(rows.condition(inner, meanings))
                .orderBy(rows.orders(inner))
                .limit(Objects.requireNonNullElse(rows.limit(), Integer.MAX_VALUE))
                .offset(rows.offset())
                .forUpdate();
        return DSL.condition("{0} = any(array({1}))", key, page);
    }

    /** Refuses a write that nobody narrowed, and words that mean nothing for a write. */
    private <T extends Table<R>, R extends Record> Refinement<T> requireIntended(
            Selection<T, R> selection, String verb) {
        String model = ModelName.of(selection.table());
        Refinement<T> said = selection.refinement();
        if (!said.includes().isEmpty()) {
            throw new DefinitionException("%s() on %s cannot have an include; take it out.".formatted(verb, model));
        }
        if (!selection.isEveryRow() && !hasCondition(said, selection.table())) {
            throw new DefinitionException(
                    "%s() on %s would touch every row, for no condition was given; add where(..), or say everyRow()."
                            .formatted(verb, model));
        }
        return said.resolved(meanings, selection.table());
    }

    private static <T extends Table<?>> boolean hasCondition(Refinement<T> said, T table) {
        for (Function<? super T, ? extends Condition> condition : said.conditions()) {
            Condition written = condition.apply(table);
            if (!written.equals(DSL.noCondition()) && !written.equals(DSL.trueCondition())) {
                return true;
            }
        }
        return false;
    }
}
