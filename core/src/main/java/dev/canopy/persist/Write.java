package dev.canopy.persist;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotFoundException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.error.ValidationException;
import dev.canopy.load.Returned;
import dev.canopy.model.Hook;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.Moment;
import dev.canopy.model.Operation;
import dev.canopy.model.WriteKind;
import dev.canopy.selection.Selection;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One write of one record on its way through the pipeline; for its hooks, the operation that they run in. */
final class Write<T extends Table<R>, R extends Record> implements Operation<R> {
    private final WritePipeline pipeline;
    private final Meaning<T, R> meaning;
    private final R row;
    private final WriteKind kind;
    private @Nullable Object @Nullable [] validated;
    private boolean begun;

    Write(WritePipeline pipeline, Meaning<T, R> meaning, R row, WriteKind kind) {
        this.pipeline = pipeline;
        this.meaning = meaning;
        this.row = row;
        this.kind = kind;
    }

    boolean create() {
        Timestamps.start(row, meaning.upkeep(), pipeline.clock());
        requireValid();
        run(Moment.BEFORE_CREATE);
        run(Moment.BEFORE_SAVE);
        requireStillValid();
        insert();
        run(Moment.AFTER_CREATE);
        run(Moment.AFTER_SAVE);
        return true;
    }

    boolean update() {
        requireValid();
        if (differing().isEmpty()) {
            return false;
        }
        run(Moment.BEFORE_UPDATE);
        run(Moment.BEFORE_SAVE);
        requireStillValid();
        Timestamps.renew(row, meaning.upkeep(), pipeline.clock());
        set(Changes.values(row, differing()));
        run(Moment.AFTER_UPDATE);
        run(Moment.AFTER_SAVE);
        return true;
    }

    boolean destroy() {
        TableField<R, ?> deletedAt = meaning.upkeep().deletedAt();
        if (deletedAt == null) {
            return forceDestroy();
        }
        run(Moment.BEFORE_DESTROY);
        set(Map.of(deletedAt, Timestamps.now(deletedAt, pipeline.clock())));
        run(Moment.AFTER_DESTROY);
        return true;
    }

    boolean forceDestroy() {
        run(Moment.BEFORE_DESTROY);
        delete();
        run(Moment.AFTER_DESTROY);
        return true;
    }

    boolean restore() {
        TableField<R, ?> deletedAt = meaning.upkeep().deletedAt();
        if (deletedAt == null) {
            throw new DefinitionException(
                    "%s has no soft deletion, so nothing can be restored; say m.softDelete(..) in its definition."
                            .formatted(model()));
        }
        run(Moment.BEFORE_RESTORE);
        set(Map.of(deletedAt, DSL.inline(null, deletedAt.getDataType())));
        run(Moment.AFTER_RESTORE);
        return true;
    }

    @Override
    public WriteKind kind() {
        return kind;
    }

    @Override
    public Set<Field<?>> changedFields() {
        return new LinkedHashSet<>(kind == WriteKind.CREATE ? touched() : differing());
    }

    @Override
    public DSLContext dsl() {
        return pipeline.dsl();
    }

    @Override
    public <U extends Table<X>, X extends Record> Selection<U, X> on(U table) {
        return Selection.of(table, pipeline.execution());
    }

    R row() {
        return row;
    }

    Meaning<T, R> meaning() {
        return meaning;
    }

    /** Whether the write's own SQL was sent. */
    boolean hasBegun() {
        return begun;
    }

    private void run(Moment moment) {
        for (Hook<R> hook : meaning.hooks().at(moment)) {
            hook.run(row, this);
        }
    }

    private void requireValid() {
        meaning.rules().normalize(row);
        run(Moment.BEFORE_VALIDATE);
        meaning.rules().normalize(row);
        List<Violation> violations = violations();
        if (!violations.isEmpty()) {
            run(Moment.VALIDATION_FAILED);
            throw new ValidationException(violations);
        }
        run(Moment.AFTER_VALIDATE);
        validated = row.intoArray();
    }

