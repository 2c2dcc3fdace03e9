package dev.canopy.persist;

import dev.canopy.association.Deletion;
import dev.canopy.association.Meanings;
import dev.canopy.association.Refinement;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import dev.canopy.error.ValidationException;
import dev.canopy.load.Returned;
import dev.canopy.model.Cascade;
import dev.canopy.model.Hooks;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.Moment;
import dev.canopy.model.PropertyName;
import dev.canopy.model.WriteKind;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Truncation;
import dev.canopy.sql.Tenant;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Writes of every row that a selection asks for. One statement where no hook and no rule wants to see the rows; else they are
 * loaded, locked, and sent through the pipeline together, in one transaction.
 */
public record SelectionWriter(WritePipeline pipeline, Meanings meanings) {
    /**
     * Sets columns in every row.
     *
     * @param patch what columns are set to values, on a row on which nothing else is set
     * @param expressions what the others are set to
     */
    public <T extends Table<R>, R extends Record> int update(
            Selection<T, R> selection, Meaning<T, R> defined, R patch, Map<TableField<R, ?>, Field<?>> expressions) {
        Meaning<T, R> meaning = asked(defined, selection);
        SelectionWrite<T, R> write = new SelectionWrite<>(this, meaning, selection, patch, expressions);
        meaning.rules().normalize(patch);
        if (write.changedFields().isEmpty()) {
            write.requireIntended("update");
            return 0;
        }
        requireMutable(meaning, expressions.keySet());
        if (selection.runsHooks()) {
            requireUnwatched(meaning, expressions.keySet());
        }
        return run(
                write,
                "update",
                meaning.hooks().atUpdate(Moment.BEFORE_BULK_UPDATE),
                () -> requireValid(meaning, patch),
                rows -> {
                    List<Field<?>> columns = Changes.touched(patch, meaning.table());
                    if (write.expressions().isEmpty()) {
                        return set(meaning, rows, patch, columns);
                    }
                    Map<Field<?>, @Nullable Object> values = Changes.values(patch, columns);
                    values.putAll(write.expressions());
                    return selection.runsHooks() && meaning.rules().wantWholeRows()
                            ? checked(meaning, List.copyOf(values.keySet()), updating(meaning, rows, values))
                            : run(updating(meaning, rows, values));
                },
                meaning.hooks().atUpdate(Moment.AFTER_BULK_UPDATE));
    }

    /** Destroys every row, softly where the model says so. */
    public <T extends Table<R>, R extends Record> int destroy(Selection<T, R> selection, Meaning<T, R> defined) {
        Meaning<T, R> meaning = asked(defined, selection);
        TableField<R, ?> deletedAt = meaning.upkeep().deletedAt();
        if (deletedAt == null) {
            return forceDestroy(selection, defined);
        }
        return around(meaning, selection, WriteKind.DESTROY, "destroy", rows -> {
            if (rows.deletion() == Deletion.ONLY) {
                return 0;
            }
            Refinement<T> living = rows.deletion(Deletion.HIDDEN);
            if (meaning.wantsRows(WriteKind.DESTROY)) {
                return locked(meaning, living, found -> pipeline.destroy(meaning, found));
            }
            Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
            values.put(deletedAt, Timestamps.now(deletedAt, meaning.upkeep(), pipeline.clock()));
            return run(bumped(meaning, living, values));
        });
    }

    /** Deletes every row, also where the model has soft deletion. */
    public <T extends Table<R>, R extends Record> int forceDestroy(Selection<T, R> selection, Meaning<T, R> defined) {
        Meaning<T, R> meaning = asked(defined, selection);
        return around(
                meaning,
                selection,
                WriteKind.DESTROY,
                "destroy",
                rows -> meaning.wantsRows(WriteKind.DESTROY)
                        ? locked(meaning, rows, found -> pipeline.forceDestroy(meaning, found))
                        : run(deleting(meaning, rows)));
    }

    /** Takes the mark of soft deletion from every row that has it. */
    public <T extends Table<R>, R extends Record> int restore(Selection<T, R> selection, Meaning<T, R> defined) {
        Meaning<T, R> meaning = asked(defined, selection);
        TableField<R, ?> deletedAt = meaning.upkeep().deletedAt();
        if (deletedAt == null) {
            throw new DefinitionException(
                    "%s has no soft deletion, so nothing can be restored; say m.softDelete(..) in its definition."
                            .formatted(ModelName.of(meaning.table())));
        }
        return around(meaning, selection.onlyDeleted(), WriteKind.RESTORE, "restore", rows -> {
            if (meaning.wantsRows(WriteKind.RESTORE)) {
                return locked(meaning, rows, found -> pipeline.restore(meaning, found));
            }
            Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
            values.put(deletedAt, DSL.inline(null, deletedAt.getDataType()));
            return run(bumped(meaning, rows, values));
        });
    }

