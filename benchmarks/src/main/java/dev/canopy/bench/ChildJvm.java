package dev.canopy.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** A JVM of its own, for what depends on how a JVM began. It works on the lab's database and prints its answer. */
final class ChildJvm {
    private static final String URL = "BENCH_URL";
    private static final String USER = "BENCH_USER";
    private static final String PASSWORD = "BENCH_PASSWORD";

    private ChildJvm() {}

    /**
     * What the program prints.
     *
     * @param options of the JVM
     */
    static String answer(Class<?> program, String argument, List<String> options, Lab lab) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Dorg.jooq.no-logo=true",
                "-Dorg.jooq.no-tips=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                program.getName(),
                argument));
        ProcessBuilder child = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        child.environment()
                .putAll(Map.of(
                        "CLASSPATH",
                        System.getProperty("java.class.path"),
                        URL,
                        lab.url(),
                        USER,
                        lab.user(),
                        PASSWORD,
                        lab.password()));
        try {
            Process process = child.start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "%s of %s failed: %s".formatted(program.getSimpleName(), argument, answer));
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The child's side: the lab's database. */
    static PGSimpleDataSource database() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(System.getenv(URL));
        source.setUser(System.getenv(USER));
        source.setPassword(System.getenv(PASSWORD));
        return source;
    }
}
