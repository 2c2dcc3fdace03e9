package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotLoadedException;
import dev.canopy.load.Entities;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.model.Virtual;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** An entity with all that it holds, as plain maps, lists and values. For one walk through it. */
final class EntityTree {
    private final Set<Entity<?>> path = Collections.newSetFromMap(new IdentityHashMap<>());

    private EntityTree() {}

    static <R extends Entity<R>> Map<String, @Nullable Object> of(R root) {
        return new EntityTree().map(root);
    }

    private <R extends Entity<R>> Map<String, @Nullable Object> map(R entity) {
        if (!path.add(entity)) {
            throw new DefinitionException(
                    "This %s holds itself, by way of what it holds, and a map of that has no end; take one of the links out."
                            .formatted(ModelName.of(entity.getTable())));
        }
        Meaning<?, R> meaning = entity.engine().meaning(entity.getTable());
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Field<?> column : entity.fields()) {
            if (!meaning.hidden().contains(column.getName())) {
                map.put(PropertyName.of(column), entity.get(column));
            }
        }
        meaning.virtuals().forEach((name, virtual) -> put(map, name, virtual, entity));
        entity.eachIncluded((name, value) -> map.put(mapName(name, value), plain(value)));
        path.remove(entity);
        return map;
    }

    /** One that reads what was not loaded is left out, as that is. */
    private <R extends Entity<R>> void put(
            Map<String, @Nullable Object> map, String name, Virtual<R, ?> virtual, R entity) {
        try {
            map.put(name, plain(virtual.get(entity)));
        } catch (NotLoadedException absent) {
            map.remove(name);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // each generated record is an Entity of itself
    private @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Entity entity -> map(entity);
            case List<?> rows -> {
                List<@Nullable Object> plain = new ArrayList<>();
                rows.forEach(row -> plain.add(plain(row)));
                yield plain;
            }
            case null -> null;
            default -> value;
        };
    }

    /** The row of a junction is called as its class is. */
    private static String mapName(String include, @Nullable Object value) {
        return value instanceof Entity<?> row && include.equals(Entities.junctionName(row.getTable()))
                ? decapitalized(ModelName.of(row))
                : include;
    }

    private static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