    /** Empties the table. */
    public <T extends Table<R>, R extends Record> void truncate(
            Selection<T, R> everything, Meaning<T, R> defined, Truncation how) {
        Meaning<T, R> meaning = how.runsHooks() ? defined : defined.with(Hooks.none());
        if (meaning.hooks().wantRows(WriteKind.DESTROY)) {
            throw new DefinitionException(
                    "truncate() on %s would skip hooks that want to see each row; say truncate(t -> t.withoutHooks()), or everyRow().forceDestroy()."
                            .formatted(ModelName.of(meaning.table())));
        }
        if (!meaning.cascades().isEmpty()) {
            throw new DefinitionException(
                    "truncate() on %s would leave the rows that go with each of its rows (%s); say everyRow().forceDestroy()."
                            .formatted(
                                    ModelName.of(meaning.table()),
                                    String.join(
                                            ", ",
                                            meaning.cascades().stream()
                                                    .map(Cascade::association)
                                                    .toList())));
        }
        requireAll(meaning);
        around(meaning, everything, WriteKind.DESTROY, "truncate", rows -> {
            pipeline.dsl()
                    .execute(DSL.sql(
                            "truncate {0}{1}{2}",
                            meaning.table(),
                            DSL.sql(how.restartsIdentity() ? " restart identity" : ""),
                            DSL.sql(how.cascades() ? " cascade" : "")));
            return 0;
        });
    }

    /** TRUNCATE knows no condition, and row-level security does not hold for it. */
    private void requireAll(Meaning<?, ?> meaning) {
        Tenant tenant = pipeline.transactions().tenant();
        if (tenant != null) {
            throw new TransactionException(
                    "truncate() on %s would take every tenant's rows, for row-level security does not hold for TRUNCATE; say everyRow().forceDestroy(), which takes those of tenant %s."
                            .formatted(ModelName.of(meaning.table()), tenant.value()));
        }
        if (!meaning.permanentScopes().isEmpty()) {
            throw new DefinitionException(
                    "truncate() on %s would take rows beyond m.always(\"%s\", ..) as well; say everyRow().forceDestroy(), which keeps to it."
                            .formatted(
                                    ModelName.of(meaning.table()),
                                    String.join(
                                            "\", \"", meaning.permanentScopes().keySet())));
        }
    }

    private <T extends Table<R>, R extends Record> int around(
            Meaning<T, R> meaning,
            Selection<T, R> selection,
            WriteKind kind,
            String verb,
            ToIntFunction<Refinement<T>> sql) {
        return run(
                new SelectionWrite<>(this, meaning, kind, selection),
                verb,
                meaning.hooks().atWrite(Moment.beforeBulk(kind)),
                () -> {},
                sql,
                meaning.hooks().atWrite(Moment.afterBulk(kind)));
    }

    /** @param check what must hold of what is written, whatever the hooks before it made of it; refuses before any SQL */
    private <T extends Table<R>, R extends Record> int run(
            SelectionWrite<T, R> write,
            String verb,
            List<? extends Consumer<? super SelectionWrite<T, R>>> before,
            Runnable check,
            ToIntFunction<Refinement<T>> sql,
            List<? extends Consumer<? super SelectionWrite<T, R>>> after) {
        write.requireIntended(verb);
        if (before.isEmpty() && after.isEmpty()) {
            check.run();
            return pipeline.transactions().during(() -> pipeline.begun(() -> sql.applyAsInt(write.rows())));
        }
        Runnable ready = () -> {
            write.tell(Moment.beforeBulk(write.kind()), before);
            check.run();
        };
        return pipeline.together(List.of(), ready, () -> {
            write.written(sql.applyAsInt(write.rows()));
            write.tell(Moment.afterBulk(write.kind()), after);
            return write.count();
        });
    }

    /** What the model means to this write: hooks and rules that it skips are not there. */
    private <T extends Table<R>, R extends Record> Meaning<T, R> asked(
            Meaning<T, R> defined, Selection<T, R> selection) {
        Meaning<T, R> meaning = pipeline.surroundings().skipped().outOf(defined);
        return selection.runsHooks() ? meaning : meaning.with(Hooks.none());
    }

    private static <R extends Record> void requireValid(Meaning<? extends Table<R>, R> meaning, R patch) {
        meaning.rules().normalize(patch);
        List<Violation> violations = new ArrayList<>(meaning.rules().ofPatch(patch));
        violations.addAll(Immutable.violations(meaning, patch, Changes.touched(patch, meaning.table())));
        if (!violations.isEmpty()) {
            throw new ValidationException(violations);
        }
    }

