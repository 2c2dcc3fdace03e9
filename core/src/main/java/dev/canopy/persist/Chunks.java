package dev.canopy.persist;

import java.util.ArrayList;
import java.util.List;

/**
 * How many rows one statement holds at most: enough that the round trip no longer counts, few enough that neither side holds
 * much in memory.
 */
final class Chunks {
    static final int ROWS = 5_000;
    static final long BYTES = 8L << 20;

    /** PostgreSQL counts the binds of a statement with 16 bits (manual, "Message Formats", Bind). */
    private static final int BINDS = 65_535;

    private Chunks() {}

    /** The list in lists of at most so many, in its order. */
    static <E> List<List<E>> of(List<E> all, int size) {
        List<List<E>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return chunks;
    }

    /** How many rows fit into one statement that binds each of their values on its own. */
    static int boundRows(int columns) {
        return Math.min(ROWS, BINDS / Math.max(1, columns));
    }
}
