package dev.canopy.codegen;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jooq.tools.StringUtils;

/** How names of the database are spelt in Java; like jOOQ does it, so that an association looks like a column. */
final class Spelling {
    /** {@code author_id}, {@code "author-id"}, {@code "authorId"}, {@code "authorID"}; the column {@code id} has no stem. */
    private static final Pattern ID_SUFFIX = Pattern.compile("(.*[^_ .-])(?:[_ .-]+[iI][dD]|(?<=[\\p{Ll}\\d])I[dD])");

    private Spelling() {}

    /** {@code order_details} → {@code ORDER_DETAILS}. */
    static String constant(String name) {
        StringBuilder constant = new StringBuilder();
        name.toUpperCase(Locale.ROOT).codePoints().forEach(c -> {
            if (Character.isJavaIdentifierPart(c)) {
                constant.appendCodePoint(c);
            } else if (c == ' ' || c == '-' || c == '.') {
                constant.append('_');
            } else {
                constant.append('_').append(Integer.toHexString(c));
            }
        });
        boolean starts = !constant.isEmpty() && Character.isJavaIdentifierStart(constant.codePointAt(0));
        return (starts ? "" : "_") + constant;
    }

    /** {@code ORDER_DETAILS} → {@code orderDetails}. */
    static String member(String constant) {
        return StringUtils.toLC(pascal(constant), Locale.ROOT);
    }

    /** {@code ORDER_DETAILS} and {@code order_details} → {@code OrderDetails}. */
    static String pascal(String name) {
        return StringUtils.toCamelCase(name.replace(' ', '_').replace('-', '_').replace('.', '_'));
    }

    /** {@code writer}, {@code leadAuthor} and {@code LEAD_AUTHOR} as somebody wrote them → {@code WRITER}, {@code LEAD_AUTHOR}. */
    static String constantOf(String name) {
        return constant(name.replaceAll("(?<=[\\p{Ll}\\d])(?=\\p{Lu})", "_"));
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether a class or field can be called so. */
    static boolean isName(String name) {
        return SourceVersion.isName(name, SourceVersion.RELEASE_21) && name.indexOf('.') < 0;
    }

    static boolean isKeyword(String name) {
        return SourceVersion.isKeyword(name, SourceVersion.RELEASE_21);
    }

    /** The role that a key's column names: {@code author_id} → {@code author}; {@code ship_via} and {@code id} name none. */
    static Optional<String> stem(String column) {
        Matcher suffix = ID_SUFFIX.matcher(column);
        return suffix.matches() ? Optional.of(suffix.group(1)) : Optional.empty();
    }
}
