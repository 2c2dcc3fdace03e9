package dev.canopy;

import dev.canopy.error.CursorException;
import dev.canopy.selection.Cursor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes places in an order as tokens, and reads them back. A token holds which order it belongs to, the values, and a seal over
 * both; with a secret nobody else can make one, without one the seal tells damage alone. Thread-safe.
 */
final class CursorSeal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] KNOWN_TO_ALL = "canopy".getBytes(StandardCharsets.UTF_8);
    private static final int VERSION = 1;
    private static final int ORDER = 8;
    private static final int SEAL = 16;

    private final SecretKeySpec key;

    private CursorSeal(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    static CursorSeal with(@Nullable String secret) {
        return new CursorSeal(secret == null ? KNOWN_TO_ALL : secret.getBytes(StandardCharsets.UTF_8));
    }

    Cursor seal(String order, List<? extends @Nullable Object> place) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.write(fingerprint(order));
            for (Object value : place) {
                out.writeBoolean(value != null);
                if (value != null) {
                    byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                    out.writeInt(text.length);
                    out.write(text);
                }
            }
            out.write(sealOf(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray()));
    }

    /**
     * The values of a place in this order.
     *
     * @throws CursorException if the token is damaged, was made with another secret, or belongs to another order
     */
    List<@Nullable String> open(Cursor cursor, String order, String spoken) {
        byte[] bytes = decoded(cursor);
        int sealed = bytes.length - SEAL;
        if (sealed <= ORDER
                || bytes[0] != VERSION
                || !MessageDigest.isEqual(
                        Arrays.copyOfRange(bytes, sealed, bytes.length), sealOf(Arrays.copyOf(bytes, sealed)))) {
            throw damaged(cursor);
        }
        if (!Arrays.equals(Arrays.copyOfRange(bytes, 1, 1 + ORDER), fingerprint(order))) {
            throw new CursorException(
                    "The cursor \"%s\" belongs to another order than %s; go on in the order that it came from, or begin without it."
                            .formatted(cursor, spoken));
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 1 + ORDER, sealed - ORDER - 1))) {
            List<@Nullable String> place = new ArrayList<>();
            while (in.available() > 0) {
                place.add(in.readBoolean() ? text(in) : null);
            }
            return place;
        } catch (IOException e) {
            throw damaged(cursor, e);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("A text of %d bytes where %d are left.".formatted(length, in.available()));
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static byte[] decoded(Cursor cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor.token());
        } catch (IllegalArgumentException e) {
            throw damaged(cursor, e);
        }
    }

    private static CursorException damaged(Cursor cursor, Exception found) {
        CursorException damaged = damaged(cursor);
        damaged.addSuppressed(found);
        return damaged;
    }

    private static CursorException damaged(Cursor cursor) {
        return new CursorException(
                "The cursor \"%s\" is damaged, or nobody here handed it out; take it from a slice as it is, or begin without it."
                        .formatted(cursor));
    }

    private static byte[] fingerprint(String order) {
        try {
            return Arrays.copyOf(
                    MessageDigest.getInstance("SHA-256").digest(order.getBytes(StandardCharsets.UTF_8)), ORDER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private byte[] sealOf(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(bytes), SEAL);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
        }
    }
}
