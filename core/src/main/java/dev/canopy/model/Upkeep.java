package dev.canopy.model;

import java.util.List;
import java.util.Set;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * The columns that Canopy keeps by itself; null or empty where the model has none.
 *
 * @param createdAt set on create
 * @param updatedAt set on create and update
 * @param deletedAt set by destroy, null for a row that is there
 * @param version counts updates
 * @param times where the times come from
 * @param immutable set on create, and never again
 * @param defaults set on create unless they were
 * @param createdBy signed on create
 * @param updatedBy signed on create and update
 */
public record Upkeep<R extends Record>(
        @Nullable TableField<R, ?> createdAt,
        @Nullable TableField<R, ?> updatedAt,
        @Nullable TableField<R, ?> deletedAt,
        @Nullable TableField<R, ?> version,
        TimeSource times,
        Set<TableField<R, ?>> immutable,
        List<ComputedDefault<R, ?>> defaults,
        List<Signature<R, ?, ?>> createdBy,
        List<Signature<R, ?, ?>> updatedBy) {
    public Upkeep {
        immutable = Set.copyOf(immutable);
        defaults = List.copyOf(defaults);
        createdBy = List.copyOf(createdBy);
        updatedBy = List.copyOf(updatedBy);
    }
}
