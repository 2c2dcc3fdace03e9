package dev.canopy.quickstart;

import dev.canopy.sql.ExecutedStatement;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints each step: what the code means, the SQL that ran, what came back. Coloured where a terminal reads it. */
final class Story {
    private static final String BOLD = "\u001b[1m";
    private static final String BLUE = "\u001b[34m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;
    private final List<String> heard = new ArrayList<>();
    private int steps;

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

    /** A statement ran. */
    void ran(ExecutedStatement statement) {
        out.println("   " + in(BLUE, "SQL  " + statement.sql()));
    }

    /** A hook spoke. */
    void told(String what) {
        out.println("   hook " + what);
        heard.add(what);
    }

    /** What came back. */
    void result(Object result) {
        out.println("   " + in(GREEN, "=>   " + result));
    }

    /** What the hooks said so far, in order. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    private String in(String colour, String text) {
        return coloured ? colour + text + PLAIN : text;
    }
}
