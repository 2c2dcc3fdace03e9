package dev.canopy.sql;

import dev.canopy.error.CanopyException;
import dev.canopy.error.CommitUnknownException;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.DeadlockException;
import dev.canopy.error.InvalidValueException;
import dev.canopy.error.LockNotAvailableException;
import dev.canopy.error.NotPermittedException;
import dev.canopy.error.QueryTimeoutException;
import dev.canopy.error.SerializationException;
import dev.canopy.error.TransactionException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Says what a server's refusal means, by its SQLSTATE and the names that it reports as fields of their own, never by reading its
 * text, which comes in the server's language. What the states mean: PostgreSQL's manual, appendix "PostgreSQL Error Codes".
 *
 * @param server where the connections lead, without a password, as it is told to the user
 */
public record ErrorTranslation(String server, ConstraintNames names) {
    /** An administrator or a limit of the server has ended the connection. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P04", "57P05", "25P03", "25P04");

    /** What cannot be done so, what a value, a constraint, a name or a right stands against, and what functions and triggers raise. */
    private static final Set<String> ABOUT_STATEMENTS =
            Set.of("0A", "21", "22", "23", "27", "2F", "38", "39", "42", "44", "P0");

    /** There was no connection (08001, 08004), or the driver knew that it was closed (08003): nothing was sent. */
    private static final Set<String> NOT_SENT = Set.of("08001", "08003", "08004");

    /** Of rows, whose values the server quotes. */
    private static final Set<String> OF_VALUES = Set.of("22", "23");

    /** Of transactions, locks, limits and connections: the server's words for these show no value, wherever they are told. */
    private static final Set<String> OF_NO_VALUE = Set.of("08", "25", "40", "53", "55", "57");

    /** Whatever jOOQ wrapped while it looked for a connection. */
    public CanopyException translate(DataAccessException e) {
        SQLException cause = e.getCause(SQLException.class);
        return cause == null ? new DatabaseException(String.valueOf(e.getMessage()), e) : connecting(cause);
    }

    /** What stood in the way of a connection. */
    public CanopyException connecting(SQLException e) {
        Refusal refusal = refusal(e);
        if (refusal.caused(UnknownHostException.class)) {
            return new ConnectionException(
                    "The host of %s is not known; check the URL, or the name service.".formatted(server),
                    refusal.thrown());
        }
        return switch (refusal.state()) {
            case "28P01", "28000" ->
                new ConnectionException(
                        "The server at %s refuses the user: %s Check user and password."
                                .formatted(server, refusal.sentence()),
                        refusal.thrown());
            case "3D000" ->
                new ConnectionException(
                        "The server at %s answers, but %s Create it, or check the URL."
                                .formatted(server, refusal.sentence()),
                        refusal.thrown());
            case "53300" ->
                new ConnectionException(
                        "The server at %s has no connection left: %s Make the pools of all services together smaller than its max_connections."
                                .formatted(server, refusal.sentence()),
                        refusal.thrown());
            case "57P03" ->
                new ConnectionException(
                        "The server at %s is starting or stopping: %s Try again soon."
                                .formatted(server, refusal.sentence()),
                        refusal.thrown());
            default ->
                refusal.told() instanceof SQLTransientConnectionException
                        ? new ConnectionException(
                                "No connection to %s was free in time: %s Let the work that holds them end sooner, or make the pool larger."
                                        .formatted(server, refusal.sentence()),
                                refusal.thrown())
                        : new ConnectionException(
                                "No connection to %s: %s Is the server running and reachable?"
                                        .formatted(server, refusal.sentence()),
                                refusal.thrown());
        };
    }

    /**
     * What stood in the way of a statement.
     *
     * @param sql the statement that was refused, without its values
     */
    public CanopyException translate(SQLException e, @Nullable String sql) {
        Refusal refusal = refusal(e);
        if (refusal.isClass("23")) {
            return new ConstraintRefusals(names).of(refusal, sql);
        }
        if (refusal.isClass("22")) {
            return value(refusal, sql);
        }
        if (refusal.isClass("28")
                || refusal.state().equals("3D000")
                || refusal.state().equals("53300")) {
            return connecting(e);
        }
        return other(refusal, sql);
    }

