package dev.canopy.bench.sequelize;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Node that is asked by lines and answers by lines. */
final class Node implements AutoCloseable {
    /** Where {@code bench.js} and its package are; the build says it. */
    private static final String FOLDER = "canopy.bench.node";

    private final Process process;
    private final BufferedWriter asking;
    private final BufferedReader answering;

    private Node(Process process) {
        this.process = process;
        this.asking = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answering = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Why there is none; empty if there is. Installs the packages if they are missing. */
    static Optional<String> absence() {
        String folder = System.getProperty(FOLDER, "");
        if (folder.isEmpty()) {
            return Optional.of("nobody said by -D" + FOLDER + " where its sources are");
        }
        if (!runs(folder, "node", "--version")) {
            return Optional.of("there is no node on the path");
        }
        if (!Files.isDirectory(Path.of(folder, "node_modules")) && !runs(folder, "npm", "ci", "--silent")) {
            return Optional.of("npm ci could not install it");
        }
        return Optional.empty();
    }

    private static boolean runs(String folder, String... command) {
        try {
            return new ProcessBuilder(command)
                            .directory(Path.of(folder).toFile())
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One that works on the pool's database, by connections of its own. */
    static Node on(HikariDataSource pool) {
        URI database = URI.create(pool.getJdbcUrl().substring("jdbc:".length()));
        ProcessBuilder node = new ProcessBuilder(List.of("node", "bench.js"))
                .directory(Path.of(System.getProperty(FOLDER, "")).toFile())
                .redirectError(Redirect.INHERIT);
        node.environment()
                .putAll(Map.of(
                        "NODE_ENV", "production",
                        // Sequelize inserts side by side on one connection, which its driver warns of.
                        "NODE_OPTIONS", "--no-deprecation",
                        "BENCH_HOST", database.getHost(),
                        "BENCH_PORT", String.valueOf(database.getPort()),
                        "BENCH_DATABASE", database.getPath().substring(1),
                        "BENCH_USER", pool.getUsername(),
                        "BENCH_PASSWORD", pool.getPassword()));
        try {
            return new Node(node.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException with what the other side says of a failure */
    String ask(String line) {
        try {
            asking.write(line);
            asking.newLine();
            asking.flush();
            String answer = answering.readLine();
            if (answer == null || answer.startsWith("!")) {
                throw new IllegalStateException("Node on \"%s\": %s".formatted(line, answer));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            asking.close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }
}
