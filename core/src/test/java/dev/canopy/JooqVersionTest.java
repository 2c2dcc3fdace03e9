package dev.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.error.DefinitionException;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JooqVersionTest {
    @Test
    void an_older_one_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> JooqVersion.require("3.19.24"))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "jOOQ 3.19.24 is on the class path, and Canopy needs 3.21 or later; set the version that your"
                                + " dependency management chooses, with Spring Boot's <jooq.version>3.21.7</jooq.version>.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.21.0", "3.21.7", "3.22.0-SNAPSHOT", "4.0.0"})
    void this_one_and_later_ones_will_do(String version) {
        assertThatCode(() -> JooqVersion.require(version)).doesNotThrowAnyException();
    }

    @Test
    void an_older_jar_is_seen_though_this_one_was_compiled_against(@TempDir Path directory) throws Exception {
        Path older = directory.resolve("org/jooq/Constants.class");
        Files.createDirectories(older.getParent());
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        Path source = Files.writeString(
                directory.resolve("Constants.java"),
                "package org.jooq; public class Constants { public static final String FULL_VERSION = \"3.19.18\"; }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, complaints, "-proc:none", "-d", directory.toString(), source.toString()))
                .as("%s", complaints)
                .isZero();
        URL[] classPath = {directory.toUri().toURL(), location(JooqVersion.class)};

        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Method running = loader.loadClass(JooqVersion.class.getName()).getDeclaredMethod("running");
            running.setAccessible(true);

            assertThat(running.invoke(null)).isEqualTo("3.19.18");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Test
    void the_one_that_this_build_has_will_do() {
        assertThatCode(JooqVersion::require).doesNotThrowAnyException();
    }
}
