package dev.canopy.sql;

/**
 * What runs in a transaction and returns nothing.
 *
 * @param <X> what it may throw; the compiler finds it by itself
 */
@FunctionalInterface
public interface Action<X extends Exception> {
    void run() throws X;
}
