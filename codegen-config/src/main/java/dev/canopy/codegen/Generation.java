package dev.canopy.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What to generate from which tables.
 *
 * @param source where the tables stand
 * @param configuration a file with jOOQ's {@code <generator>} or {@code <configuration>}; null for none
 * @param packageName the root package of the generated classes; null if the configuration says it
 * @param output the source root to write to, where what it held below the package is replaced; null if the configuration
 *     says it
 * @param names what {@link Overrides} reads
 */
record Generation(
        Source source,
        @Nullable Path configuration,
        @Nullable String packageName,
        @Nullable Path output,
        Map<String, String> names) {
    Generation {
        names = Map.copyOf(names);
    }

    /**
     * Reads the tables and writes the sources.
     *
     * @throws GenerationException if nothing could be generated, saying in a sentence why and what to do
     */
    void run() {
        JooqConfiguration jooq =
                configuration == null ? JooqConfiguration.empty() : JooqConfiguration.read(configuration);
        jooq.target(packageName, output == null ? null : output.toString());
        jooq.properties(names);
        Path directory = Path.of(jooq.directory());
        requireWritable(directory);
        source.use(connection -> generate(jooq.with(connection)));
    }

    private void generate(Configuration jooq) {
        try {
            GenerationTool.generate(jooq);
        } catch (Exception failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof GenerationException known) {
                    throw known;
                }
            }
            throw new GenerationException(
                    "Nothing was generated from %s: %s".formatted(source, sentence(failed)), failed);
        }
    }

    /** jOOQ names the object, and the cause beneath it the reason. */
    private static String sentence(Throwable failed) {
        List<String> said = new ArrayList<>();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
            if (said.stream().noneMatch(known -> known.contains(message))) {
                said.add(message);
            }
        }
        return said.size() < 2 ? said.getFirst() : said.getFirst() + ": " + said.getLast();
    }

    /** Before a database is started for nothing. */
    private static void requireWritable(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "canopy", ".tmp"));
        } catch (IOException refused) {
            throw new GenerationException(
                    "The output directory %s cannot be written (%s); name another, or change whose it is."
                            .formatted(directory, refused.getClass().getSimpleName()),
                    refused);
        }
    }
}
