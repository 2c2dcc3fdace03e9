package dev.canopy.codegen;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the record classes of tables are called, unless one has a name of its own. */
enum RecordNames {
    /** {@code users} has the rows {@code User}. */
    SINGULAR,
    /** {@code users} has the rows {@code UsersRecord}, as in a code base that jOOQ generated. */
    JOOQ;

    static RecordNames of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new GenerationException("recordNames is \"%s\"; known are %s."
                        .formatted(
                                word,
                                Arrays.stream(values())
                                        .map(RecordNames::toString)
                                        .collect(Collectors.joining(" and ")))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
