package dev.canopy.persist;

import dev.canopy.error.DefinitionException;
import dev.canopy.model.ModelName;
import dev.canopy.model.Moment;
import dev.canopy.model.PropertyName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How deep a write stands within the hooks of others. */
record Nesting(Write<?, ?> write, @Nullable Nesting outer, int depth) {
    /** Hooks that write call each other in a circle sooner than they go this deep for a purpose. */
    private static final int DEEPEST = 100;

    private static final int SHOWN = 8;

    static Nesting of(Write<?, ?> write, @Nullable Nesting outer) {
        return new Nesting(write, outer, outer == null ? 1 : outer.depth + 1);
    }

    void requireEnd() {
        if (depth > DEEPEST) {
            throw new DefinitionException(
                    "Hooks write within each other without end; the last of %d writes are: %s. Have one of the hooks look at op.changedFields() before it writes."
                            .formatted(depth, chain()));
        }
    }

    private String chain() {
        Deque<String> links = new ArrayDeque<>();
        Nesting nesting = this;
        while (nesting != null && links.size() < SHOWN) {
            links.addFirst(nesting.link());
            nesting = nesting.outer;
        }
        return String.join(" → ", links);
    }

    /** {@code update of User (afterUpdate)}. */
    private String link() {
        Moment now = write.moment();
        String what = write.kind().name().toLowerCase(Locale.ROOT) + " of "
                + ModelName.of(write.meaning().table());
        return now == null ? what : what + " (" + PropertyName.of(now.name()) + ")";
    }
}
