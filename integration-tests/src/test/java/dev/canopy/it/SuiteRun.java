package dev.canopy.it;

import java.util.Arrays;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes until the first failure, and says by its exit code how it ended. */
final class SuiteRun {
    static final int GREEN = 0;
    static final int RED = 42;
    private static final int NOTHING = 43;

    private int passed;
    private int failed;

    private SuiteRun() {}

    public static void main(String[] classes) {
        SuiteRun run = new SuiteRun();
        run.execute(classes);
        System.exit(run.failed > 0 ? RED : run.passed > 0 ? GREEN : NOTHING);
    }

    private void execute(String[] classes) {
        CancellationToken afterTheFirst = CancellationToken.create();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes)
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .build();
        LauncherFactory.create()
                .execute(LauncherExecutionRequestBuilder.request(request)
                        .cancellationToken(afterTheFirst)
                        .listeners(new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                                    failed++;
                                    afterTheFirst.cancel();
                                    System.out.printf(
                                            "%s: %s%n",
                                            test.getDisplayName(),
                                            result.getThrowable().orElse(null));
                                } else if (test.isTest()) {
                                    passed++;
                                }
                            }
                        })
                        .build());
    }
}