    /** What stood in the way of a COMMIT: a refusal, after which nothing is there, or the loss of the connection. */
    public CanopyException commit(SQLException e) {
        if (isUnknown(e)) {
            Refusal refusal = refusal(e);
            return new CommitUnknownException(
                    "The connection to %s was lost before COMMIT was answered: what the transaction wrote may be there or not. Look before you write it again. (%s)"
                            .formatted(server, refusal.sentence()),
                    refusal.thrown());
        }
        return translate(e, null);
    }

    /** What stood in the way of a statement that commits by itself. */
    CanopyException alone(SQLException e, @Nullable String sql) {
        if (sql == null || !isUnknown(e)) {
            return translate(e, sql);
        }
        Refusal refusal = refusal(e);
        if (WrittenTable.isRead(sql)) {
            return new ConnectionException(
                    "The connection to %s was lost before the statement was answered: %s Is the server running and reachable?%s"
                            .formatted(server, refusal.sentence(), Refusal.statement(sql)),
                    refusal.thrown());
        }
        return new CommitUnknownException(
                "The connection to %s was lost before the statement, which commits by itself, was answered: what it wrote may be there or not. Look before you write it again. (%s)%s"
                        .formatted(server, refusal.sentence(), Refusal.statement(sql)),
                refusal.thrown());
    }

    /** Whether another transaction won, so that this one may win if it is run again. */
    static boolean isRetryable(SQLException e) {
        return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
    }

