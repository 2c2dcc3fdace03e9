package dev.canopy.sql;

import dev.canopy.error.AfterCommitException;
import dev.canopy.error.CommitUnknownException;
import dev.canopy.error.RetryableException;
import dev.canopy.error.TransactionException;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether work that failed runs again, and waits before it does. Thread-safe. */
record Retries(Tally tally) {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    /**
     * Whether it runs again; the pause is over then.
     *
     * @param attempt which one failed, from 1
     */
    boolean again(TransactionOptions options, int attempt, Throwable failure) {
        if (options.retries() == 0 || !isLost(failure)) {
            return false;
        }
        if (attempt > options.retries()) {
            failure.addSuppressed(new TransactionException(
                    "The transaction was run %d times and lost each time; retry(..) more often, or let fewer run at the same time."
                            .formatted(attempt)));
            return false;
        }
        Duration wait = options.backoff().wait(attempt);
        LOG.debug("Retry {} of {} in {} ms: {}", attempt, options.retries(), wait.toMillis(), failure.getMessage());
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            return false;
        }
        tally.retried();
        return true;
    }

    /** Whether another transaction won, whoever told it: this one or raw JDBC in it. */
    private static boolean isLost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AfterCommitException || cause instanceof CommitUnknownException) {
                return false;
            }
            if (cause instanceof RetryableException
                    || (cause instanceof SQLException sql && ErrorTranslation.isRetryable(sql))) {
                return true;
            }
        }
        return false;
    }
}
