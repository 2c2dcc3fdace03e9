package dev.canopy.association;

import org.jooq.Table;

/**
 * A link between two tables that has a name: which rows of the target belong to a row of the source. Generated for each
 * foreign key as a constant of the table class, and an {@link Include} as it stands.
 *
 * @param <P> the source, where one stands
 * @param <C> the target
 */
public sealed interface Association<P extends Table<?>, C extends Table<?>>
        permits BelongsTo, HasOne, HasMany, BelongsToMany {
    /** What the association itself is called, such as {@code posts}. */
    String associationName();

    /** The table, or alias of it, that this value is a field of. */
    P source();

    /** The far table, never an alias. */
    C target();
}
