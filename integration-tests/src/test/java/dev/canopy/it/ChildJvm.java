package dev.canopy.it;

import dev.canopy.testing.ScratchDatabase;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of the tests in a JVM of its own, where logs and memory can be set as it needs them. */
final class ChildJvm {
    private ChildJvm() {}

    /**
     * Runs its {@code main} with URL, user and password of the database as arguments.
     *
     * @return all that it printed, once it has ended well
     */
    static String run(Class<?> program, ScratchDatabase scratch, List<String> options) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                classPath(),
                program.getName(),
                scratch.url(),
                scratch.server().user().orElseThrow(),
                scratch.server().password().orElse("")));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("The program failed:" + System.lineSeparator() + printed);
            }
            return printed;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Test runners keep the tests' class path in various places. */
    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        if (ChildJvm.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.concat(
                            Stream.of(path),
                            Arrays.stream(loader.getURLs())
                                    .map(url ->
                                            Path.of(URI.create(url.toString())).toString()))
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return path;
    }
}
