package dev.canopy.plan;

import dev.canopy.association.FarSide;
import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * An include within a tree.
 *
 * @param name under which an entity holds it
 * @param form how it gets into the statement
 * @param far its rows as they stand in the statement
 * @param level what is read of them
 * @param junction the columns of the junction between; null where there is none
 */
public record Branch(
        String name,
        Form form,
        FarSide<?> far,
        Level level,
        @Nullable List<Field<?>> junction) {
    /** How an include gets into the statement. */
    public enum Form {
        /** A LEFT JOIN of its level; one row or none. */
        JOINED,
        /** A nested collection of which the first row counts. */
        NESTED_ONE,
        /** A nested collection. */
        NESTED_LIST
    }
}
