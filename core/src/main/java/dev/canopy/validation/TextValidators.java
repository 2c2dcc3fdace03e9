package dev.canopy.validation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** About the form of texts: length, content, characters, encodings. Lengths are code points, as PostgreSQL counts them. */
abstract sealed class TextValidators permits NetworkValidators {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NUMERIC = Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]++)?+|\\.[0-9]++)");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?+");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]++");
    private static final Pattern HEX_COLOR =
            Pattern.compile("#?(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})", Pattern.CASE_INSENSITIVE);
    private static final Pattern BASE32 = Pattern.compile(
            "(?=.)(?:[A-Z2-7]{8})*+" + "(?:[A-Z2-7]{2}={6}|[A-Z2-7]{4}={4}|[A-Z2-7]{5}={3}|[A-Z2-7]{7}=)?");
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]++(?:-[a-z0-9]++)*+");
    private static final Pattern SEM_VER =
            Pattern.compile("(?:0|[1-9][0-9]*+)\\.(?:0|[1-9][0-9]*+)\\.(?:0|[1-9][0-9]*+)"
                    + "(?:-(?:0|[1-9][0-9]*+|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9][0-9]*+|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
                    + "(?:\\+[0-9a-zA-Z-]++(?:\\.[0-9a-zA-Z-]++)*+)?");

    TextValidators() {}

    /** Something other than white space. */
    public static Validator<CharSequence> notEmpty() {
        return Validator.of(
                "notEmpty",
                "must not be empty",
                text -> text.codePoints().anyMatch(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c)));
    }

    /** A length within both bounds, in code points. */
    public static Validator<CharSequence> len(int least, int most) {
        return Validator.<CharSequence>of("len", "must have {least} to {most} characters", text -> {
                    int length = length(text);
                    return length >= least && length <= most;
                })
                .with("least", least)
                .with("most", most);
    }

    /** A length within both bounds, in bytes of UTF-8. */
    public static Validator<CharSequence> isByteLength(int least, int most) {
        return Validator.<CharSequence>of("isByteLength", "must have {least} to {most} bytes", text -> {
                    int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
                    return length >= least && length <= most;
                })
                .with("least", least)
                .with("most", most);
    }

    /** The whole text matches, as {@link String#matches} has it; for a part of it say {@code contains(Pattern)}. */
    public static Validator<CharSequence> matches(String regex) {
        return matches(Pattern.compile(regex));
    }

    /** The whole text matches. */
    public static Validator<CharSequence> matches(Pattern pattern) {
        return Validator.<CharSequence>of(
                        "matches",
                        "must match {pattern}",
                        text -> pattern.matcher(text).matches())
                .with("pattern", pattern.pattern());
    }

    /** Has this text in it. */
    public static Validator<CharSequence> contains(CharSequence part) {
        return Validator.<CharSequence>of(
                        "contains",
                        "must contain \"{part}\"",
                        text -> text.toString().contains(part))
                .with("part", part);
    }

    /** The pattern is found somewhere in the text. */
    public static Validator<CharSequence> contains(Pattern pattern) {
        return Validator.<CharSequence>of(
                        "contains",
                        "must contain {part}",
                        text -> pattern.matcher(text).find())
                .with("part", pattern.pattern());
    }

    /** Does not have this text in it. */
    public static Validator<CharSequence> notContains(CharSequence part) {
        return Validator.<CharSequence>of(
                        "notContains",
                        "must not contain \"{part}\"",
                        text -> !text.toString().contains(part))
                .with("part", part);
    }

    /** The pattern is found nowhere in the text. */
    public static Validator<CharSequence> notContains(Pattern pattern) {
        return Validator.<CharSequence>of(
                        "notContains",
                        "must not contain {part}",
                        text -> !pattern.matcher(text).find())
                .with("part", pattern.pattern());
    }

    /** Letters alone, of every script; together with {@code isAscii()}, a to z and A to Z. */
    public static Validator<CharSequence> isAlpha() {
        return Validator.of("isAlpha", "must have letters only", text -> all(text, TextValidators::isLetter));
    }

    /** Letters and decimal digits alone, of every script. */
    public static Validator<CharSequence> isAlphanumeric() {
        return Validator.of(
                "isAlphanumeric",
                "must have letters and digits only",
                text -> all(text, c -> isLetter(c) || Character.isDigit(c)));
    }

    /** Characters of ASCII alone; the empty text, too. */
    public static Validator<CharSequence> isAscii() {
        return Validator.of(
                "isAscii",
                "must have characters of ASCII only",
                text -> text.chars().allMatch(c -> c < 128));
    }

    /** Nothing that has a lower-case form of its own. */
    public static Validator<CharSequence> isLowercase() {
        return Validator.of(
                "isLowercase",
                "must be in lower case",
                text -> text.toString().equals(text.toString().toLowerCase(Locale.ROOT)));
    }

    /** Nothing that has an upper-case form of its own. */
    public static Validator<CharSequence> isUppercase() {
        return Validator.of(
                "isUppercase",
                "must be in upper case",
                text -> text.toString().equals(text.toString().toUpperCase(Locale.ROOT)));
    }

    /** These characters alone. */
    public static Validator<CharSequence> isWhitelisted(String characters) {
        return Validator.<CharSequence>of(
                        "isWhitelisted",
                        "must have no other characters than {characters}",
                        text -> text.codePoints().allMatch(c -> characters.indexOf(c) >= 0))
                .with("characters", characters);
    }

    /** The text of a number: digits with a sign and a fraction, or without. */
    public static Validator<CharSequence> isNumeric() {
        return matching("isNumeric", "must be a number", NUMERIC);
    }

    /** The text of a number, with an exponent or without. */
    public static Validator<CharSequence> isDecimal() {
        return matching("isDecimal", "must be a decimal number", DECIMAL);
    }

    /** The text of a whole number of any size. */
    public static Validator<CharSequence> isInt() {
        return matching("isInt", "must be a whole number", INTEGER);
    }

    /** The text of a truth value: {@code true}, {@code false}, {@code 1} or {@code 0}. */
    public static Validator<CharSequence> isBoolean() {
        return matching("isBoolean", "must be true or false", Pattern.compile("true|false|1|0"));
    }

    /** Hexadecimal digits, after {@code 0x} or not. */
    public static Validator<CharSequence> isHexadecimal() {
        return matching("isHexadecimal", "must be a hexadecimal number", Pattern.compile("(?:0[xX])?[0-9a-fA-F]++"));
    }

    /** Octal digits, after {@code 0o} or not. */
    public static Validator<CharSequence> isOctal() {
        return matching("isOctal", "must be an octal number", Pattern.compile("(?:0[oO])?[0-7]++"));
    }

    /** A colour as CSS has it, of 3, 4, 6 or 8 hexadecimal digits, after {@code #} or not. */
    public static Validator<CharSequence> isHexColor() {
        return matching("isHexColor", "must be a hexadecimal colour", HEX_COLOR);
    }

    /** Base 32 with its padding (RFC 4648). */
    public static Validator<CharSequence> isBase32() {
        return matching("isBase32", "must be base 32", BASE32);
    }

    /** Base 58: digits and letters without 0, O, I and l. */
    public static Validator<CharSequence> isBase58() {
        return matching("isBase58", "must be base 58", Pattern.compile("[1-9A-HJ-NP-Za-km-z]++"));
    }

    /** Base 64 with its padding (RFC 4648). */
    public static Validator<CharSequence> isBase64() {
        return Validator.of("isBase64", "must be base 64", TextValidators::isPaddedBase64);
    }

    /** Words of small letters and digits with single hyphens between them, as in {@code a-page-2}. */
    public static Validator<CharSequence> isSlug() {
        return matching("isSlug", "must be small letters and digits with single hyphens between them", SLUG);
    }

    /** A version as Semantic Versioning 2.0.0 has it. */
    public static Validator<CharSequence> isSemVer() {
        return matching("isSemVer", "must be a version such as 1.2.3", SEM_VER);
    }

    /** A JSON text of any kind (RFC 8259), with nothing behind it. */
    public static Validator<CharSequence> isJSON() {
        return Validator.of("isJSON", "must be JSON", text -> isJson(text, false));
    }

    /** A JSON Web Token in its compact form (RFC 7519). Neither its signature nor its times are checked. */
    public static Validator<CharSequence> isJWT() {
        return Validator.<CharSequence>of("isJWT", "must be a JSON Web Token", TextValidators::isToken)
                .withoutValue();
    }

    /**
     * A password of 8 characters or more, with a small letter, a capital, a digit and something else. Its violations do not show
     * it.
     */
    public static Validator<CharSequence> isStrongPassword() {
        return isStrongPassword(8);
    }

    /** The same with another number of characters. */
    public static Validator<CharSequence> isStrongPassword(int least) {
        return Validator.<CharSequence>of(
                        "isStrongPassword",
                        "must have {least} characters or more, with a small letter, a capital, a digit and something else",
                        text -> length(text) >= least
                                && text.codePoints().anyMatch(Character::isLowerCase)
                                && text.codePoints().anyMatch(Character::isUpperCase)
                                && text.codePoints().anyMatch(Character::isDigit)
                                && text.codePoints().anyMatch(c -> !Character.isLetterOrDigit(c)))
                .with("least", least)
                .withoutValue();
    }

    static Validator<CharSequence> matching(String rule, String message, Pattern pattern) {
        return Validator.of(rule, message, text -> pattern.matcher(text).matches());
    }

    static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }

    static boolean isPaddedBase64(CharSequence text) {
        return text.length() % 4 == 0 && decodes(Base64.getDecoder(), text);
    }

    private static boolean decodes(Base64.Decoder decoder, CharSequence text) {
        if (text.isEmpty()) {
            return false;
        }
        try {
            decoder.decode(text.toString());
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private static boolean all(CharSequence text, IntPredicate wanted) {
        return !text.isEmpty() && text.codePoints().allMatch(wanted);
    }

    /** Marks are parts of letters: of vowels in many scripts, of accents in a decomposed text. */
    private static boolean isLetter(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isLetter(codePoint)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isJson(CharSequence text, boolean objectOnly) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text.toString())) {
            JsonToken first = parser.nextToken();
            if (first == null || (objectOnly && first != JsonToken.START_OBJECT)) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException other) {
            return false;
        }
    }

    private static boolean isToken(CharSequence text) {
        String[] parts = text.toString().split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        Base64.Decoder decoder = Base64.getUrlDecoder();
        for (String part : parts) {
            if (part.indexOf('=') >= 0 || !decodes(decoder, part)) {
                return false;
            }
        }
        return isJson(new String(decoder.decode(parts[0]), StandardCharsets.UTF_8), true)
                && isJson(new String(decoder.decode(parts[1]), StandardCharsets.UTF_8), true);
    }
}
