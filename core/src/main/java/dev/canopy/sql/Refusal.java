package dev.canopy.sql;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a server or driver said when it refused: its SQLSTATE and the names that it reports as fields of their own (PostgreSQL's
 * manual, "Error and Notice Message Fields"). The text is for people, in the server's language, and never read.
 *
 * @param start the server's own sentence, which may lack its full stop
 */
record Refusal(
        SQLException thrown,
        SQLException told,
        String state,
        @Nullable ServerErrorMessage message,
        String start) {
    private static final int READABLE = 600;

    /** What PL/pgSQL reports for RAISE as the place in the server's source. */
    private static final String RAISE = "exec_stmt_raise";

    static Refusal of(SQLException thrown) {
        SQLException told = teller(thrown);
        ServerErrorMessage message = told instanceof PSQLException p ? p.getServerErrorMessage() : null;
        String said = message == null ? told.getMessage() : message.getMessage();
        return new Refusal(
                thrown,
                told,
                Objects.requireNonNullElse(told.getSQLState(), ""),
                message,
                said == null ? told.getClass().getSimpleName() : said);
    }

    /** The same without what may show values: the server's words, and its detail, which has the row or the key that is there already. */
    Refusal unspoken() {
        return new Refusal(
                new Unspoken(told, state, message == null ? null : message.getDetail()),
                told,
                state,
                message,
                "(the server's words are left out, for they may show values that are kept secret)");
    }

    boolean isClass(String prefix) {
        return state.startsWith(prefix);
    }

    @Nullable
    String schema() {
        return message == null ? null : message.getSchema();
    }

    @Nullable
    String table() {
        return message == null ? null : message.getTable();
    }

    @Nullable
    String column() {
        return message == null ? null : message.getColumn();
    }

    @Nullable
    String constraint() {
        return message == null ? null : message.getConstraint();
    }

    /** Whether a column's table is not in the FROM; the same SQLSTATE is that of a table that is not in the database. */
    boolean isUnseenTable() {
        return message != null && "errorMissingRTE".equals(message.getRoutine());
    }

    /** The domain that a value broke; the server names it in place of a table. */
    @Nullable
    String domain() {
        return message == null || message.getTable() != null ? null : message.getDatatype();
    }

    boolean caused(Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a function or trigger of the database chose the words, and the state. */
    boolean isRaised() {
        return state.equals("P0001") || (message != null && RAISE.equals(message.getRoutine()));
    }

    /** Whether it was told from inside of something, such as a function, whose statements may bear values. */
    boolean isWithin() {
        return message != null && message.getWhere() != null;
    }

    /** The server's own sentence, without the severity, the position and the detail around it. */
    String sentence() {
        return start.endsWith(".") ? start : start + ".";
    }

    /** What the server told of the values, in its own language; null where it told none. */
    static @Nullable String detail(Throwable refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof Unspoken unspoken) {
                return unspoken.detail();
            }
            if (cause instanceof PSQLException told) {
                ServerErrorMessage message = told.getServerErrorMessage();
                return message == null ? null : message.getDetail();
            }
        }
        return null;
    }

    static String statement(@Nullable String sql) {
        if (sql == null) {
            return "";
        }
        return " Statement: "
                + (sql.length() <= READABLE
                        ? sql
                        : "%s… (%d characters)".formatted(sql.substring(0, READABLE), sql.length()));
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
}
