package dev.canopy.sql;

import dev.canopy.error.InvalidValueException;
import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/** Tells of each statement, and turns what the server refuses into Canopy's exceptions; for plain jOOQ statements as well. */
public final class StatementListener implements ExecuteListener {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String RUNNING = "dev.canopy.running";

    private final transient Route route;
    private final transient Journal journal;

    private StatementListener(Route route, Journal journal) {
        this.route = route;
        this.journal = journal;
    }

    public static StatementListener of(Transactions transactions, Journal journal) {
        return new StatementListener(transactions, journal);
    }

    /** The same for what only reads. */
    public static StatementListener ofReads(Transactions transactions, Journal journal) {
        return new StatementListener(transactions.reads(), journal);
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
        requireText(context.sql());
        if (query != null) {
            query.getBindValues().forEach(HalfCharacters::refuse);
        }
        Journal.Running running = journal.begin(
                Objects.requireNonNullElse(context.sql(), ""), query == null ? List::of : query::getBindValues);
        if (running != null) {
            context.data(RUNNING, running);
        }
    }

    /** Names may come from anywhere. U+0000 ends a text in the protocol, and the server would take what follows for numbers. */
    private static void requireText(@Nullable String sql) {
        HalfCharacters.refuse(sql);
        if (sql != null && sql.indexOf('\0') >= 0) {
            throw new InvalidValueException(
                    "The statement's text has the character U+0000 at index %d, where it would end for the server; take it out of the names in it."
                            .formatted(sql.indexOf('\0')),
                    null);
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
            Table<?> written = written(context.query());
            if (written != null) {
                route.meet(written);
            }
            context.exception(route.refused(refusal, context.sql()));
        }
    }

    private static @Nullable Table<?> written(@Nullable Query query) {
        if (query instanceof QOM.Insert<?> insert) {
            return insert.$into();
        }
        if (query instanceof QOM.Update<?> update) {
            return update.$table();
        }
        return query instanceof QOM.Delete<?> delete ? delete.$from() : null;
    }

    /** The server's plan; null where it has none to tell. */
    private static @Nullable String explained(ExecuteContext context) {
        Query query = context.query();
        Connection connection = context.connection();
        if (query == null || connection == null || String.valueOf(context.sql()).startsWith("begin ")) {
            return null;
        }
        Settings settings = SettingsTools.clone(context.settings());
        return Explained.on(
                connection,
                () -> DSL.using(connection, context.dialect(), settings)
                        .explain(query)
                        .plan());
    }
}
