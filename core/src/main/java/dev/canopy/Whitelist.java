package dev.canopy;

import dev.canopy.error.Nearest;
import java.util.Collection;

/** What is said of a name that is not on a list. */
final class Whitelist {
    private Whitelist() {}

    /** {@code is no filter; did you mean author? There are author, title}. */
    static String refusal(String name, String what, Collection<String> known) {
        return "is no %s%s There are %s"
                .formatted(
                        what,
                        Nearest.to(name, known)
                                .map("; did you mean %s?"::formatted)
                                .orElse("."),
                        String.join(", ", known));
    }
}
