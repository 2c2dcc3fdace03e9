package dev.canopy.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md and docs/, and the tests that run their examples, between {@code // @start region="name"} and {@code // @end}. */
final class Pages {
    private static final Path ROOT = root();
    private static final Path TESTS = ROOT.resolve("integration-tests/src/test/java");
    private static final Pattern JAVA = Pattern.compile("(?ms)^( *)```java\\R(.*?)^\\1```");
    private static final Pattern SQL = Pattern.compile("(?ms)^ *```sql\\R(.*?)^ *```");
    private static final Pattern REGION =
            Pattern.compile("(?ms)^ *// @start region=\"([^\"]+)\"\\R(.*?)^ *// @end\\b[^\\n]*$");

    private Pages() {}

    /**
     * A block of Java, by its place on a page.
     *
     * @param sql what is printed under it, up to the next one; empty if nothing is
     */
    record Example(String page, int nth, String code, String sql) {
        @Override
        public String toString() {
            return page + ", example " + nth;
        }
    }

    static Stream<Example> examples() {
        return pages().flatMap(page -> {
            String text = read(page);
            Matcher java = JAVA.matcher(text);
            List<Example> examples = new ArrayList<>();
            while (java.find()) {
                Matcher next = JAVA.matcher(text);
                int end = next.find(java.end()) ? next.start() : text.length();
                Matcher sql = SQL.matcher(text.substring(java.end(), end));
                examples.add(new Example(
                        ROOT.relativize(page).toString(),
                        examples.size() + 1,
                        java.group(2),
                        sql.find() ? sql.group(1) : ""));
            }
            return examples.stream();
        });
    }

    /** How many blocks of SQL there are in all. */
    static long sqlBlocks() {
        return pages().flatMap(page -> SQL.matcher(read(page)).results()).count();
    }

    /** The code of every region, by its file and name, without its layout. */
    static Map<String, String> regions() {
        Map<String, String> regions = new LinkedHashMap<>();
        for (Path source : files(TESTS, "IT.java")) {
            regions(read(source)).forEach((name, code) -> regions.put(source.getFileName() + "#" + name, code));
        }
        return regions;
    }

    /** The examples with SQL under them that this test runs. */
    static List<Example> shownBy(Class<?> type, Method test) {
        String source = read(TESTS.resolve(type.getName().replace('.', '/') + ".java"));
        int start = source.indexOf("void " + test.getName() + "(");
        int end = source.indexOf("@Test", start);
        Map<String, String> own = regions(source.substring(start, end < 0 ? source.length() : end));
        return examples()
                .filter(example -> !example.sql().isEmpty() && own.containsValue(bare(example.code())))
                .toList();
    }

    /** What is said, whatever the layout. */
    static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static Map<String, String> regions(String source) {
        Map<String, String> regions = new LinkedHashMap<>();
        Matcher found = REGION.matcher(source);
        while (found.find()) {
            regions.put(found.group(1), bare(found.group(2)));
        }
        return regions;
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
