package dev.canopy.sql;

import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Objects;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each statement, and turns what the server refuses into Canopy's exceptions; for plain jOOQ statements as well. */
public final class StatementListener implements ExecuteListener {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(StatementListener.class);
    private static final String RUNNING = "dev.canopy.running";

    private final transient ErrorTranslation errors;
    private final transient Transactions transactions;
    private final transient Journal journal;

    public StatementListener(ErrorTranslation errors, Transactions transactions, Journal journal) {
        this.errors = errors;
        this.transactions = transactions;
        this.journal = journal;
    }

    @Override
    public void renderEnd(ExecuteContext context) {
        String sql = context.sql();
        if (sql != null) {
            context.sql(journal.text(sql));
        }
    }

    @Override
    public void executeStart(ExecuteContext context) {
        Query query = context.query();
        Journal.Running running = journal.begin(
                Objects.requireNonNullElse(context.sql(), ""), query == null ? List::of : query::getBindValues);
        if (running != null) {
            context.data(RUNNING, running);
        }
    }

    @Override
    public void executeEnd(ExecuteContext context) {
        if (context.data(RUNNING) instanceof Journal.Running running) {
            running.answered(() -> explained(context));
            if (context.rows() >= 0) {
                running.rows(context.rows());
            }
        }
    }

    @Override
    public void resultEnd(ExecuteContext context) {
        if (context.data(RUNNING) instanceof Journal.Running running && context.result() != null) {
            running.rows(context.result().size());
        }
    }

    @Override
    public void end(ExecuteContext context) {
        if (context.data(RUNNING) instanceof Journal.Running running) {
            running.end();
        }
    }

    @Override
    public void exception(ExecuteContext context) {
        SQLException refusal = context.sqlException();
        if (refusal != null) {
            if (context.data(RUNNING) instanceof Journal.Running running) {
                running.refused();
            }
            RuntimeException translated = errors.translate(refusal, context.sql());
            transactions.failed(translated);
            context.exception(translated);
        }
    }

    /** The server's plan, asked for on the same connection; null where it has none to tell. */
    private static @Nullable String explained(ExecuteContext context) {
        Query query = context.query();
        Connection connection = context.connection();
        if (query == null || connection == null || String.valueOf(context.sql()).startsWith("begin ")) {
            return null;
        }
        Settings settings = SettingsTools.clone(context.settings());
        try {
            // What fails here must not fail the transaction that it is in.
            Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
            try {
                String plan = DSL.using(connection, context.dialect(), settings)
                        .explain(query)
                        .plan();
                if (before != null) {
                    connection.releaseSavepoint(before);
                }
                return System.lineSeparator() + plan;
            } catch (RuntimeException e) {
                if (before != null) {
                    connection.rollback(before);
                }
                LOG.debug("The slow statement could not be explained.", e);
                return null;
            }
        } catch (SQLException e) {
            LOG.debug("The slow statement could not be explained.", e);
            return null;
        }
    }
}
