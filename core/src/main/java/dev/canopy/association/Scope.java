package dev.canopy.association;

import org.jooq.Table;

/**
 * A refinement with a name: {@code Scope<Users> ACTIVE = s -> s.where(u -> u.ACTIVE.isTrue())}. It serves selections and
 * includes of its table alike. Scopes are pure functions: they may be applied any number of times, on any thread.
 *
 * @param <T> the table that it refines
 */
@FunctionalInterface
public interface Scope<T extends Table<?>> {
    /** Refines what it is given and returns the result; what it is given stays as it was. */
    Refinable<T> apply(Refinable<T> selection);
}
