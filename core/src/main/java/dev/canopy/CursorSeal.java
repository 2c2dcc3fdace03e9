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
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes places in an order as tokens, and reads them back. A token holds which order it belongs to, and the values. With a secret
 * it is encrypted, so that nobody else can read or make one; without, it can be read by anybody, and a seal tells damage alone.
 * Thread-safe.
 */
final class CursorSeal {
    private static final String MAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final SecretKeySpec KNOWN_TO_ALL = new SecretKeySpec(utf8("canopy"), MAC);
    private static final int ORDER = 8;
    private static final int SEAL = 16;
    private static final int NONCE = 12;

    private final Form form;

    private CursorSeal(Form form) {
        this.form = form;
    }

    static CursorSeal with(@Nullable String secret) {
        return new CursorSeal(secret == null ? new Sealed() : Encrypted.by(secret));
    }

    /** How a token keeps what is in it. */
    private sealed interface Form {
        byte version();

        byte[] close(byte[] content);

        /** The content; null if the token is damaged or somebody else's. */
        byte @Nullable [] open(byte[] closed);
    }

    /** In clear, and behind it a seal that anybody can make. */
    private record Sealed() implements Form {
        @Override
        public byte version() {
            return 1;
        }

        @Override
        public byte[] close(byte[] content) {
            byte[] closed = Arrays.copyOf(content, content.length + SEAL);
            System.arraycopy(seal(content), 0, closed, content.length, SEAL);
            return closed;
        }

        @Override
        public byte @Nullable [] open(byte[] closed) {
            if (closed.length < SEAL) {
                return null;
            }
            byte[] content = Arrays.copyOf(closed, closed.length - SEAL);
            byte[] seal = Arrays.copyOfRange(closed, closed.length - SEAL, closed.length);
            return MessageDigest.isEqual(seal, seal(content)) ? content : null;
        }

        /** Over the version as well. */
        private byte[] seal(byte[] content) {
            byte[] all = new byte[content.length + 1];
            all[0] = version();
            System.arraycopy(content, 0, all, 1, content.length);
            return Arrays.copyOf(mac(KNOWN_TO_ALL, all), SEAL);
        }
    }

    /**
     * Encrypted and authenticated by AES-GCM. The nonce is made of the content, so that no two contents share one by a bad choice,
     * and a place is one token always.
     */
    private record Encrypted(SecretKeySpec key, SecretKeySpec nonces) implements Form {
        static Encrypted by(String secret) {
            SecretKeySpec own = new SecretKeySpec(utf8(secret), MAC);
            return new Encrypted(
                    new SecretKeySpec(mac(own, utf8("canopy cursors")), "AES"),
                    new SecretKeySpec(mac(own, utf8("canopy nonces")), MAC));
        }

        @Override
        public byte version() {
            return 2;
        }

        @Override
        public byte[] close(byte[] content) {
            byte[] nonce = Arrays.copyOf(mac(nonces, content), NONCE);
            try {
                byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(content);
                byte[] closed = Arrays.copyOf(nonce, NONCE + encrypted.length);
                System.arraycopy(encrypted, 0, closed, NONCE, encrypted.length);
                return closed;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has " + CIPHER + ".", e);
            }
        }

        @Override
        public byte @Nullable [] open(byte[] closed) {
            if (closed.length < NONCE) {
                return null;
            }
            try {
                return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(closed, NONCE))
                        .doFinal(closed, NONCE, closed.length - NONCE);
            } catch (GeneralSecurityException e) {
                // Whatever does not decrypt was never encrypted by this secret.
                return null;
            }
        }

        private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(8 * SEAL, nonce));
            cipher.updateAAD(new byte[] {version()});
            return cipher;
        }
    }

    /** Whether nobody else can read a token. */
    boolean isSecret() {
        return form instanceof Encrypted;
    }

    Cursor seal(String order, List<? extends @Nullable Object> place) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(fingerprint(order));
            for (Object value : place) {
                out.writeBoolean(value != null);
                if (value != null) {
                    byte[] text = utf8(value.toString());
                    out.writeInt(text.length);
                    out.write(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] closed = form.close(bytes.toByteArray());
        byte[] token = new byte[closed.length + 1];
        token[0] = form.version();
        System.arraycopy(closed, 0, token, 1, closed.length);
        return new Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    /**
     * The values of a place in this order.
     *
     * @throws CursorException if the token is damaged, was made with another secret, or belongs to another order
     */
    List<@Nullable String> open(Cursor cursor, String order, String spoken) {
        byte[] token = decoded(cursor);
        byte[] content = token.length > 0 && token[0] == form.version()
                ? form.open(Arrays.copyOfRange(token, 1, token.length))
                : null;
        if (content == null || content.length < ORDER) {
            throw damaged(cursor);
        }
        if (!Arrays.equals(Arrays.copyOf(content, ORDER), fingerprint(order))) {
            throw new CursorException(
                    "The cursor \"%s\" belongs to another order than %s; go on in the order that it came from, or begin without it."
                            .formatted(cursor, spoken));
        }
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(content, ORDER, content.length - ORDER))) {
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
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(utf8(order)), ORDER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static byte[] mac(SecretKeySpec key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + MAC + ".", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
