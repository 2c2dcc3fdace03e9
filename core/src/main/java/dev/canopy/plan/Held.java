package dev.canopy.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What entities of a level hold beside their columns; one value for all of them.
 *
 * @param names under which they hold it, in order
 * @param narrowed those names under which rows of the association may be missing
 */
public record Held(List<String> names, Set<String> narrowed) {
    /** Nothing. */
    public static final Held NOTHING = new Held(List.of(), Set.of());

    public Held {
        names = List.copyOf(names);
        narrowed = Set.copyOf(narrowed);
    }

    /** The same with this name, at the end if it is new. */
    public Held with(String name, boolean mayMiss) {
        Held named = names.contains(name) ? this : and(name);
        if (narrowed.contains(name) == mayMiss) {
            return named;
        }
        Set<String> more = new HashSet<>(narrowed);
        if (mayMiss) {
            more.add(name);
        } else {
            more.remove(name);
        }
        return new Held(named.names, more);
    }

    /** The same with one more name at the end. */
    public Held and(String name) {
        List<String> more = new ArrayList<>(names);
        more.add(name);
        return new Held(more, narrowed);
    }
}
