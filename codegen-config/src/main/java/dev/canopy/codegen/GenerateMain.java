package dev.canopy.codegen;

import dev.canopy.testing.PostgresServerException;
import java.util.List;

/** The program that migrates a throw-away database and generates from it. */
public final class GenerateMain {
    private GenerateMain() {}

    /** Ends with 1 and one sentence on the error output if nothing could be generated. */
    public static void main(String... arguments) {
        // jOOQ greets in the log otherwise.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        try {
            Generation.of(List.of(arguments)).run();
        } catch (GenerationException | PostgresServerException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
