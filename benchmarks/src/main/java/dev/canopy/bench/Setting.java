package dev.canopy.bench;

/**
 * How far away the server is.
 *
 * @param name in the results
 * @param addedMicros how much longer a round trip takes than on this machine alone
 */
record Setting(String name, long addedMicros) {
    static final Setting LOOPBACK = new Setting("loopback", 0);
    static final Setting ONE_MILLISECOND = new Setting("1ms", 1000);
}
