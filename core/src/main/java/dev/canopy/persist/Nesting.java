package dev.canopy.persist;

import dev.canopy.error.DefinitionException;
import dev.canopy.model.ModelName;
import dev.canopy.model.Moment;
import dev.canopy.model.PropertyName;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** How deep an operation stands within the hooks of others. */
public record Nesting(Link link, @Nullable Nesting outer, int depth) {
    /** The operation whose hooks the thread is in. */
    private static final ThreadLocal<@Nullable Nesting> INNERMOST = new ThreadLocal<>();

    /** Hooks call each other in a circle sooner than they go this deep for a purpose. */
    private static final int DEEPEST = 100;

    private static final int SHOWN = 8;

    /** An operation that has hooks. */
    interface Link {
        /** {@code update of User (afterUpdate)}. */
        String inWords();

        static String inWords(String operation, Table<?> table, @Nullable Moment now) {
            String what = operation + " of " + ModelName.of(table);
            return now == null ? what : what + " (" + PropertyName.of(now.name()) + ")";
        }
    }

    private record Heard(String operation, Table<?> table, Moment moment) implements Link {
        @Override
        public String inWords() {
            return Link.inWords(operation, table, moment);
        }
    }

    /**
     * Runs those hooks of an operation that are for all its rows together; what they do stands within it.
     *
     * @param operation what it is called, as in {@code find}
     * @throws DefinitionException if hooks call each other without end
     */
    public static void hear(String operation, Table<?> table, Moment moment, Runnable hooks) {
        Nesting here = of(new Heard(operation, table, moment), INNERMOST.get());
        here.requireEnd();
        here.enter();
        try {
            hooks.run();
        } finally {
            here.leave();
        }
    }

    static Nesting of(Link link, @Nullable Nesting outer) {
        return new Nesting(link, outer, outer == null ? 1 : outer.depth + 1);
    }

    /** What the hooks that the thread is in belong to; null if it is in none. */
    static @Nullable Nesting innermost() {
        return INNERMOST.get();
    }

    /** Until it {@link #leave}s, what the thread does stands within this. */
    void enter() {
        INNERMOST.set(this);
    }

    void leave() {
        if (outer == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(outer);
        }
    }

    /** The innermost write of rows, which this is or stands in. */
    @Nullable
    Write<?, ?> write() {
        for (Nesting nesting = this; nesting != null; nesting = nesting.outer) {
            if (nesting.link instanceof Write<?, ?> write) {
                return write;
            }
        }
        return null;
    }

    void requireEnd() {
        if (depth > DEEPEST) {
            throw new DefinitionException(
                    "Hooks call each other without end; the last of %d operations within each other are: %s. Have one of the hooks look first whether there is anything to do, as by op.changedFields(), or use op.dsl(), which runs no hooks."
                            .formatted(depth, chain()));
        }
    }

    private String chain() {
        Deque<String> links = new ArrayDeque<>();
        Nesting nesting = this;
        while (nesting != null && links.size() < SHOWN) {
            links.addFirst(nesting.link.inWords());
            nesting = nesting.outer;
        }
        return String.join(" → ", links);
    }
}
