package dev.canopy;

import dev.canopy.plan.Held;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an entity holds beside its columns, by name: what includes loaded, what the database computed, and what hangs on it. A change
 * is another holding, so that who keeps this one can put it back.
 *
 * @param names shared by all rows that were loaded together
 * @param values as many as there are names; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Holding(Held names, @Nullable Object[] values) {
    static final Holding NOTHING = new Holding(Held.NOTHING, new @Nullable Object[0]);

    static Holding of(Held names, @Nullable Object[] values) {
        return values.length == 0 ? NOTHING : new Holding(names, values);
    }

    /** Where the value of this name is; negative where there is none. */
    int place(String name) {
        return names.names().indexOf(name);
    }

    /** What is there. */
    @Nullable
    Object value(int place) {
        return seen(values[place]);
    }

    /** Whether what has this name may lack rows of its association. */
    boolean isNarrowed(String name) {
        return names.narrowed().contains(name);
    }

    /** The rows that hang on the entity under this name; null where what it holds there is none of these. */
    @Nullable
    AttachedRows attached(String name) {
        int place = place(name);
        return place >= 0 && values[place] instanceof AttachedRows rows ? rows : null;
    }

    /** The same with this, in place of what had its name. */
    Holding with(String name, @Nullable Object value, boolean narrowed) {
        Held more = names.with(name, narrowed);
        @Nullable Object[] all = Arrays.copyOf(values, more.names().size());
        all[more.names().indexOf(name)] = value;
        return new Holding(more, all);
    }

    /** The same without what has this name. */
    Holding without(String name) {
        int place = place(name);
        if (place < 0) {
            return this;
        }
        List<String> left = new ArrayList<>(names.names());
        left.remove(place);
        @Nullable Object[] rest = new @Nullable Object[left.size()];
        System.arraycopy(values, 0, rest, 0, place);
        System.arraycopy(values, place + 1, rest, place, left.size() - place);
        return of(new Held(left, names.narrowed()), rest);
    }

    void each(BiConsumer<String, ? super @Nullable Object> visitor) {
        for (int i = 0; i < values.length; i++) {
            visitor.accept(names.names().get(i), seen(values[i]));
        }
    }

    private static @Nullable Object seen(@Nullable Object value) {
        return value instanceof AttachedRows rows ? rows.now() : value;
    }
}
