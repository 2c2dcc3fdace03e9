package dev.canopy.quickstart;

import dev.canopy.sql.ExecutedStatement;
import java.io.PrintStream;
import java.util.function.Supplier;

/** Prints each step: what the code means, the SQL that ran, what came back. Coloured where a terminal reads it. */
final class Story {
    private static final String BOLD = "\u001b[1m";
    private static final String BLUE = "\u001b[34m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;
    private int steps;
    private boolean aside;

    Story(PrintStream out) {
        this.out = out;
        this.coloured = System.getenv("NO_COLOR") == null
                && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** A step begins. */
    void step(String intent) {
        out.println();
        out.println(in(BOLD, ++steps + ". " + intent));
    }

    /** Something that a later step needs; what it runs is not told. */
    <T> T aside(String what, Supplier<T> preparation) {
        out.println();
        out.println("   (" + what + ")");
        aside = true;
        T prepared = preparation.get();
        aside = false;
        return prepared;
    }

    /** A statement ran. */
    void ran(ExecutedStatement statement) {
        if (!aside) {
            out.println("   " + in(BLUE, "SQL  " + Layout.of(statement.sql(), "        ")));
        }
    }

    /** A hook spoke. */
    void told(String what) {
        if (!aside) {
            out.println("   hook " + what);
        }
    }

    /** What came back. */
    void result(Object result) {
        out.println("   " + in(GREEN, "=>   " + result));
    }

    private String in(String colour, String text) {
        return coloured ? colour + text + PLAIN : text;
    }
}
