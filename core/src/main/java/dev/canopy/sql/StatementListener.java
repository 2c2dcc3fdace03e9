package dev.canopy.sql;

import java.io.Serial;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each statement, and turns what the server refuses into Canopy's exceptions; for plain jOOQ statements as well. */
public final class StatementListener implements ExecuteListener {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger("dev.canopy.sql");
    private static final String START = "dev.canopy.start";

    private final transient ErrorTranslation errors;
    private final transient Transactions transactions;
    private final transient List<Consumer<ExecutedStatement>> observers;

    public StatementListener(
            ErrorTranslation errors, Transactions transactions, List<Consumer<ExecutedStatement>> observers) {
        this.errors = errors;
        this.transactions = transactions;
        this.observers = List.copyOf(observers);
    }

    @Override
    public void executeStart(ExecuteContext context) {
        context.data(START, System.nanoTime());
    }

    @Override
    public void executeEnd(ExecuteContext context) {
        tell(context, true);
    }

    @Override
    public void exception(ExecuteContext context) {
        SQLException refusal = context.sqlException();
        if (refusal != null) {
            tell(context, false);
            RuntimeException translated = errors.translate(refusal, context.sql());
            transactions.failed(translated);
            context.exception(translated);
        }
    }

    private void tell(ExecuteContext context, boolean succeeded) {
        if (!(context.data(START) instanceof Long start) || (observers.isEmpty() && !LOG.isDebugEnabled())) {
            return;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String sql = Objects.requireNonNullElse(context.sql(), "");
        LOG.debug("{} ms{}: {}", took.toMillis(), succeeded ? "" : ", refused", sql);
        ExecutedStatement statement = new ExecutedStatement(sql, took, succeeded);
        observers.forEach(observer -> observer.accept(statement));
    }
}
