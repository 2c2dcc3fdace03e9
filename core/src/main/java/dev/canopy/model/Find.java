package dev.canopy.model;

/** A find, for the hooks of each model whose rows it asks for. */
public interface Find extends Reach {
    /** Where in the tree the rows stand: the names of the includes that lead to them, as in {@code posts.comments}; empty at the root. */
    String path();
}
