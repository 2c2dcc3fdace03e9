package dev.canopy.sql;

import dev.canopy.error.CanopyException;
import dev.canopy.error.CheckConstraintException;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.ConstraintFacts;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.DeadlockException;
import dev.canopy.error.ExclusionConstraintException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.NotNullException;
import dev.canopy.error.QueryTimeoutException;
import dev.canopy.error.SerializationException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.validation.Violation;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says what a server's refusal means, by its SQLSTATE and the names of constraint, table and column that it reports as
 * fields of their own (PostgreSQL's manual, "Error and Notice Message Fields"), never by reading its text.
 *
 * @param server where the connections lead, without a password, as it is told to the user
 */
public record ErrorTranslation(String server, ConstraintNames names) {
    /** Whatever jOOQ wrapped. */
    public CanopyException translate(DataAccessException e) {
        SQLException cause = e.getCause(SQLException.class);
        return cause == null ? new DatabaseException(sentence(e), e) : translate(cause, "connect");
    }

    /**
     * Whatever the driver or the pool threw.
     *
     * @param sql the statement that was refused, without its values
     */
    public CanopyException translate(SQLException e, @Nullable String sql) {
        SQLException told = teller(e);
        String state = Objects.requireNonNullElse(told.getSQLState(), "");
        ServerErrorMessage message = told instanceof PSQLException p ? p.getServerErrorMessage() : null;
        if (message != null && message.getTable() != null && state.startsWith("23")) {
            return constraint(state, message, e);
        }
        return switch (state) {
            case "40001" ->
                new SerializationException(
                        "The transaction could not be ordered among others that ran at the same time; run it again as a whole. (%s)"
                                .formatted(sentence(told)),
                        e);
            case "40P01" ->
                new DeadlockException(
                        "The server ended this transaction to break a deadlock; run it again as a whole. (%s)"
                                .formatted(sentence(told)),
                        e);
            case "57014" ->
                new QueryTimeoutException(
                        "The statement was cancelled: %s %s".formatted(sentence(told), statement(sql)), e);
            case "55P03" ->
                new QueryTimeoutException("A lock was not free: %s %s".formatted(sentence(told), statement(sql)), e);
            case "42P01", "3F000" ->
                new DatabaseException(
                        "%s in the database at %s. Has it been migrated? %s"
                                .formatted(start(told), server, statement(sql)),
                        e);
            default -> connection(state, told, e, sql);
        };
    }

    private CanopyException connection(String state, SQLException told, SQLException e, @Nullable String sql) {
        if (cause(e, UnknownHostException.class)) {
            return new ConnectionException(
                    "The host of %s is not known; check the URL, or the name service.".formatted(server), e);
        }
        return switch (state) {
            case "28P01", "28000" ->
                new ConnectionException(
                        "The server at %s refuses the user: %s Check user and password."
                                .formatted(server, sentence(told)),
                        e);
            case "3D000" ->
                new ConnectionException(
                        "The server at %s answers, but %s Create it, or check the URL."
                                .formatted(server, sentence(told)),
                        e);
            case "08001", "08004", "08003", "08006", "57P01", "57P02", "57P03", "53300" ->
                new ConnectionException(
                        "No connection to %s: %s Is the server running and reachable?"
                                .formatted(server, sentence(told)),
                        e);
            default ->
                told instanceof SQLTransientConnectionException
                        ? new ConnectionException(
                                "No connection to %s was free in time: %s Let the work that holds them end sooner, or make the pool larger."
                                        .formatted(server, sentence(told)),
                                e)
                        : new DatabaseException(
                                "The server refused the statement: %s (SQLSTATE %s) %s"
                                        .formatted(sentence(told), state, statement(sql)),
                                e);
        };
    }

    private CanopyException constraint(String state, ServerErrorMessage message, SQLException e) {
        String schema = message.getSchema();
        String table = Objects.requireNonNull(message.getTable());
        String name = Objects.requireNonNullElse(message.getConstraint(), "not null");
        String column = message.getColumn();
        String model = names.model(schema, table);
        ConstraintFacts facts = column == null
                ? names.constraint(schema, table, name)
                : new ConstraintFacts(name, table, List.of(names.property(schema, table, column)));
        String fields = facts.fields().isEmpty() ? model : model + "." + String.join(", ", facts.fields());
        return switch (state) {
            case "23505" ->
                new UniqueConstraintException(
                        "%s must be unique, and another row has this value already (constraint %s)."
                                .formatted(fields, name),
                        facts,
                        facts.fields().stream()
                                .map(field -> new Violation(model, field, "unique", "must be unique", null))
                                .toList(),
                        e);
            case "23503" ->
                new ForeignKeyException(
                        "%s and the row that it refers to must both be there (constraint %s): %s"
                                .formatted(fields, name, sentence(e)),
                        facts,
                        e);
            case "23502" -> new NotNullException("%s must not be null.".formatted(fields), facts, e);
            case "23514" ->
                new CheckConstraintException(
                        "%s does not meet the check constraint %s.".formatted(fields, name), facts, e);
            case "23P01" ->
                new ExclusionConstraintException(
                        "%s conflicts with another row (constraint %s).".formatted(fields, name), facts, e);
            default ->
                new DatabaseException(
                        "The server refused the row of %s: %s (SQLSTATE %s)".formatted(model, sentence(e), state), e);
        };
    }

    /** The innermost exception that has a SQLSTATE: a pool wraps the driver's. */
    private static SQLException teller(SQLException e) {
        SQLException told = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                told = sql;
            }
        }
        return told;
    }

    private static boolean cause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The server's own sentence, without the severity and the position around it. */
    private static String sentence(Throwable e) {
        String start = start(e);
        return start.endsWith(".") ? start : start + ".";
    }

    private static String start(Throwable e) {
        if (e instanceof PSQLException p && p.getServerErrorMessage() != null) {
            String message = p.getServerErrorMessage().getMessage();
            if (message != null) {
                return message;
            }
        }
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    private static String statement(@Nullable String sql) {
        return sql == null ? "" : "Statement: " + sql;
    }
}
