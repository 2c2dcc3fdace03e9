package dev.canopy.plan;

import dev.canopy.association.Computed;
import dev.canopy.association.Include;
import dev.canopy.association.Refinement;
import dev.canopy.model.Meaning;
import dev.canopy.model.Virtual;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * What the names of a shape's components can mean at one level. A name means the first of: a column, a virtual field, a computed
 * value, the junction, an association.
 *
 * @param junction under its alias; null where none lies between
 */
record Vocabulary<T extends Table<?>>(
        TableNames names,
        Meaning<?, ?> meaning,
        Refinement<T> refinement,
        @Nullable Table<?> junction) {
    @Nullable
    TableField<?, ?> column(String name) {
        return names.column(name);
    }

    @Nullable
    Virtual<?, ?> virtual(String name) {
        return meaning.virtuals().get(name);
    }

    /** One that was asked for before one that the model knows. */
    @Nullable
    Computed<T, ?> computed(String name) {
        List<Computed<T, ?>> asked = refinement.computed();
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).name().equals(name)) {
                return asked.get(i);
            }
        }
        return own(meaning.computed().get(name));
    }

    /** The junction, if the name is that of its rows' class. */
    @Nullable
    Table<?> through(String name) {
        return junction != null && name.equals(name(junction)) ? junction : null;
    }

    /** A refined include before one that the model names, and that before the table's own. */
    @Nullable
    Include<?, ?, ?> include(String name) {
        List<Include<T, ?, ?>> refined = refinement.includes();
        for (int i = 0; i < refined.size(); i++) {
            if (refined.get(i).name().equals(name)) {
                return refined.get(i);
            }
        }
        Include<?, ?, ?> named = meaning.associations().get(name);
        return named != null ? named : names.association(name);
    }

    /** All names that mean something. */
    Set<String> all() {
        Set<String> all = new LinkedHashSet<>(names.columns());
        all.addAll(meaning.virtuals().keySet());
        all.addAll(meaning.computed().keySet());
        refinement.computed().forEach(computed -> all.add(computed.name()));
        all.addAll(includes());
        if (junction != null) {
            all.add(name(junction));
        }
        return all;
    }

    /** The names of includes: the refined ones, the model's, the table's. */
    Set<String> includes() {
        Set<String> all = new LinkedHashSet<>();
        refinement.includes().forEach(include -> all.add(include.name()));
        all.addAll(meaning.associations().keySet());
        all.addAll(names.associations());
        return all;
    }

    /** A junction's row is called as its class is. */
    private static String name(Table<?> junction) {
        String name = junction.getRecordType().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    @SuppressWarnings("unchecked") // a model's computed values are of its own table
    private static <T extends Table<?>> @Nullable Computed<T, ?> own(@Nullable Computed<?, ?> computed) {
        return (Computed<T, ?>) computed;
    }
}
