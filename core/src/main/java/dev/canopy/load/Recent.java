package dev.canopy.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What was used lately, and no more than twice the bound of it: when so much is new that the bound is reached, what was not used
 * meanwhile is forgotten. Thread-safe.
 */
public final class Recent<K, V> {
    private final int bound;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private volatile Map<K, V> young = new ConcurrentHashMap<>();
    private volatile Map<K, V> old = Map.of();

    /** Nothing was used yet. */
    public Recent(int bound) {
        this.bound = bound;
    }

    /** What was kept under the key; null if nothing was, or it is forgotten. */
    public @Nullable V get(K key) {
        V value = young.get(key);
        if (value == null) {
            value = old.get(key);
            if (value == null) {
                misses.increment();
                return null;
            }
            put(key, value);
        }
        hits.increment();
        return value;
    }

    /** Keeps a value, for as long as it is used or little is new. */
    public void put(K key, V value) {
        young.put(key, value);
        if (young.size() >= bound) {
            turn();
        }
    }

    /** Counts a use of something that was found without looking here. */
    void hit() {
        hits.increment();
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    /** How much is kept. */
    public int size() {
        return young.size() + old.size();
    }

    private synchronized void turn() {
        if (young.size() >= bound) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}
