package dev.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a module of its own boots with Canopy and its dependencies on the module path, and nothing else. */
class ModulePathTest {
    private static final List<String> NEEDED = List.of(
            "jooq-",
            "r2dbc-spi-",
            "reactive-streams-",
            "HikariCP-",
            "postgresql-",
            "slf4j-api-",
            "jspecify-",
            "jackson-core-");

    @Test
    void a_program_boots_on_the_module_path(@TempDir Path directory) throws IOException, InterruptedException {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(ModulePathTest::isNeeded)
                .collect(Collectors.joining(File.pathSeparator));
        // A build without Maven compiles no module-info.
        assumeTrue(path.contains("classes"), "core is compiled as a module");
        Path descriptor = write(directory, "module-info.java", "module program { requires dev.canopy; }");
        Path program = write(directory, "program/Program.java", """
                package program;

                import dev.canopy.validation.Validators;

                public class Program {
                    public static void main(String[] arguments) {
                        System.out.print(Validators.isEmail().accepts("ann@example.com"));
                        System.out.print(Validators.isJSON().accepts("{}"));
                        System.out.print(Validators.isIBAN().accepts("DE89370400440532013000"));
                        try {
                            dev.canopy.Database.connect("jdbc:postgresql://localhost:1/none", "nobody", "", c -> {});
                        } catch (dev.canopy.error.CanopyException refused) {
                            System.out.print(refused.getClass().getSimpleName());
                        }
                    }
                }
                """);
        String classes = directory.resolve("out").toString();

        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-p", path, "-d", classes, descriptor.toString(), program.toString()))
                .isZero();
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        path + File.pathSeparator + classes,
                        "-m",
                        "program/program.Program")
                .redirectError(directory.resolve("errors").toFile())
                .start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = run.waitFor();

        assertThat(Files.readString(directory.resolve("errors")))
                .doesNotContain("Error occurred during initialization");
        assertThat(said).isEqualTo("truetruetrueConnectionException");
        assertThat(exit).isZero();
    }

    private static boolean isNeeded(String entry) {
        Path path = Path.of(entry);
        String name = path.getFileName().toString();
        return Files.exists(path.resolve("module-info.class"))
                || NEEDED.stream().anyMatch(start -> name.startsWith(start) && name.endsWith(".jar"));
    }

    private static Path write(Path directory, String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
