package dev.canopy.maven;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for a Java of at least some version: in the environment's variables, then in the folders where this platform and the
 * usual tools install one. Of several in folders the latest is taken.
 */
final class JdkSearch {
    /** {@code JAVA_HOME}, {@code JDK_HOME}, {@code JAVA21_HOME}, {@code JAVA_HOME_21_X64}. */
    private static final Pattern VARIABLE = Pattern.compile("(?:JAVA|JDK)_?\\d*_?HOME(?:_\\w+)?");

    private final int least;
    private final Map<String, String> environment;
    private final List<Path> folders;

    JdkSearch(int least, Map<String, String> environment, List<Path> folders) {
        this.least = least;
        this.environment = new TreeMap<>(environment);
        this.folders = List.copyOf(folders);
    }

    static JdkSearch onThisMachine(int least) {
        return new JdkSearch(
                least, System.getenv(), usualFolders(Path.of(System.getProperty("user.home")), System.getenv()));
    }

    Optional<Jdk> find() {
        return Stream.concat(ofVariables(), ofFolders())
                .filter(jdk -> jdk.feature() >= least)
                .findFirst();
    }

    private Stream<Jdk> ofVariables() {
        return environment.entrySet().stream()
                .filter(variable -> VARIABLE.matcher(variable.getKey()).matches())
                .flatMap(variable -> path(variable.getValue()).stream())
                .flatMap(home -> Jdk.at(home).stream());
    }

    private Stream<Jdk> ofFolders() {
        return folders.stream()
                .flatMap(folder -> inside(folder).stream())
                // On macOS a JDK is a bundle, and Homebrew puts the bundle into its own folder.
                .flatMap(found -> Stream.of(
                        found, found.resolve("Contents/Home"), found.resolve("libexec/openjdk.jdk/Contents/Home")))
                .flatMap(home -> Jdk.at(home).stream())
                .sorted(Comparator.comparingInt(Jdk::feature)
                        .reversed()
                        .thenComparing(jdk -> jdk.home().toString()));
    }

    static List<Path> usualFolders(Path user, Map<String, String> environment) {
        List<Path> folders = new ArrayList<>();
        for (String own : List.of(
                ".sdkman/candidates/java",
                ".jdks",
                ".asdf/installs/java",
                ".local/share/mise/installs/java",
                "Library/Java/JavaVirtualMachines")) {
            folders.add(user.resolve(own));
        }
        for (String shared : List.of(
                "/usr/lib/jvm",
                "/usr/lib64/jvm",
                "/usr/java",
                "/opt",
                "/opt/java",
                "/usr/local",
                "/Library/Java/JavaVirtualMachines",
                "/opt/homebrew/opt",
                "/usr/local/opt")) {
            folders.add(Path.of(shared));
        }
        for (String root : List.of("ProgramFiles", "ProgramW6432", "LOCALAPPDATA")) {
            Optional.ofNullable(environment.get(root)).flatMap(JdkSearch::path).ifPresent(programs -> {
                for (String vendor : List.of(
                        "Java",
                        "Eclipse Adoptium",
                        "Microsoft",
                        "Zulu",
                        "Amazon Corretto",
                        "BellSoft",
                        "Programs/Eclipse Adoptium",
                        "Programs/Microsoft")) {
                    folders.add(programs.resolve(vendor));
                }
            });
        }
        return folders;
    }

    private static List<Path> inside(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(found::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException unreadable) {
            return List.of();
        }
        return found;
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
        } catch (InvalidPathException notHere) {
            return Optional.empty();
        }
    }
}
