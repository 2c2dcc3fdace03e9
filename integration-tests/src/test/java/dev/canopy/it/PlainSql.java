package dev.canopy.it;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** The other opinion: hand-written SQL through the driver alone. */
record PlainSql(DataSource dataSource) {
    void run(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Each row as the server's text of its columns, with a bar between them. */
    List<String> rows(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int width = found.getMetaData().getColumnCount();
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(IntStream.rangeClosed(1, width)
                        .mapToObj(column -> text(found, column))
                        .collect(Collectors.joining("|")));
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    String value(String sql) {
        return rows(sql).getFirst();
    }

    private static String text(ResultSet found, int column) {
        try {
            return found.getString(column);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
