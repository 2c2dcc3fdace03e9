package dev.canopy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.testing.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The suite is tested, too: each fault is planted into a copy of the library, and a test of reading must then fail. Every build
 * makes sure that the faults can be planted; {@code -Psoak} runs the suite on each, in another JVM and on the same server.
 */
class PlantedFaultsIT {
    private static final Path SOURCES = TestClassPath.project().resolve("core/src/main/java/dev/canopy");
    private static final List<Class<?>> SUITE = List.of(
            IncludeIT.class,
            ScopeIT.class,
            LoadIT.class,
            StrategyIT.class,
            ShapeIT.class,
            PageIT.class,
            OutputIT.class,
            FindIT.class,
            SnapshotIT.class,
            SharedRowsIT.class,
            SplitOrderIT.class);

    @TempDir
    private Path classes;

    static Stream<PlantedFault> faults() {
        return PlantedFault.ALL.stream();
    }

    @Test
    void every_fault_can_be_planted() throws IOException {
        assertThat(faults())
                .hasSizeGreaterThanOrEqualTo(12)
                .filteredOn(fault -> !fault.hasPlace(SOURCES))
                .isEmpty();
        faults().findFirst().orElseThrow().plant(SOURCES, classes);
    }

    @Test
    @EnabledIfSystemProperty(named = "canopy.soak", matches = "true", disabledReason = "runs in -Psoak")
    void without_a_fault_the_suite_is_green() throws Exception {
        assertThat(run()).isEqualTo(SuiteRun.GREEN);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @EnabledIfSystemProperty(named = "canopy.soak", matches = "true", disabledReason = "runs in -Psoak")
    void a_planted_fault_turns_the_suite_red(PlantedFault fault) throws Exception {
        fault.plant(SOURCES, classes);

        assertThat(run()).isEqualTo(SuiteRun.RED);
    }

    /** The suite's end in a JVM whose class path begins with the faulty classes. */
    private int run() throws IOException, InterruptedException {
        PostgresServer server = PostgresServer.shared();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dcanopy.db=" + server.url(),
                "-Dcanopy.db.user=" + server.user().orElse(""),
                "-Dcanopy.db.password=" + server.password().orElse(""),
                "-cp",
                classes + File.pathSeparator + TestClassPath.value(),
                SuiteRun.class.getName()));
        SUITE.forEach(type -> command.add(type.getName()));
        Path output = Files.createTempFile(classes, "suite", ".txt");
        Process suite = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = suite.waitFor(10, TimeUnit.MINUTES);
        suite.destroyForcibly();
        assertThat(ended).as("the suite comes to an end").isTrue();
        int end = suite.exitValue();
        assertThat(end).as(Files.readString(output)).isIn(SuiteRun.GREEN, SuiteRun.RED);
        return end;
    }
}
