package dev.canopy.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What one run wrote. */
record GeneratedSources(Path root) {
    /** Runs the program's own path: migrations of one file, into a directory of the given name. */
    static GeneratedSources of(Path directory, String name, String sql, String... more) throws IOException {
        Path migrations = Files.createDirectories(directory.resolve("migrations-" + name));
        Files.writeString(migrations.resolve("V1__schema.sql"), sql);
        Path output = directory.resolve(name);
        List<String> arguments = new ArrayList<>(
                List.of("--migrations", migrations.toString(), "--package", "sample", "--output", output.toString()));
        arguments.addAll(List.of(more));
        Arguments.read(arguments, variable -> null).run();
        return new GeneratedSources(output);
    }

    Map<String, String> byPath() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Path file : files()) {
            sources.put(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        }
        return sources;
    }

    String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    /** The associations of a table, as "BelongsTo<…> NAME". */
    List<String> associations(String path) throws IOException {
        return read(path)
                .lines()
                .filter(line -> line.startsWith("    public final transient "))
                .map(line -> line.replaceFirst("^ *public final transient ", "")
                        .replaceFirst(" = .*", "")
                        .replaceFirst("<.*> ", " "))
                .toList();
    }

    /** What javac has to say with all its warnings on; empty if nothing. */
    String complaints(Path classes, Path... more) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            List<Path> sources = new ArrayList<>(files());
            sources.addAll(List.of(more));
            compiler.getTask(
                            null,
                            files,
                            diagnostics,
                            List.of(
                                    "--release",
                                    "21",
                                    "-Xlint:all",
                                    "-Werror",
                                    "-proc:none",
                                    "-classpath",
                                    System.getProperty("java.class.path"),
                                    "-d",
                                    classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
                // Of the class path, not of what was generated.
                .filter(diagnostic -> diagnostic.getSource() != null)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
