package dev.canopy.bench.jdbc;

import dev.canopy.bench.Rows.PostRow;
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Task;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** One statement; of nested rows, an array for each column. */
public final class JdbcArrays extends Jdbc {
    public JdbcArrays(DataSource pool) {
        super("jdbc-arrays", pool);
    }

    @Override
    public Task<Long> usersWithPosts() {
        String sql = """
            select u.id, u.first_name, u.last_name, u.email, p.*
            from users u, lateral (
              select array_agg(id order by id), array_agg(title order by id), array_agg(body order by id),
                     array_agg(views order by id), array_agg(created_at order by id)
              from posts where author_id = u.id) p
            where u.id >= ? order by u.id limit 100\
            """;
        return Task.of(from -> connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, from);
                return list(
                        statement,
                        rows -> new UserPosts(
                                rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4), posts(rows)));
            }
        }));
    }

    private static List<PostRow> posts(ResultSet rows) throws SQLException {
        if (rows.getArray(5) == null) {
            return List.of();
        }
        Long[] ids = (Long[]) rows.getArray(5).getArray();
        String[] titles = (String[]) rows.getArray(6).getArray();
        String[] bodies = (String[]) rows.getArray(7).getArray();
        Integer[] views = (Integer[]) rows.getArray(8).getArray();
        Timestamp[] times = (Timestamp[]) rows.getArray(9).getArray();
        List<PostRow> posts = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            posts.add(new PostRow(
                    ids[i], titles[i], bodies[i], views[i], times[i].toInstant().atOffset(ZoneOffset.UTC)));
        }
        return posts;
    }
}