    private static <T extends Table<R>, R extends Record> void requireMutable(
            Meaning<T, R> meaning, Collection<? extends Field<?>> set) {
        for (Field<?> column : set) {
            if (meaning.upkeep().immutable().contains(column)) {
                throw new DefinitionException("%s.%s must not change once the row is there; take it out of the update."
                        .formatted(ModelName.of(meaning.table()), PropertyName.of(column)));
            }
        }
    }

    private static <T extends Table<R>, R extends Record> void requireUnwatched(
            Meaning<T, R> meaning, Collection<? extends Field<?>> set) {
        boolean rowsWanted = meaning.hooks().wantRows(WriteKind.UPDATE);
        for (Field<?> column : set) {
            if (rowsWanted || meaning.rules().concern(column)) {
                throw new DefinitionException(
                        "%1$s.%2$s cannot be set to an expression: %3$s of %1$s would have to see the value. Set values with update(row -> ..), or say withoutHooks()."
                                .formatted(
                                        ModelName.of(meaning.table()),
                                        PropertyName.of(column),
                                        rowsWanted ? "hooks" : "validators"));
            }
        }
    }

    /** The rows as they are then must meet the rules for whole rows. */
    private <T extends Table<R>, R extends Record> int checked(
            Meaning<T, R> meaning, Collection<? extends Field<?>> columns, WriteWhere update) {
        return pipeline.transactions().joined(() -> {
            List<R> written = returned(
                    DSL.sql("{0} returning {1}", update.statement(), DSL.list(Returned.columns(meaning.table()))),
                    meaning.table());
            List<Violation> violations = new ArrayList<>();
            for (R row : written) {
                columns.forEach(column -> row.touched(column, true));
                violations.addAll(meaning.rules().ofChanged(row));
            }
            if (!violations.isEmpty()) {
                ValidationException invalid = new ValidationException(violations);
                pipeline.transactions().failed(invalid);
                throw invalid;
            }
            return written.size();
        });
    }

    /** Sets columns to values: where something wants to see the rows, in memory first. */
    private <T extends Table<R>, R extends Record> int set(
            Meaning<T, R> meaning, Refinement<T> rows, R patch, List<Field<?>> columns) {
        if (meaning.hooks().wantRows(WriteKind.UPDATE) || meaning.rules().wantWholeRows()) {
            return locked(meaning, rows, found -> {
                found.forEach(row -> columns.forEach(column -> copy(column, patch, row)));
                pipeline.update(meaning, found);
            });
        }
        return run(updating(meaning, rows, Changes.values(patch, columns)));
    }

    private int run(WriteWhere write) {
        return write.run(pipeline.channel());
    }

    private <T extends Table<R>, R extends Record> WriteWhere updating(
            Meaning<T, R> meaning, Refinement<T> rows, Map<Field<?>, @Nullable Object> values) {
        TableField<R, ?> updatedAt = meaning.upkeep().updatedAt();
        if (updatedAt != null) {
            values.putIfAbsent(updatedAt, Timestamps.now(updatedAt, meaning.upkeep(), pipeline.clock()));
        }
        return bumped(meaning, rows, values);
    }

    private <T extends Table<R>, R extends Record> WriteWhere bumped(
            Meaning<T, R> meaning, Refinement<T> rows, Map<Field<?>, @Nullable Object> values) {
        TableField<R, ?> version = meaning.upkeep().version();
        if (version != null) {
            values.put(version, Version.next(version));
        }
        Map<Field<?>, Field<?>> bound = new LinkedHashMap<>();
        values.forEach((column, value) -> bound.put(column, Bound.value(column, value)));
        return new WriteWhere.Update(meaning.table(), bound, which(meaning.table(), rows));
    }

    private <T extends Table<R>, R extends Record> WriteWhere deleting(Meaning<T, R> meaning, Refinement<T> rows) {
        return new WriteWhere.Delete(meaning.table(), which(meaning.table(), rows));
    }

    private <T extends Table<R>, R extends Record> Condition which(T table, Refinement<T> rows) {
        return new WrittenSelection<>(table, rows, meanings).condition();
    }

    private <T extends Table<R>, R extends Record> int locked(
            Meaning<T, R> meaning, Refinement<T> rows, Consumer<? super List<R>> write) {
        return pipeline.transactions().joined(() -> {
            List<R> locked =
                    returned(new WrittenSelection<>(meaning.table(), rows, meanings).locked(), meaning.table());
            write.accept(locked);
            return locked.size();
        });
    }

    @SuppressWarnings("unchecked") // the rows of a table are of its type
    private <R extends Record> List<R> returned(QueryPart statement, Table<R> table) {
        return (List<R>) Returned.rows(statement, table, pipeline.statements().channel(), pipeline.entities());
    }

    private static <R extends Record, V> void copy(Field<V> column, R from, R to) {
        to.set(column, from.get(column));
    }
}
