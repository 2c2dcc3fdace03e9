package dev.canopy.codegen;

import java.io.File;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.codegen.Files;
import org.jooq.codegen.GeneratorStrategy.Mode;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.jaxb.GeneratedSerialVersionUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code @Nullable} where JSpecify has it. jOOQ prints it before a type, which means the elements of an array, and is an
 * error before a qualified name: {@code @Nullable java.lang.Integer[]} becomes {@code java.lang.Integer @Nullable []}.
 */
final class NullMarkedWriter extends JavaWriter {
    /** A type as jOOQ prints it, type arguments and array brackets included; of a parameter, perhaps with dots. */
    private static final String TYPE = "[\\w.$]+(?:<[^()]*?>)?(?:\\[\\])*(?:\\.\\.\\.)?";

    private static final Pattern GETTER =
            Pattern.compile("(?m)^( *)@((?:org\\.jspecify\\.annotations\\.)?Nullable)\\R((?: *@\\w+\\R)*) *public ("
                    + TYPE + ") (\\w+\\(\\))");

    private static final Pattern PARAMETER =
            Pattern.compile("@((?:org\\.jspecify\\.annotations\\.)?Nullable) (" + TYPE + ")(?= \\w+[,)])");

    private static final Pattern ARRAY = Pattern.compile("((?:\\[\\])+(?:\\.\\.\\.)?|\\.\\.\\.)$");

    NullMarkedWriter(
            File file,
            @Nullable String qualified,
            String encoding,
            boolean javadoc,
            Files files,
            GeneratedSerialVersionUID serial,
            @Nullable Mode mode) {
        super(file, qualified, encoding, javadoc, files, serial, mode);
    }

    @Override
    protected String beforeClose(String printed) {
        String source = super.beforeClose(printed);
        source = GETTER.matcher(source)
                .replaceAll(found -> Matcher.quoteReplacement("%s%spublic %s %s"
                        .formatted(
                                found.group(3),
                                found.group(1),
                                nullable(found.group(2), found.group(4)),
                                found.group(5))));
        return PARAMETER
                .matcher(source)
                .replaceAll(found -> Matcher.quoteReplacement(nullable(found.group(1), found.group(2))));
    }

    /** The type with the annotation in its place. */
    static String nullable(String annotation, String type) {
        Matcher array = ARRAY.matcher(type);
        if (array.find()) {
            return type.substring(0, array.start()) + " @" + annotation + " " + array.group();
        }
        int arguments = type.indexOf('<');
        int simple = type.lastIndexOf('.', arguments < 0 ? type.length() : arguments) + 1;
        return type.substring(0, simple) + "@" + annotation + " " + type.substring(simple);
    }
}
