package dev.canopy.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkSearchTest {
    @TempDir
    private Path root;

    @Test
    void a_variable_stands_before_the_folders() throws IOException {
        Path named = install("named", "21.0.4");
        install("folder/newer", "25");

        assertThat(search(Map.of("JAVA21_HOME", named.toString()))).isEqualTo(named);
        assertThat(search(Map.of("JAVA_HOME_21_X64", named.toString()))).isEqualTo(named);
        assertThat(search(Map.of("JDK_HOME", named.toString()))).isEqualTo(named);
        assertThat(search(Map.of("MAVEN_HOME", named.toString()))).isEqualTo(root.resolve("folder/newer"));
    }

    @Test
    void one_that_is_too_old_or_broken_is_passed_over() throws IOException {
        Path old = install("old", "17.0.15");
        Path oldest = install("folder/oldest", "1.8.0_392");
        Files.createDirectories(root.resolve("folder/empty"));
        Path broken = install("folder/broken", "25");
        Files.delete(broken.resolve("bin/java"));

        assertThat(new JdkSearch(21, Map.of("JAVA_HOME", old.toString()), List.of(oldest.getParent())).find())
                .isEmpty();
    }

    @Test
    void of_several_in_folders_the_latest_is_taken() throws IOException {
        install("folder/a", "21.0.4");
        Path latest = install("folder/b", "25.0.1");
        install("folder/c", "23");

        assertThat(search(Map.of())).isEqualTo(latest);
    }

    @Test
    void a_bundle_of_macos_and_a_launcher_of_windows_are_known() throws IOException {
        Path bundle = install("folder/temurin-25.jdk/Contents/Home", "25");
        assertThat(search(Map.of())).isEqualTo(bundle);

        Path windows = install("windows", "21");
        Files.move(windows.resolve("bin/java"), windows.resolve("bin/java.exe"));
        assertThat(Jdk.at(windows).orElseThrow().java()).isEqualTo(windows.resolve("bin/java.exe"));
    }

    @Test
    void folders_of_each_platform_are_looked_at() {
        assertThat(JdkSearch.usualFolders(Path.of("/home/ann"), Map.of("ProgramFiles", "/programs")))
                .contains(
                        Path.of("/usr/lib/jvm"),
                        Path.of("/Library/Java/JavaVirtualMachines"),
                        Path.of("/opt/homebrew/opt"),
                        Path.of("/home/ann/.sdkman/candidates/java"),
                        Path.of("/home/ann/.jdks"),
                        Path.of("/programs/Eclipse Adoptium"));
    }

    private Path search(Map<String, String> environment) {
        return new JdkSearch(21, environment, List.of(root.resolve("folder")))
                .find()
                .orElseThrow()
                .home();
    }

    private Path install(String place, String version) throws IOException {
        Path home = Files.createDirectories(root.resolve(place));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("bin/java"), "");
        return home;
    }
}
