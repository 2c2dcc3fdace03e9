package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.canopy.Database;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A write of all rows of a selection is a text that is made once, whatever is written and to which rows. */
@CanopyTest
class WriteTextsIT {
    private static final String ALL =
            "select id, note, active, logins, deleted_at is null, version from users order by id";

    private Database db;
    private PlainSql plain;

    @BeforeEach
    void rows(ScratchDatabase scratch) {
        plain = new PlainSql(scratch.dataSource());
        fill();
        db = Database.using(
                scratch.dataSource(),
                c -> c.define(USERS, m -> {
                    m.softDelete(u -> u.DELETED_AT);
                    m.version(u -> u.VERSION);
                }));
    }

    private void fill() {
        plain.run("truncate users restart identity cascade");
        plain.run("""
                insert into users (id, first_name, last_name, email)
                  select n, 'U' || n, 'L', 'u' || n || '@example.com' from generate_series(1, 30) n;
                insert into posts (id, author_id, title) select n, n, 'P' || n from generate_series(1, 30) n;
                insert into comments (id, post_id, author_id, body) select n, n, n, 'C' || n from generate_series(1, 30) n
                """);
    }

    static Stream<Arguments> writes() {
        return Stream.of(
                write(
                        "a value",
                        (db, n) -> db.from(USERS).where(u -> u.ID.gt((long) n)).update(u -> u.setNote("n" + n)),
                        "update users set note = 'n%1$s', version = version + 1 where id > %1$s"),
                write(
                        "two values",
                        (db, n) -> db.from(USERS)
                                .where(u -> u.ID.le((long) n))
                                .update(u -> u.setNote("it''s " + n).setActive(n % 2 == 0)),
                        "update users set note = 'it''''s %1$s', active = %1$s %% 2 = 0, version = version + 1 where id <= %1$s"),
                write(
                        "NULL",
                        (db, n) -> db.from(USERS).where(u -> u.ID.eq((long) n)).update(u -> u.setNote(null)),
                        "update users set note = null, version = version + 1 where id = %1$s"),
                write(
                        "an expression with a value in it",
                        (db, n) -> db.from(USERS)
                                .where(u -> u.ID.ge((long) n))
                                .update((u, set) -> set.set(u.LOGINS, u.LOGINS.plus(n))),
                        "update users set logins = logins + %1$s, version = version + 1 where id >= %1$s"),
                write(
                        "a mark of soft deletion",
                        (db, n) -> db.from(USERS).where(u -> u.ID.lt((long) n)).destroy(),
                        "update users set deleted_at = now(), version = version + 1 where id < %1$s and deleted_at is null"),
                write(
                        "a deletion",
                        (db, n) ->
                                db.from(COMMENTS).where(c -> c.ID.eq((long) n)).destroy(),
                        "delete from comments where id = %1$s"),
                write(
                        "rows that are chosen by an association",
                        (db, n) -> db.from(USERS)
                                .where(u ->
                                        u.POSTS.where(p -> p.TITLE.eq("P" + n)).exists())
                                .update(u -> u.setNote("wrote " + n)),
                        "update users set note = 'wrote %1$s', version = version + 1"
                                + " where exists (select 1 from posts p where p.author_id = users.id and p.title = 'P%1$s')"));
    }

    private static Arguments write(String name, ObjIntConsumer<Database> write, String byHand) {
        return argumentSet(name, write, byHand);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void it_is_known_again_with_other_values(ObjIntConsumer<Database> write, String byHand) {
        for (int n = 3; n < 9; n++) {
            write.accept(db, n);
        }
        assertThat(db.statementTexts().rendered()).isEqualTo(1);
        assertThat(db.statementTexts().known()).isEqualTo(5);

        List<String> written = plain.rows(ALL);
        List<String> left = plain.rows("select id from comments order by id");
        fill();
        for (int n = 3; n < 9; n++) {
            plain.run(byHand.formatted(n));
        }
        assertThat(written).isEqualTo(plain.rows(ALL));
        assertThat(left).isEqualTo(plain.rows("select id from comments order by id"));
    }

    @Test
    void a_value_and_null_columns_and_verbs_are_kept_apart() {
        db.from(USERS).where(u -> u.ID.eq(1L)).update(u -> u.setNote("a"));
        db.from(USERS).where(u -> u.ID.eq(2L)).update(u -> u.setNote(null));
        db.from(USERS).where(u -> u.ID.eq(3L)).update(u -> u.setNote("c").setActive(false));
        db.from(USERS).where(u -> u.ID.eq(4L)).destroy();
        db.from(USERS).where(u -> u.ID.eq(4L)).restore();
        db.from(USERS).where(u -> u.ID.in(1L, 3L)).update(u -> u.setActive(true));
        assertThat(db.from(COMMENTS).where(c -> c.ID.eq(5L)).destroy()).isEqualTo(1);
        assertThat(db.from(COMMENTS).where(c -> c.ID.eq(5L)).destroy()).isZero();
        assertThat(db.from(POSTS).where(p -> p.ID.eq(5L)).forceDestroy()).isEqualTo(1);

        assertThat(plain.rows(ALL + " limit 5"))
                .containsExactly("1|a|t|0|t|2", "2|null|t|0|t|1", "3|c|t|0|t|2", "4|null|t|0|t|2", "5|null|t|0|t|0");
        assertThat(db.statementTexts().rendered()).isEqualTo(8);
    }

    @Test
    void the_first_rows_of_an_order_are_chosen_by_their_own_values() {
        for (int n = 2; n < 5; n++) {
            long from = n * 5L;
            String note = "n" + n;
            assertThat(db.from(USERS)
                            .where(u -> u.ID.ge(from))
                            .orderBy(u -> u.ID.desc())
                            .limit(n)
                            .update(u -> u.setNote(note)))
                    .isEqualTo(n);
            assertThat(plain.rows("select id from users where note = '%s' order by id desc".formatted(note)))
                    .containsExactlyElementsOf(plain.rows(
                            "select id from users where id >= %d order by id desc limit %d".formatted(from, n)));
        }
    }
}
