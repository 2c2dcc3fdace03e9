package dev.canopy.bench.jdbc;

import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.MovieCard;
import dev.canopy.bench.Rows.PersonCard;
import dev.canopy.bench.Rows.PostRow;
import dev.canopy.bench.Rows.PostTree;
import dev.canopy.bench.Rows.ReviewCard;
import dev.canopy.bench.Rows.UserPosts;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.Rows.ViewerCard;
import dev.canopy.bench.Task;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One statement; nested rows as JSON arrays with times as numbers, read by a streaming parser straight into records. */
public final class JdbcJson extends Jdbc {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String MICROS = "(extract(epoch from %s.created_at) * 1000000)::bigint";
    private static final String POST = "p.id, p.title, p.body, p.views, " + MICROS.formatted("p");
    private static final String COMMENTS =
            "(select coalesce(json_agg(json_build_array(c.id, c.body, c.likes, %s) order by c.id), '[]') from comments c where c.post_id = p.id)"
                    .formatted(MICROS.formatted("c"));
    private static final String POSTS =
            "(select coalesce(json_agg(json_build_array(%s) order by p.id), '[]') from posts p where p.author_id ="
                    + " u.id)";
    private static final String USERS = "select u.id, u.first_name, u.last_name, u.email, %s from users u where ";
    private static final String HUNDRED = "u.id >= ? order by u.id limit 100";

    public JdbcJson(DataSource pool) {
        super("jdbc-json", pool);
    }

    @Override
    public Task<Long> tree() {
        String sql = USERS.formatted(POSTS.formatted(POST + ", " + COMMENTS)) + "u.id = ?";
        return Task.of(id -> read(sql, id, JdbcJson::userTree).getFirst());
    }

    @Override
    public Task<Long> usersWithPosts() {
        String sql = USERS.formatted(POSTS.formatted(POST)) + HUNDRED;
        return Task.of(from -> read(
                sql,
                from,
                rows -> new UserPosts(
                        rows.getLong(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        nested(rows.getBytes(5), JdbcJson::post))));
    }

    @Override
    public Task<Long> forest() {
        String sql = USERS.formatted(POSTS.formatted(POST + ", " + COMMENTS)) + HUNDRED;
        return Task.of(from -> read(sql, from, JdbcJson::userTree));
    }

    @Override
    public Task<Long> movie() {
        String credits = "(select coalesce(json_agg(json_build_array(p.id, " + JdbcFlat.FULL_NAME
                + ", p.image) order by j.list_order nulls last, p.last_name, p.id, j.id), '[]')"
                + " from %s j join persons p on p.id = j.person_id where j.movie_id = m.id)";
        String sql = """
            select m.id, m.image, m.title, m.year, m.description,
                   (select avg(rating) from reviews where movie_id = m.id), %s, %s,
                   (select coalesce(json_agg(json_build_array(r.id, r.body, r.rating, v.id, v.name, v.image)
                             order by r.creation_time desc, r.id), '[]')
                    from reviews r join viewers v on v.id = r.author_id where r.movie_id = m.id)
            from movies m where m.id = ?\
            """.formatted(credits.formatted("directors"), credits.formatted("actors"));
        return Task.of(id -> read(
                        sql,
                        id,
                        rows -> new MovieCard(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getInt(4),
                                rows.getString(5),
                                rows.getBigDecimal(6),
                                nested(rows.getBytes(7), JdbcJson::person),
                                nested(rows.getBytes(8), JdbcJson::person),
                                nested(rows.getBytes(9), JdbcJson::review)))
                .getFirst());
    }

    private <V> List<V> read(String sql, long value, Reader<V> reader) {
        return connected(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, value);
                return list(statement, reader);
            }
        });
    }

    private static UserTree userTree(ResultSet rows) throws java.sql.SQLException {
        return new UserTree(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                nested(rows.getBytes(5), JdbcJson::postTree));
    }

    private static <V> List<V> nested(byte[] json, Function<JsonParser, V> row) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return rows(parser, row);
        }
    }

    /** Stands on the start of the array, and ends on its end. */
    private static <V> List<V> rows(JsonParser parser, Function<JsonParser, V> row) {
        List<V> rows = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            rows.add(row.apply(parser));
            parser.nextToken();
        }
        return rows;
    }

    private static PostTree postTree(JsonParser parser) {
        PostRow post = post(parser);
        parser.nextToken();
        return new PostTree(
                post.id(), post.title(), post.body(), post.views(), post.createdAt(), rows(parser, JdbcJson::comment));
    }

    private static PostRow post(JsonParser parser) {
        return new PostRow(number(parser), text(parser), text(parser), (int) number(parser), time(parser));
    }

    private static CommentRow comment(JsonParser parser) {
        return new CommentRow(number(parser), text(parser), (int) number(parser), time(parser));
    }

    private static PersonCard person(JsonParser parser) {
        return new PersonCard(number(parser), text(parser), text(parser));
    }

    private static ReviewCard review(JsonParser parser) {
        return new ReviewCard(
                number(parser),
                text(parser),
                (int) number(parser),
                new ViewerCard(number(parser), text(parser), text(parser)));
    }

    private static long number(JsonParser parser) {
        parser.nextToken();
        return parser.getLongValue();
    }

    private static String text(JsonParser parser) {
        parser.nextToken();
        return parser.getString();
    }

    private static OffsetDateTime time(JsonParser parser) {
        long micros = number(parser);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L)
                .atOffset(ZoneOffset.UTC);
    }
}