    /** Whether the server refused what the statement says or does, not because of a lock, a limit or a connection. */
    public static boolean isAboutStatement(CanopyException refusal) {
        for (Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException told && told.getSQLState() != null) {
                return ABOUT_STATEMENTS.contains(told.getSQLState().substring(0, 2));
            }
        }
        return false;
    }

    /** Whether the server refused, or its connection was lost; not the driver alone. */
    static boolean isFromServer(SQLException e) {
        Refusal refusal = Refusal.of(e);
        return refusal.message() != null || refusal.isClass("08");
    }

    /**
     * Whether something was sent that nobody answered, or not in words that can be understood. 40003 is the word of distributed
     * engines.
     */
    private static boolean isUnknown(SQLException e) {
        Refusal refusal = Refusal.of(e);
        return (refusal.isClass("08") && !NOT_SENT.contains(refusal.state()))
                || ENDED.contains(refusal.state())
                || refusal.state().equals("40003");
    }

    private CanopyException other(Refusal refusal, @Nullable String sql) {
        SQLException cause = refusal.thrown();
        String sentence = refusal.sentence();
        String statement = Refusal.statement(sql);
        return switch (refusal.state()) {
            case "40001" ->
                new SerializationException(
                        "The transaction could not be ordered among others that ran at the same time; run it again as a whole, as retry(..) does. (%s)"
                                .formatted(sentence),
                        cause);
            case "40P01" ->
                new DeadlockException(
                        "The server ended this transaction to break a deadlock; run it again as a whole, as retry(..) does, or lock rows in the same order everywhere. (%s)"
                                .formatted(sentence),
                        cause);
            case "57014" ->
                new QueryTimeoutException(
                        "The statement was cancelled, by its time limit or by hand: %s Give it more time with statementTimeout(..), or let it do less.%s"
                                .formatted(sentence, statement),
                        cause);
            case "55P03" ->
                new LockNotAvailableException(
                        "A lock is held by somebody else: %s Try again later, or wait longer with lockTimeout(..).%s"
                                .formatted(sentence, statement),
                        cause);
            case "25006" ->
                new TransactionException(
                        "The transaction is read-only: %s Write in one that is not, on a server that is no replica.%s"
                                .formatted(sentence, statement),
                        cause);
            case "25P02" ->
                new TransactionException(
                        "The transaction can only be rolled back, because a statement in it failed before: %s"
                                .formatted(sentence),
                        cause);
            case "42501" ->
                new NotPermittedException(
                        "The user of the connection may not do this: %s Grant it, or look at the table's policies.%s"
                                .formatted(sentence, statement),
                        cause);
            case "42P01", "42703", "42883", "42704", "3F000" ->
                new DatabaseException(
                        refusal.isUnseenTable()
                                ? "The statement names a table that it does not read there: %s Write conditions, orders and values with the lambda's table, as in where(u -> ..), or put the other table into a subquery.%s"
                                        .formatted(sentence, statement)
                                : "%s in the database at %s. Has it been migrated?%s"
                                        .formatted(refusal.start(), server, statement),
                        cause);
            case "53100", "53200", "53400" ->
                new DatabaseException(
                        "The server at %s has run out of something: %s Look at its disk, its memory and its limits. (SQLSTATE %s)%s"
                                .formatted(server, sentence, refusal.state(), statement),
                        cause);
            case "P0001" ->
                new DatabaseException(
                        "A function or trigger of the database refused: %s%s".formatted(sentence, statement), cause);
            default -> connection(refusal, sql);
        };
    }

    private CanopyException connection(Refusal refusal, @Nullable String sql) {
        if (ENDED.contains(refusal.state())
                || refusal.isClass("08")
                || refusal.state().equals("57P03")) {
            return new ConnectionException(
                    "The connection to %s was lost: %s Nothing was committed; is the server running and reachable?%s"
                            .formatted(server, refusal.sentence(), Refusal.statement(sql)),
                    refusal.thrown());
        }
        if (refusal.state().isEmpty() && refusal.message() == null) {
            return new DatabaseException(
                    "The driver or the pool refused the statement: %s%s"
                            .formatted(refusal.sentence(), Refusal.statement(sql)),
                    refusal.thrown());
        }
        return new DatabaseException(
                "The server refused the statement: %s (SQLSTATE %s)%s"
                        .formatted(refusal.sentence(), refusal.state(), Refusal.statement(sql)),
                refusal.thrown());
    }

    /** The server names no column for these, and quotes the value. */
    private CanopyException value(Refusal refusal, @Nullable String sql) {
        String what = switch (refusal.state()) {
            case "22001" -> "A text is longer than its column allows; shorten it, or widen the column";
            case "22003" -> "A number is outside what its type can hold; give a smaller one, or widen the column";
            case "22007", "22008" -> "A date or time is none, or outside what its type can hold; give one that is";
            case "22012" -> "Something was divided by zero; guard it with nullif(.., 0)";
            case "22021" -> "A text has a character that the database cannot store, such as U+0000; take it out before";
            case "22P02" -> "A text does not read as a value of its type; give one that does";
            case "22P05" ->
                "A text has a character that the database cannot store in JSON, such as U+0000; take it out before";
            default -> "A value is not acceptable; give another one";
        };
        return new InvalidValueException(
                "%s: %s (SQLSTATE %s)%s".formatted(what, refusal.sentence(), refusal.state(), Refusal.statement(sql)),
                refusal.thrown());
    }

    /** What is refused, without the server's words where they may show what is kept secret. */
    private Refusal refusal(SQLException e) {
        Refusal refusal = Refusal.of(e);
        // Whoever raises it says what he likes, of any table.
        boolean ofAnything = refusal.isRaised()
                || (refusal.isWithin() && OF_NO_VALUE.stream().noneMatch(refusal::isClass));
        boolean secret = ofAnything
                ? names.hasSecrets(null, null)
                : OF_VALUES.stream().anyMatch(refusal::isClass) && names.hasSecrets(refusal.schema(), refusal.table());
        return secret ? refusal.unspoken() : refusal;
    }
}
