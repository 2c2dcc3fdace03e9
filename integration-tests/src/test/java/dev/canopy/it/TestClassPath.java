package dev.canopy.it;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the tests run, and on what, for those that compile programs or start another JVM. */
final class TestClassPath {
    private TestClassPath() {}

    /** The class path, whether the JVM has it or a class loader of whoever runs the tests. */
    static String value() {
        List<String> entries = new ArrayList<>();
        for (ClassLoader loader = TestClassPath.class.getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    entries.add(new File(url.getPath()).getPath());
                }
            }
        }
        entries.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, entries);
    }

    /** The project's folder; tests run in the module's, or in the one above it. */
    static Path project() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("integration-tests")) ? here : here.getParent();
    }
}
