package dev.canopy.load;

import org.jspecify.annotations.Nullable;

/** Values by whole numbers, which are not boxed. Nothing is taken out again. Not thread-safe. */
final class LongMap<V> {
    private static final int SMALLEST = 16;

    private long[] keys = new long[0];
    private @Nullable Object[] values = {};
    private int size;

    @Nullable
    V get(long key) {
        return size == 0 ? null : value(place(key));
    }

    /** Puts a value under a key that has none yet. */
    void put(long key, V value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int place = place(key);
        keys[place] = key;
        values[place] = value;
        size++;
    }

    @SuppressWarnings("unchecked") // nothing else was put in
    private @Nullable V value(int place) {
        return (V) values[place];
    }

    /** Where the key is, or else would be. */
    private int place(long key) {
        int mask = keys.length - 1;
        int place = Long.hashCode(key * 0x9E3779B97F4A7C15L) & mask;
        while (values[place] != null && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[Math.max(SMALLEST, oldKeys.length * 2)];
        values = new @Nullable Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }
}
