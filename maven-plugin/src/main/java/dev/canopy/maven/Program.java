package dev.canopy.maven;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The generator, to be run in a JVM of its own. */
final class Program {
    private final Path java;
    private final List<Path> classPath;
    private final List<String> arguments;
    private final Map<String, String> environment;

    Program(Path java, List<Path> classPath, List<String> arguments, Map<String, String> environment) {
        this.java = java;
        this.classPath = List.copyOf(classPath);
        this.arguments = List.copyOf(arguments);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Runs it to its end.
     *
     * @param file for the arguments: Windows takes few on the command line, and others could read them there
     * @param said takes each line of the standard output
     * @return what it said on its error output, if it failed; else empty
     */
    String run(Path file, Consumer<String> said) throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, quoted(), StandardCharsets.UTF_8);
        ProcessBuilder builder = new ProcessBuilder(java.toString(), "@" + file);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> complaint = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    said.accept(line);
                }
            }
            int exit = process.waitFor();
            String text = complaint.join().strip();
            if (exit == 0) {
                return "";
            }
            return text.isEmpty() ? "The generator ended with " + exit + "." : text;
        } finally {
            process.destroy();
        }
    }

    private List<String> quoted() {
        List<String> all = new ArrayList<>(List.of(
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dorg.slf4j.simpleLogger.logFile=System.out",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.dev.canopy=info",
                "-Dorg.slf4j.simpleLogger.log.org.flywaydb=off",
                "-Dorg.slf4j.simpleLogger.log.com.zaxxer=off",
                "-Dorg.slf4j.simpleLogger.showThreadName=false",
                "-Dorg.slf4j.simpleLogger.showLogName=false",
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "dev.canopy.codegen.GenerateMain"));
        all.addAll(arguments);
        return all.stream().map(Program::quoted).toList();
    }

    /** As the java launcher reads its argument files. */
    private static String quoted(String argument) {
        String escaped = argument.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "\"" + escaped + "\"";
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
