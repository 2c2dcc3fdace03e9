package dev.canopy.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of Java in README.md and docs/ stands in a test that runs, between {@code // @start region="name"} and
 * {@code // @end}; the layout may differ, the words may not.
 */
class DocsIT {
    private static final Path ROOT = root();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```java\\R(.*?)^\\1```");
    private static final Pattern REGION =
            Pattern.compile("(?ms)^ *// @start region=\"([^\"]+)\"\\R(.*?)^ *// @end\\b[^\\n]*$");

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void every_example_is_compiled_and_run(Block block) {
        assertThat(regions().values())
                .as(
                        "%s shows code that no test runs; put it between // @start region=\"..\" and // @end of a test:%n%s",
                        block, block.code())
                .contains(bare(block.code()));
    }

    @Test
    void the_examples_are_found() {
        assertThat(blocks().map(Block::page)).contains("README.md");
    }

    static Stream<Block> blocks() {
        return pages().flatMap(page -> {
            List<Block> blocks = new ArrayList<>();
            Matcher found = BLOCK.matcher(read(page));
            while (found.find()) {
                blocks.add(new Block(ROOT.relativize(page).toString(), blocks.size() + 1, found.group(2)));
            }
            return blocks.stream();
        });
    }

    /** The code of a page, by its place on it. */
    record Block(String page, int nth, String code) {
        @Override
        public String toString() {
            return page + ", example " + nth;
        }
    }

    private static Map<String, String> regions() {
        Map<String, String> regions = new TreeMap<>();
        for (Path source : files(ROOT.resolve("integration-tests/src/test/java"), "IT.java")) {
            Matcher found = REGION.matcher(read(source));
            while (found.find()) {
                regions.put(source.getFileName() + "#" + found.group(1), bare(found.group(2)));
            }
        }
        return regions;
    }

    /** What is said, whatever the layout. */
    private static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static Stream<Path> pages() {
        return Stream.concat(Stream.of(ROOT.resolve("README.md")), files(ROOT.resolve("docs"), ".md").stream());
    }

    private static List<Path> files(Path directory, String ending) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The tests run in the module's directory, or in the one above it. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("integration-tests")) ? here : here.getParent();
    }
}
