package dev.canopy.selection;

import static java.util.stream.Collectors.joining;

import dev.canopy.association.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a selection would be read, and why.
 *
 * @param includes from the root downwards, in the order of the includes
 * @param snapshot what the statements see of the database, in one sentence
 */
public record Explanation(List<Included> includes, String snapshot) {
    public Explanation {
        includes = List.copyOf(includes);
    }

    /**
     * An include of the tree.
     *
     * @param path its name, after those that it is included in: {@code posts.comments}
     * @param strategy how its rows get to the reader; null for a to-one include, which is joined
     * @param reason why
     */
    public record Included(String path, @Nullable Strategy strategy, String reason) {
        /** {@code posts.comments: SPLIT (about 400 rows)}. */
        @Override
        public String toString() {
            return "%s: %s (%s)".formatted(path, strategy == null ? "JOIN" : strategy, reason);
        }
    }

    /** A line for each include, and one for the snapshot. */
    @Override
    public String toString() {
        return includes.stream().map(include -> include + "\n").collect(joining()) + snapshot;
    }
}