    /** Once more, if a hook has changed the row since; the hooks around validation do not run again. */
    private void requireStillValid() {
        if (Arrays.deepEquals(validated, row.intoArray())) {
            return;
        }
        meaning.rules().normalize(row);
        List<Violation> violations = violations();
        if (!violations.isEmpty()) {
            throw new ValidationException(violations);
        }
    }

    private List<Violation> violations() {
        List<Field<?>> written = touched();
        return meaning.rules().violations(row, written::contains);
    }

    private void insert() {
        Map<Field<?>, Object> values = Changes.values(row, touched());
        QueryPart insert = values.isEmpty()
                ? DSL.insertInto(meaning.table()).defaultValues().returningResult(Returned.columns(meaning.table()))
                : DSL.insertInto(meaning.table()).set(values).returningResult(Returned.columns(meaning.table()));
        take(send(insert).getFirst());
    }

    private void set(Map<? extends Field<?>, ?> values) {
        Map<Field<?>, Object> all = new LinkedHashMap<>(values);
        TableField<R, ?> version = meaning.upkeep().version();
        if (version != null) {
            all.put(version, Version.next(version));
        }
        List<Record> written = send(DSL.update(meaning.table())
                .set(all)
                .where(thisRow())
                .returningResult(Returned.columns(meaning.table())));
        requireWritten(written);
        Set<Field<?>> changed = new LinkedHashSet<>(all.keySet());
        if (kind == WriteKind.UPDATE) {
            take(written.getFirst());
        } else {
            // Soft deletion and its undoing leave everything else as it is, unsaved changes included.
            takeOnly(written.getFirst(), changed);
        }
    }

    private void delete() {
        requireWritten(send(
                DSL.deleteFrom(meaning.table()).where(thisRow()).returningResult(Returned.columns(meaning.table()))));
    }

    private List<Record> send(QueryPart statement) {
        begun = true;
        return Returned.rows(statement, meaning.table(), pipeline.dsl(), pipeline.entities());
    }

    private void requireWritten(List<Record> written) {
        if (written.isEmpty()) {
            throw gone();
        }
    }

    private RuntimeException gone() {
        if (meaning.upkeep().version() != null) {
            return new StaleEntityException(
                    "%s %s was changed or removed by somebody else since it was read; nothing was written. Call reload() and decide anew."
                            .formatted(model(), key()));
        }
        return new NotFoundException("%s %s is not there any more; nothing was written.".formatted(model(), key()));
    }

    /** The row as it was read: by its key, and by its version where it has one. */
    private Condition thisRow() {
        List<Condition> all = new ArrayList<>();
        for (TableField<R, ?> column : primaryKey().getFields()) {
            all.add(original(column));
        }
        TableField<R, ?> version = meaning.upkeep().version();
        if (version != null) {
            all.add(original(version));
        }
        return DSL.and(all);
    }

    private <V> Condition original(TableField<R, V> column) {
        V value = row.original(column);
        if (value == null) {
            throw new NotFoundException(
                    "%s has no row in the database yet, for its %s was never read; create it with save()."
                            .formatted(model(), column.getName()));
        }
        return column.eq(value);
    }

    private String key() {
        List<String> values = new ArrayList<>();
        primaryKey().getFields().forEach(column -> values.add(column.getName() + " = " + row.original(column)));
        return "(" + String.join(", ", values) + ")";
    }

    private UniqueKey<R> primaryKey() {
        return Objects.requireNonNull(meaning.table().getPrimaryKey());
    }

    /** What the server returned is now what the record has. */
    private void take(Record written) {
        for (int i = 0; i < row.size(); i++) {
            pipeline.entities().fill(row, i, written.get(i));
        }
        row.touched(false);
    }

    private void takeOnly(Record written, Set<Field<?>> columns) {
        for (Field<?> column : columns) {
            int index = row.indexOf(column);
            pipeline.entities().fill(row, index, written.get(index));
            row.touched(index, false);
        }
    }

    private List<Field<?>> touched() {
        return Changes.touched(row, meaning.table());
    }

    private List<Field<?>> differing() {
        return Changes.differing(row, meaning.table());
    }

    private String model() {
        return ModelName.of(meaning.table());
    }
}
