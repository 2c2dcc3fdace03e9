package dev.canopy.error;

import java.io.Serial;
import java.util.List;

/**
 * What was to happen after a commit failed. The transaction itself <em>is</em> committed: do not run it again, and mend what should
 * have followed. All actions have run; the first failure is the cause, the others are suppressed in it.
 */
public final class AfterCommitException extends CanopyException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Throwable> failures;

    /**
     * @param failures one at least
     * @param actions how many there were
     */
    public AfterCommitException(List<? extends Throwable> failures, int actions) {
        super(
                "The transaction is committed, but %d of %d actions after it failed; the first: %s Do not run it again; do what should have followed."
                        .formatted(failures.size(), actions, sentence(failures.getFirst())),
                failures.getFirst());
        this.failures = List.copyOf(failures);
        failures.subList(1, failures.size()).forEach(this::addSuppressed);
    }

    /** What each of the failed actions threw, in their order. */
    public List<Throwable> failures() {
        return failures;
    }

    private static String sentence(Throwable failure) {
        String message = failure.getMessage();
        String said = message == null ? failure.getClass().getSimpleName() : message;
        return said.endsWith(".") ? said : said + ".";
    }
}
