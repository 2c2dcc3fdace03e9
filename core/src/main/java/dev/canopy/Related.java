package dev.canopy;

/**
 * A handle on the rows that an association leads to from one entity. Every verb runs statements, said out loud; a verb of
 * several statements is one transaction, and joins the one that the thread is in. Rows are written through the hooks and
 * validators of their model.
 *
 * <p>On an entity that is new, {@code add}, {@code set} and {@code build} run nothing: what they are given is saved with the
 * entity.
 */
public sealed interface Related permits BelongsToHandle, HasOneHandle, HasManyHandle, BelongsToManyHandle {}
