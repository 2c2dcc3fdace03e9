package dev.canopy.it;

/** How much a test does: little in every build, much with {@code mvn verify -Psoak}. */
final class Soak {
    private static final boolean ON = Boolean.getBoolean("canopy.soak");

    private Soak() {}

    /** Whether this is the long run. */
    static boolean isOn() {
        return ON;
    }

    /** The first in every build, the second in the long run. */
    static int times(int usually, int inTheLongRun) {
        return ON ? inTheLongRun : usually;
    }
}
