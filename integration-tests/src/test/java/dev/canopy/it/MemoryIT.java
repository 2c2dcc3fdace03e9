package dev.canopy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many operations in a small heap leave nothing behind: not on the heap, not on threads, not in the server's sessions. */
@CanopyTest
class MemoryIT {
    @Test
    void many_operations_on_eight_threads_leave_nothing_behind(ScratchDatabase scratch) {
        String printed = ChildJvm.run(
                ManyOperations.class,
                scratch,
                List.of(
                        "-Xmx64m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Dcanopy.operations=" + Soak.times(5_000, 100_000),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));

        System.out.print(printed);
        assertThat(printed).contains("nothing left behind");
    }
}
