package dev.canopy.codegen;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names given out within one scope, none of them twice. */
final class Distinct {
    private final Set<String> taken = new HashSet<>();
    private final boolean caseMatters;

    private Distinct(boolean caseMatters) {
        this.caseMatters = caseMatters;
    }

    /** For constants and methods. */
    static Distinct names() {
        return new Distinct(true);
    }

    /** For classes: each is a file, and some file systems do not tell {@code Users} from {@code USERS}. */
    static Distinct files() {
        return new Distinct(false);
    }

    boolean has(String name) {
        return taken.contains(key(name));
    }

    void add(String name) {
        taken.add(key(name));
    }

    /** The first candidate that is free; if none is, the last with the lowest number that makes it so. */
    String take(String separator, List<String> candidates) {
        String name = candidates.stream()
                .filter(candidate -> !has(candidate))
                .findFirst()
                .orElse(candidates.getLast());
        for (int number = 2; has(name); number++) {
            name = candidates.getLast() + separator + number;
        }
        add(name);
        return name;
    }

    private String key(String name) {
        return caseMatters ? name : name.toLowerCase(Locale.ROOT);
    }
}
