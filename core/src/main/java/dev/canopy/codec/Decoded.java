package dev.canopy.codec;

/** A field that knows by itself how its values travel; what its codec reads is what the caller gets. */
public interface Decoded {
    ColumnCodec codec();
}
