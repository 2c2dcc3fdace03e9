package dev.canopy.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An installed Java. */
record Jdk(Path home, int feature) {
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"?(\\d+)");

    /** What is installed there; empty if nothing that can be started. */
    static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || launcher(home).isEmpty()) {
            return Optional.empty();
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find() ? Optional.of(new Jdk(home, Integer.parseInt(version.group(1)))) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    Path java() {
        return launcher(home).orElseThrow();
    }

    private static Optional<Path> launcher(Path home) {
        for (String name : new String[] {"java", "java.exe"}) {
            Path java = home.resolve("bin").resolve(name);
            if (Files.isRegularFile(java)) {
                return Optional.of(java);
            }
        }
        return Optional.empty();
    }
}
