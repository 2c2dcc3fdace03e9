package dev.canopy.persist;

import dev.canopy.association.Deletion;
import dev.canopy.association.Meanings;
import dev.canopy.association.Refinement;
import dev.canopy.association.Scoping;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotPermittedException;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.model.Signature;
import dev.canopy.model.Upkeep;
import dev.canopy.selection.Conflict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What an upsert changes in a row that is there: what was set, by the caller or a hook, but for the key and what a row gets when it
 * is created and never again. The time of the update and the version are kept; a row that was marked as deleted comes back.
 */
final class Upserting<T extends Table<R>, R extends Record> {
    private final Meaning<T, R> meaning;
    private final Conflict<T, R> conflict;
    private final Meanings meanings;

    /** What a new row gets without being asked. */
    private final Set<Field<?>> started = new HashSet<>();

    /** What the callers set; what is set beyond it, a hook has set. */
    private final Set<Field<?>> given = new HashSet<>();

    Upserting(Meaning<T, R> meaning, Conflict<T, R> conflict, Meanings meanings) {
        this.meaning = meaning;
        this.conflict = conflict;
        this.meanings = meanings;
    }

    /** Fills what a new row gets. */
    void start(RowWrite<R> each, Runnable start) {
        Set<Field<?>> before = each.changedFields();
        start.run();
        Set<Field<?>> after = new HashSet<>(each.changedFields());
        after.removeAll(before);
        given.addAll(before);
        started.addAll(after);
    }

    /** What happens to a row that is there, where these columns were set. */
    OnConflict<R> onConflict(Set<Field<?>> touched) {
        Upkeep<R> upkeep = meaning.upkeep();
        List<Field<?>> taken = new ArrayList<>();
        for (Field<?> column : touched) {
            if (isWanted(column) && !keeps(column)) {
                taken.add(column);
            }
        }
        if (upkeep.updatedAt() != null) {
            addOnce(taken, upkeep.updatedAt());
        }
        for (Signature<R, ?, ?> signature : upkeep.updatedBy()) {
            if (touched.contains(signature.column())) {
                addOnce(taken, signature.column());
            }
        }
        Map<TableField<R, ?>, Field<?>> computed = new LinkedHashMap<>();
        TableField<R, ?> version = upkeep.version();
        if (version != null) {
            taken.remove(version);
            computed.put(version, Version.next(version));
        }
        TableField<R, ?> deletedAt = upkeep.deletedAt();
        if (deletedAt != null && !taken.contains(deletedAt)) {
            computed.put(deletedAt, DSL.inline(null, deletedAt.getDataType()));
        }
        if (taken.isEmpty() && computed.isEmpty()) {
            // Nothing to change, but only a row that is changed is returned.
            taken.add(conflict.key().getFirst());
        }
        return new OnConflict.Update<>(
                new OnConflict.Target<>(conflict.key(), conflict.partial()), taken, computed, within());
    }

    /** Whether a row may be out of reach, and so left as it is. */
    boolean isNarrowed() {
        return !meaning.permanentScopes().isEmpty();
    }

    /** What the model says must always hold of its rows; null for nothing. */
    private @Nullable Condition within() {
        T table = meaning.table();
        return isNarrowed()
                ? Refinement.<T>none()
                        .scoping(Scoping.none())
                        .deletion(Deletion.SHOWN)
                        .resolved(meanings, table)
                        .condition(table, meanings)
                : null;
    }

    /** Says that a row was there which must not be reached. */
    NotPermittedException outOfReach() {
        return new NotPermittedException(
                "A row of %s with the same key (%s) is there already, beyond what m.always(\"%s\", ..) lets through, so it was not changed; give another key."
                        .formatted(
                                ModelName.of(meaning.table()),
                                String.join(
                                        ", ",
                                        conflict.key().stream()
                                                .map(PropertyName::of)
                                                .toList()),
                                String.join("\", \"", meaning.permanentScopes().keySet())),
                null);
    }

    /** PostgreSQL refuses to change a row twice by one statement, and names neither. */
    void requireDistinct(List<R> rows) {
        Map<List<@Nullable Object>, Integer> seen = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            R row = rows.get(i);
            List<@Nullable Object> key = new ArrayList<>();
            conflict.key().forEach(column -> key.add(row.get(column)));
            if (key.stream().anyMatch(Objects::isNull)) {
                continue;
            }
            Integer other = seen.putIfAbsent(key, i);
            if (other != null) {
                throw new DefinitionException(
                        "The rows of %s of index %d and %d have the same key (%s), so the one would overwrite the other; give each key once."
                                .formatted(ModelName.of(meaning.table()), other, i, described(row)));
            }
        }
    }

    private String described(R row) {
        StringJoiner all = new StringJoiner(", ");
        conflict.key().forEach(column -> all.add(column.getName() + " = " + row.get(column)));
        return all.toString();
    }

    private boolean isWanted(Field<?> column) {
        List<TableField<R, ?>> updated = conflict.updated();
        return updated == null || updated.contains(column) || !(given.contains(column) || started.contains(column));
    }

    private boolean keeps(Field<?> column) {
        Upkeep<R> upkeep = meaning.upkeep();
        UniqueKey<R> primary = meaning.table().getPrimaryKey();
        return conflict.key().contains(column)
                || (started.contains(column) && !given.contains(column))
                || column.equals(upkeep.createdAt())
                || upkeep.immutable().contains(column)
                || upkeep.createdBy().stream().anyMatch(by -> by.column().equals(column))
                || (primary != null && primary.getFields().contains(column));
    }

    private static void addOnce(List<Field<?>> columns, Field<?> column) {
        if (!columns.contains(column)) {
            columns.add(column);
        }
    }
}
