package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.load.Entities;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** What was changed in rows that an entity holds, and is not saved yet. For one walk through them. */
final class HeldChanges {
    private final Set<Entity<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> paths = new ArrayList<>();
    private final List<Entity<?>> rows = new ArrayList<>();

    private HeldChanges() {}

    static HeldChanges of(Entity<?> root) {
        HeldChanges changes = new HeldChanges();
        changes.seen.add(root);
        changes.walk(root, "");
        return changes;
    }

    /** Saving the root alone would leave them behind without a word. */
    void refuse(Entity<?> root) {
        if (!paths.isEmpty()) {
            throw new DefinitionException(
                    "Saving this %s alone would leave what was changed below it unsaved: %s. Save these rows first, or all together with saveTree()."
                            .formatted(ModelName.of(root), String.join(", ", paths)));
        }
    }

    void save(Engine engine, Entity<?> root) {
        Map<Table<?>, List<Record>> byTable = new LinkedHashMap<>();
        byTable.computeIfAbsent(root.getTable(), table -> new ArrayList<>()).add(root);
        rows.forEach(row -> byTable.computeIfAbsent(row.getTable(), table -> new ArrayList<>())
                .add(row));
        Writes.together(engine, writes -> {
            byTable.forEach((table, all) -> save(writes, table, all));
            return true;
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the rows were gathered by their own table
    private static void save(Writes writes, Table<?> table, List<Record> all) {
        writes.save((Table) table, (List) all);
    }

    private void walk(Entity<?> entity, String path) {
        entity.eachIncluded(
                (name, value) -> visit(value, path.isEmpty() ? shown(name, value) : path + "." + shown(name, value)));
    }

    private void visit(@Nullable Object value, String path) {
        if (value instanceof Entity<?> row) {
            if (seen.add(row)) {
                note(row, path);
                walk(row, path);
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                visit(list.get(i), path + "[" + i + "]");
            }
        }
    }

    private void note(Entity<?> row, String path) {
        if (row.touched()) {
            Set<Field<?>> changed = row.changedFields();
            changed.forEach(column -> paths.add(path + "." + PropertyName.of(column)));
            if (!changed.isEmpty()) {
                rows.add(row);
            }
        }
    }

    /** The row of a junction is called as its class is. */
    private static String shown(String name, @Nullable Object value) {
        if (value instanceof Entity<?> row && name.equals(Entities.junctionName(row.getTable()))) {
            String model = ModelName.of(row);
            return model.substring(0, 1).toLowerCase(Locale.ROOT) + model.substring(1);
        }
        return name;
    }
}
