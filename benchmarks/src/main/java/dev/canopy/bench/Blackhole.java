package dev.canopy.bench;

import org.jspecify.annotations.Nullable;

/** Takes results, so that no compiler finds that nobody wants them. */
final class Blackhole {
    @SuppressWarnings("UnusedVariable") // written for the sake of writing
    private static volatile @Nullable Object last;

    private Blackhole() {}

    static void take(Object result) {
        last = result;
    }
}
