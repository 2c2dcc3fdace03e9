package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.canopy.Database;
import dev.canopy.sample.tables.Posts;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is computed from rows is a text that is made once as well, whatever the values in it. */
@CanopyTest
class AggregateTextsIT {
    private static final String WHERE = " from posts where id >= %d and title <> 'P%d'";
    private static final String PAGE =
            " from (select * from posts where id >= %d and title <> 'P%d' order by id limit 17 offset %d) p";

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email)
                  select n, 'U' || n, 'L', 'u' || n || '@example.com' from generate_series(1, 11) n;
                insert into posts (id, author_id, title, published)
                  select n, 1 + n * n % 11, 'P' || n % 7, n % 4 > 0 from generate_series(1, 60) n
                """);
    }

    static Stream<Arguments> verbs() {
        return Stream.of(
                verb("count", Selection::count, "select count(*)"),
                verb("exists", Selection::exists, "select case when count(*) > 0 then 'true' else 'false' end"),
                verb("sum", posts -> posts.sum(p -> p.ID), "select sum(id)"),
                verb("a sum of a sum", posts -> posts.sum(p -> p.ID.plus(p.AUTHOR_ID)), "select sum(id + author_id)"),
                verb("min", posts -> posts.min(p -> p.TITLE).orElseThrow(), "select min(title)"),
                verb("max", posts -> posts.max(p -> p.ID).orElseThrow(), "select max(id)"),
                verb(
                        "distinct",
                        posts -> String.join(",", posts.distinct(p -> p.TITLE)),
                        "select string_agg(distinct title, ',' order by title)"),
                verb(
                        "countBy",
                        posts -> posts.countBy(p -> p.PUBLISHED),
                        "select format('{false=%%s, true=%%s}', count(*) filter (where not published), count(*) filter (where published))"),
                verb(
                        "groupBy",
                        posts -> posts.groupBy(p -> p.PUBLISHED)
                                .having(p -> DSL.count().gt(0))
                                .orderBy(p -> p.PUBLISHED)
                                .select(p -> DSL.max(p.ID)),
                        "select format('[%%s, %%s]', max(id) filter (where not published), max(id) filter (where published))"));
    }

    private static Arguments verb(String name, Function<Selection<Posts, Post>, Object> verb, String byHand) {
        return argumentSet(name, verb, byHand);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void it_is_known_again_with_other_values(
            Function<Selection<Posts, Post>, Object> verb, String byHand, ScratchDatabase scratch) {
        Database db = Database.using(scratch.dataSource(), c -> {});
        PlainSql plain = new PlainSql(scratch.dataSource());
        for (int n = 0; n < 6; n++) {
            assertThat(verb.apply(posts(db, n))).hasToString(plain.value((byHand + WHERE).formatted(1 + n, n)));
        }

        assertThat(db.statementTexts().rendered()).isEqualTo(1);
        assertThat(db.statementTexts().known()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void of_a_page_as_well(Function<Selection<Posts, Post>, Object> verb, String byHand, ScratchDatabase scratch) {
        Database db = Database.using(scratch.dataSource(), c -> {});
        PlainSql plain = new PlainSql(scratch.dataSource());
        for (int n = 0; n < 6; n++) {
            int offset = 1 + n;
            // Distinct values are cut to the page once they are distinct, so they have none here.
            boolean distinct = byHand.contains("distinct");
            Selection<Posts, Post> posts =
                    distinct ? posts(db, n) : posts(db, n).limit(17).offset(offset);

            assertThat(verb.apply(posts))
                    .hasToString(plain.value((byHand + (distinct ? WHERE : PAGE)).formatted(1 + n, n, offset)));
        }

        assertThat(db.statementTexts().rendered()).isEqualTo(1);
    }

    @Test
    void verbs_and_columns_are_kept_apart(ScratchDatabase scratch) {
        Database db = Database.using(scratch.dataSource(), c -> {});
        Selection<Posts, Post> posts = db.from(POSTS);

        assertThat(posts.count()).isEqualTo(60);
        assertThat(posts.exists()).isTrue();
        assertThat(posts.max(p -> p.ID)).contains(60L);
        assertThat(posts.min(p -> p.ID)).contains(1L);
        assertThat(posts.max(p -> p.AUTHOR_ID)).contains(10L);
        assertThat(posts.distinct(p -> p.PUBLISHED)).containsExactly(false, true);
        assertThat(Objects.requireNonNull(posts.countBy(p -> p.PUBLISHED).get(true)))
                .isEqualTo(45);
        assertThat(posts.groupBy(p -> p.PUBLISHED)
                        .orderBy(p -> p.PUBLISHED)
                        .limit(1)
                        .select(p -> DSL.count()))
                .isEqualTo(List.of(15));
        assertThat(posts.groupBy(p -> p.PUBLISHED).orderBy(p -> p.PUBLISHED).select(p -> DSL.count()))
                .isEqualTo(List.of(15, 45));
        assertThat(posts.groupBy(p -> p.PUBLISHED)
                        .having(p -> DSL.count().gt(15))
                        .select(p -> DSL.count()))
                .isEqualTo(List.of(45));
        assertThat(db.statementTexts().rendered()).isEqualTo(10);
    }

    @Test
    void a_page_behind_the_last_row_is_counted_by_a_known_text(ScratchDatabase scratch) {
        Database db = Database.using(scratch.dataSource(), c -> {});
        for (int n = 0; n < 4; n++) {
            assertThat(posts(db, n)
                            .orderBy(p -> p.ID)
                            .limit(10)
                            .offset(100 + n)
                            .findAndCountAll()
                            .total())
                    .isEqualTo(posts(db, n).count());
        }

        // The page, its count alone, and the count that it is compared with.
        assertThat(db.statementTexts().rendered()).isEqualTo(3);
    }

    private static Selection<Posts, Post> posts(Database db, int n) {
        long from = 1L + n;
        String title = "P" + n;
        return db.from(POSTS).where(p -> p.ID.ge(from)).where(p -> p.TITLE.ne(title));
    }
}
