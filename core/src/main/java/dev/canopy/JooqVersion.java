package dev.canopy;

import dev.canopy.error.DefinitionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Constants;

/** The jOOQ at run time, which another's dependency management may have chosen. */
final class JooqVersion {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

    private JooqVersion() {}

    /**
     * Looks before anything of jOOQ's is used that an older one lacks.
     *
     * @throws DefinitionException if it is older than 3.21
     */
    static void require() {
        require(running());
    }

    /** By reflection: the compiler would put the constant of the jOOQ that it sees in its place. */
    static String running() {
        try {
            return String.valueOf(Constants.class.getField("FULL_VERSION").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("jOOQ no longer tells its version.", e);
        }
    }

    static void require(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        boolean old = numbers.matches()
                && Integer.parseInt(numbers.group(1)) * 1000 + Integer.parseInt(numbers.group(2)) < 3021;
        if (old) {
            throw new DefinitionException(
                    "jOOQ %s is on the class path, and Canopy needs 3.21 or later; set the version that your dependency management chooses, with Spring Boot's <jooq.version>3.21.7</jooq.version>."
                            .formatted(version));
        }
    }
}
