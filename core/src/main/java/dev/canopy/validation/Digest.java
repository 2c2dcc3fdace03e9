package dev.canopy.validation;

/** The algorithms of {@link Validators#isHash}. */
public enum Digest {
    CRC32(32),
    MD5(128),
    SHA1(160),
    SHA256(256),
    SHA384(384),
    SHA512(512);

    private final int bits;

    Digest(int bits) {
        this.bits = bits;
    }

    /** How many characters its value has in hexadecimal. */
    int hexadecimals() {
        return bits / 4;
    }
}
