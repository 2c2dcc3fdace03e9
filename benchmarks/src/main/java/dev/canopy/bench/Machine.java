package dev.canopy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What all this ran on. */
final class Machine {
    private Machine() {}

    static String described() {
        Runtime runtime = Runtime.getRuntime();
        return "%s%d processors, %s %s on %s, %d MB heap at most"
                .formatted(
                        model().map(name -> name + ", ").orElse(""),
                        runtime.availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        runtime.maxMemory() >> 20);
    }

    /** As Linux has it; other systems keep it elsewhere. */
    private static Optional<String> model() {
        Path processors = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(processors)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(processors)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
