package dev.canopy.association;

/**
 * A table with a primary key. Generated tables implement it, so that a key of the wrong type does not compile.
 *
 * @param <K> the key's Java type: the column's own, or a generated record where several columns make the key
 */
public interface Keyed<K> {
    /** The key's values in the order of the primary key's columns. */
    Object[] keyValues(K key);
}
