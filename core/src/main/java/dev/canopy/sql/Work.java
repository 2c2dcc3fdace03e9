package dev.canopy.sql;

/**
 * What runs in a transaction and returns something.
 *
 * @param <V> what it returns
 * @param <X> what it may throw; the compiler finds it by itself
 */
@FunctionalInterface
public interface Work<V, X extends Exception> {
    V run() throws X;
}
