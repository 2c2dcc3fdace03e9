package dev.canopy.persist;

import dev.canopy.error.NotFoundException;
import dev.canopy.load.Returned;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.WriteKind;
import dev.canopy.selection.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a column of one row what the database has in it by then, so that no increment is lost. Nothing else of the entity is
 * written or read.
 */
public record Increment<T extends Table<R>, R extends Record, V extends Number>(
        WritePipeline pipeline, Meaning<T, R> meaning, TableField<R, V> column, V by) {
    /** The number with the other sign, as the column has it. */
    public static <V extends Number> V negated(TableField<?, V> column, V by) {
        return Arithmetic.negated(column, by);
    }

    /** One statement; two where a hook, a rule or a validator wants to see the value. */
    public void of(R row) {
        boolean watched = meaning.hooks().wantRows(WriteKind.UPDATE)
                || meaning.rules().wantWholeRows()
                || meaning.rules().concern(column)
                || meaning.upkeep().immutable().contains(column);
        if (watched) {
            pipeline.orAsBefore(row, () -> throughPipeline(row));
        } else {
            Record written = directly(row);
            pipeline.remember(row);
            take(row, written);
        }
    }

    private void throughPipeline(R row) {
        pipeline.transactions().joined(() -> {
            R fresh = Selection.of(meaning.table(), pipeline.surroundings().execution())
                    .unscoped()
                    .withDeleted()
                    .where(table -> isRow(row))
                    .forUpdate()
                    .findOne()
                    .orElseThrow(this::gone);
            set(fresh, column, Arithmetic.sum(column, fresh.get(column), by));
            pipeline.update(meaning, List.of(fresh));
            take(row, fresh);
            return fresh;
        });
    }

    private Record directly(R row) {
        Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
        values.put(column, column.plus(by));
        TableField<R, ?> updatedAt = meaning.upkeep().updatedAt();
        if (updatedAt != null) {
            values.put(updatedAt, Timestamps.now(updatedAt, meaning.upkeep(), pipeline.clock()));
        }
        TableField<R, ?> version = meaning.upkeep().version();
        if (version != null) {
            values.put(version, Version.next(version));
        }
        List<Record> returned = Returned.rows(
                DSL.update(meaning.table())
                        .set(values)
                        .where(isRow(row))
                        .returningResult(Returned.columns(meaning.table())),
                meaning.table(),
                pipeline.channel(),
                pipeline.entities());
        if (returned.isEmpty()) {
            throw gone();
        }
        return returned.getFirst();
    }

    /** Of what the row is now, the entity takes the column, and the version only if nobody else has moved it on. */
    private void take(R row, Record written) {
        taken(row, column, written);
        TableField<R, ?> updatedAt = meaning.upkeep().updatedAt();
        if (updatedAt != null && !row.touched(updatedAt)) {
            taken(row, updatedAt, written);
        }
        TableField<R, ?> version = meaning.upkeep().version();
        if (version != null
                && !row.touched(version)
                && Objects.equals(Version.after(version, row.get(version)), written.get(version))) {
            taken(row, version, written);
        }
    }

    private void taken(R row, TableField<R, ?> taken, Record written) {
        int index = row.indexOf(taken);
        pipeline.entities().fill(row, index, written.get(index));
        row.touched(index, false);
    }

    private Condition isRow(R row) {
        return DSL.and(Objects.requireNonNull(meaning.table().getPrimaryKey()).getFields().stream()
                .map(key -> equal(key, row))
                .toList());
    }

    private static <R extends Record, K> Condition equal(TableField<R, K> key, R row) {
        return key.eq(row.original(key));
    }

    private NotFoundException gone() {
        return new NotFoundException(
                "This %s is not there any more; nothing was written.".formatted(ModelName.of(meaning.table())));
    }

    @SuppressWarnings("NullAway") // the column had no value before either
    private static <R extends Record, V> void set(R row, TableField<R, V> column, @Nullable V value) {
        row.set(column, value);
    }
}
