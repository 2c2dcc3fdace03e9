package dev.canopy.model;

import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * The columns that Canopy keeps by itself; null where the model has none.
 *
 * @param createdAt set on create
 * @param updatedAt set on create and update
 * @param deletedAt set by destroy, null for a row that is there
 * @param version counts updates
 */
public record Upkeep<R extends Record>(
        @Nullable TableField<R, ?> createdAt,
        @Nullable TableField<R, ?> updatedAt,
        @Nullable TableField<R, ?> deletedAt,
        @Nullable TableField<R, ?> version) {}
