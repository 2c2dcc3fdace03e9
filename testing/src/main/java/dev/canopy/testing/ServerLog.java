package dev.canopy.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the server itself says it executed in one database: a witness that knows nothing of our counters. It reads the server's
 * own log file ({@code log_statement=all} for that database), so it needs a superuser, PostgreSQL 15 or later, and a server
 * that logs to a file as JSON, as those do that {@link PostgresServer} starts.
 *
 * {@snippet :
 * List<String> statements = log.of(() -> users.include(USERS.POSTS).findAll());
 * assertThat(statements).hasSize(1);
 * }
 */
public final class ServerLog {
    private static final Pattern PREFIX = Pattern.compile("^(?:statement|execute [^:]*): ");
    /** How begins what the driver says when it connects, and around each statement of a test that is rolled back. */
    private static final List<String> DRIVERS_OWN = List.of(
            "SET application_name = ",
            "SAVEPOINT PGJDBC_AUTOSAVE",
            "RELEASE SAVEPOINT PGJDBC_AUTOSAVE",
            "ROLLBACK TO SAVEPOINT PGJDBC_AUTOSAVE");

    /** The SQLSTATE of bytes that are no text. */
    private static final String HALF_CHARACTER = "22021";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScratchDatabase database;
    private final String file;

    private ServerLog(ScratchDatabase database, String file) {
        this.database = database;
        this.file = file;
    }

    /**
     * Listens to a database. On a server that was named by its URL, connections that are open already may not be heard.
     *
     * @throws PostgresServerException if the server does not log to a file as JSON, saying how to make it
     */
    public static ServerLog of(ScratchDatabase database) {
        PostgresServer server = database.server();
        try (Connection connection = server.maintenance().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select current_setting('logging_collector'), pg_current_logfile('jsonlog')")) {
            found.next();
            String file = found.getString(2);
            if (!found.getString(1).equals("on") || file == null) {
                throw notReadable(server, "it writes no log file in JSON", null);
            }
            server.execute("alter database \"" + database.name() + "\" set log_statement = 'all'");
            return new ServerLog(database, file);
        } catch (SQLException failed) {
            throw notReadable(server, String.valueOf(failed.getMessage()), failed);
        }
    }

    private static PostgresServerException notReadable(
            PostgresServer server, String cause, @Nullable Throwable thrown) {
        return new PostgresServerException("""
            The log of %s cannot be read.
              cause: %s
              mend:  take PostgreSQL 15 or later with logging_collector=on and log_destination=jsonlog and a superuser, \
            or leave canopy.db out to have such a server started\
            """.formatted(server, cause), thrown);
    }

    /** Runs the work and returns the statements that the server executed meanwhile in this database, in its order, as SQL. */
    public List<String> of(Runnable work) {
        long before = size();
        work.run();
        return since(before);
    }

    /** Where in the file what comes now will stand: behind a mark, for the file may end within somebody else's line. */
    private long size() {
        return mark(length());
    }

    private long length() {
        try (Connection connection = database.server().maintenance().getConnection();
                PreparedStatement query = connection.prepareStatement("select size from pg_stat_file(?)")) {
            query.setString(1, file);
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        } catch (SQLException failed) {
            throw notReadable(database.server(), String.valueOf(failed.getMessage()), failed);
        }
    }

    /**
     * The collector writes behind the server's back; what came before a mark is in the file once the mark is.
     *
     * @param offset where to look for it, so that a long log is not read again and again
     * @return where in the file the mark ends
     */
    private long mark(long offset) {
        String mark = "canopy-mark-" + UUID.randomUUID();
        try (Connection connection = database.server().maintenance().getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement query = connection.prepareStatement(
                        "select position(convert_to(?, 'UTF8') in pg_read_binary_file(?, ?, 1000000000))")) {
            statement.execute("select '" + mark + "'");
            query.setString(1, mark);
            query.setString(2, file);
            query.setLong(3, offset);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                try (ResultSet found = query.executeQuery()) {
                    found.next();
                    if (found.getLong(1) > 0) {
                        return offset + found.getLong(1) - 1 + mark.length();
                    }
                }
            }
        } catch (SQLException failed) {
            throw notReadable(database.server(), String.valueOf(failed.getMessage()), failed);
        }
        throw notReadable(database.server(), "what was executed does not appear in " + file, null);
    }

    private List<String> since(long offset) {
        mark(offset);
        return lines(offset).stream()
                .filter(line -> !line.contains("canopy-mark-"))
                .map(line -> PREFIX.matcher(line).replaceFirst(""))
                .filter(sql -> !isDriversOwn(sql))
                .toList();
    }

    /** {@code Connection.isValid}, which a pool calls after a pause, executes an empty statement. */
    private static boolean isDriversOwn(String sql) {
        return sql.isEmpty() || DRIVERS_OWN.stream().anyMatch(sql::startsWith);
    }

    /** Once more where the file ends within a character, which the server is about to end. */
    private List<String> lines(long offset) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return read(offset);
            } catch (SQLException failed) {
                if (!HALF_CHARACTER.equals(failed.getSQLState()) || System.nanoTime() > deadline) {
                    throw notReadable(database.server(), String.valueOf(failed.getMessage()), failed);
                }
            }
        }
    }

    /**
     * PostgreSQL reads its own log: no path, no JSON parser and no file system of a container on our side. A line is whole once
     * another one follows, and the first one is what is left of a mark's.
     */
    private List<String> read(long offset) throws SQLException {
        String sql = """
            select entry ->> 'message'
            from (select line::json as entry, nth
                  from (select line, nth, lead(nth) over (order by nth) as next
                        from regexp_split_to_table(pg_read_file(?, ?, 1000000000), e'\\n') with ordinality
                            as read (line, nth)) read
                  where nth > 1 and next is not null and line like '{%}') entries
            where (entry ->> 'dbname' = ? or entry ->> 'message' ~ 'canopy-mark-')
                and entry ->> 'message' ~ '^(statement|execute [^:]*): '
            order by nth\
            """;
        try (Connection connection = database.server().maintenance().getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, file);
            query.setLong(2, offset);
            query.setString(3, database.name());
            List<String> lines = new ArrayList<>();
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    lines.add(found.getString(1));
                }
            }
            return lines;
        }
    }
}
