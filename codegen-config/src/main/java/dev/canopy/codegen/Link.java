package dev.canopy.codegen;

import java.util.List;
import java.util.stream.Collectors;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.ForeignKeyDefinition;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * An association as it will be generated.
 *
 * @param kind which of the four
 * @param constant its name as a field of the table class
 * @param member its name as a handle of the record class, before clashes with inherited methods
 * @param key the foreign key; of a many-to-many, the junction's to the source
 * @param farKey of a many-to-many, the junction's key to the target; else null
 */
record Link(
        Kind kind,
        String constant,
        String member,
        ForeignKeyDefinition key,
        @Nullable ForeignKeyDefinition farKey) {
    enum Kind {
        BELONGS_TO("BelongsTo"),
        HAS_ONE("HasOne"),
        HAS_MANY("HasMany"),
        BELONGS_TO_MANY("BelongsToMany");

        final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    TableDefinition target() {
        if (farKey != null) {
            return farKey.getReferencedTable();
        }
        return kind == Kind.BELONGS_TO ? key.getReferencedTable() : key.getTable();
    }

    /** The key that gives it its name: that to the far side. */
    ForeignKeyDefinition namingKey() {
        return farKey == null ? key : farKey;
    }

    /** Whether the row it leads to is always there: a key whose columns cannot be null. */
    boolean isRequired() {
        return kind == Kind.BELONGS_TO
                && key.getKeyColumns().stream()
                        .noneMatch(column -> column.getDefinedType().isNullable());
    }

    /** For Javadoc: {@code users.manager_id → users.id (users_manager_id_fkey)}. */
    String description() {
        return side(key) + (farKey == null ? "" : "; " + side(farKey));
    }

    private static String side(ForeignKeyDefinition key) {
        return "%s → %s (%s)"
                .formatted(
                        columns(key.getTable(), key.getKeyColumns()),
                        columns(key.getReferencedTable(), key.getReferencedColumns()),
                        key.getName());
    }

    private static String columns(TableDefinition table, List<ColumnDefinition> columns) {
        return columns.stream()
                .map(column -> table.getName() + "." + column.getName())
                .collect(Collectors.joining(", "));
    }
}
