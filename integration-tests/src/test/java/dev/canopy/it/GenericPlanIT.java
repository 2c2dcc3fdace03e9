package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A statement that runs often is planned by the server a few times and no more. Half of all comments are on one post, so a plan for
 * any other post's alone looks cheaper than one for all.
 */
@CanopyTest
class GenericPlanIT {
    private static final int OFTEN = 20;

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email) values (1, 'Ada', 'L', 'a@x.org');
                insert into posts (id, author_id, title) select n, 1, 'P' || n from generate_series(1, 100) n;
                insert into comments (id, post_id, author_id, body)
                  select n, case when n % 2 = 0 then 1 else 2 + n % 99 end, 1, 'C' from generate_series(1, 20000) n;
                analyze posts, comments
                """);
    }

    @Test
    void what_hangs_on_a_row_is_not_planned_for_each_value(ScratchDatabase scratch) throws SQLException {
        try (OneConnection connection = OneConnection.of(scratch.dataSource())) {
            Database db = Database.using(connection, c -> {});
            for (long n = 0; n < OFTEN; n++) {
                long id = 2 + n;
                assertThat(db.from(POSTS)
                                .where(p -> p.ID.eq(id))
                                .include(POSTS.COMMENTS.orderBy(c -> c.ID).strategy(Strategy.SPLIT))
                                .requireOne()
                                .getComments())
                        .hasSizeBetween(101, 102);
            }

            assertThat(plans(connection, "generic_plans")).isPositive();
            assertThat(plans(connection, "custom_plans")).isLessThanOrEqualTo(5);
        }
    }

    /** How often the statement for the comments ran by such a plan. */
    private static long plans(OneConnection connection, String kind) throws SQLException {
        try (Statement statement = connection.connection().createStatement();
                ResultSet plans = statement.executeQuery(
                        "select sum(%s) from pg_prepared_statements where statement like '%%from \"public\".\"comments\"%%'"
                                .formatted(kind))) {
            plans.next();
            return plans.getLong(1);
        }
    }
}
