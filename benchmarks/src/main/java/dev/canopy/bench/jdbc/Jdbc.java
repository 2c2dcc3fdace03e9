package dev.canopy.bench.jdbc;

import dev.canopy.bench.Contender;
import dev.canopy.bench.Rows.Author;
import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.PersonCard;
import dev.canopy.bench.Rows.PostRow;
import dev.canopy.bench.Rows.UserRow;
import dev.canopy.bench.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What the forms of hand-written JDBC share. */
abstract class Jdbc implements Contender {
    static final String USER = "id, first_name, last_name, email, active, logins, version, created_at";

    private final String name;
    private final DataSource pool;

    Jdbc(String name, DataSource pool) {
        this.name = name;
        this.pool = pool;
    }

    /** Work on a connection. */
    interface Work<V> {
        V on(Connection connection) throws SQLException;
    }

    /** Reads the current row. */
    interface Reader<V> {
        V read(ResultSet rows) throws SQLException;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Target target() {
        return Target.RECORD;
    }

    final <V> V connected(Work<V> work) {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    final <V> V inTransaction(Work<V> work) {
        return connected(connection -> {
            connection.setAutoCommit(false);
            try {
                V result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    static <V> List<V> list(PreparedStatement statement, Reader<V> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return list(rows, reader);
        }
    }

    static <V> List<V> list(ResultSet rows, Reader<V> reader) throws SQLException {
        List<V> all = new ArrayList<>();
        while (rows.next()) {
            all.add(reader.read(rows));
        }
        return all;
    }

    /** The rows by the key in the first column. */
    static <V> Map<Long, List<V>> byKey(ResultSet rows, Reader<V> reader) throws SQLException {
        Map<Long, List<V>> all = new HashMap<>();
        while (rows.next()) {
            all.computeIfAbsent(rows.getLong(1), key -> new ArrayList<>()).add(reader.read(rows));
        }
        return all;
    }

    static <V> Map<Long, List<V>> byKey(PreparedStatement statement, Reader<V> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return byKey(rows, reader);
        }
    }

    static <V> Map<Long, List<V>> children(Connection connection, String sql, Object[] keys, Reader<V> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("bigint", keys));
            return byKey(statement, reader);
        }
    }

    static <V> List<V> of(Map<Long, List<V>> all, long key) {
        return all.getOrDefault(key, List.of());
    }

    static UserRow user(ResultSet rows) throws SQLException {
        return new UserRow(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getBoolean(5),
                rows.getInt(6),
                rows.getInt(7),
                rows.getObject(8, OffsetDateTime.class));
    }

    /** Behind the key. */
    static PostRow post(ResultSet rows) throws SQLException {
        return new PostRow(
                rows.getLong(2),
                rows.getString(3),
                rows.getString(4),
                rows.getInt(5),
                rows.getObject(6, OffsetDateTime.class));
    }

    /** Behind the key. */
    static CommentRow comment(ResultSet rows) throws SQLException {
        return new CommentRow(
                rows.getLong(2), rows.getString(3), rows.getInt(4), rows.getObject(5, OffsetDateTime.class));
    }

    /** Behind the key. */
    static PersonCard person(ResultSet rows) throws SQLException {
        return new PersonCard(rows.getLong(2), rows.getString(3), rows.getString(4));
    }

    /** A row with two columns before an author's. */
    static Author author(ResultSet rows, int from) throws SQLException {
        return new Author(rows.getLong(from), rows.getString(from + 1), rows.getString(from + 2));
    }
}
