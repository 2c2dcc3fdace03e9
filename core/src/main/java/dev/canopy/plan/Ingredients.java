package dev.canopy.plan;

import dev.canopy.association.FarSide;
import dev.canopy.association.Refinement;
import java.util.List;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;

/** Is told all that a statement is made of. */
public interface Ingredients {
    /** A word, a number, a table or a column by which statements differ. */
    Ingredients token(@Nullable Object token);

    /** Any part of a statement. */
    Ingredients and(QueryPart part);

    /** Any parts of a statement. */
    Ingredients parts(List<? extends QueryPart> parts);

    /** A field that is selected. */
    Ingredients selected(Field<?> field);

    /** Which page of the rows is wanted; of the rows asked for, its offset is a parameter. */
    Ingredients limit(Refinement<?> refinement);

    /** The rows of an include. */
    Ingredients far(FarSide<?> far);
}
