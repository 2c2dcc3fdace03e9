package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.upper;

import dev.canopy.Database;
import dev.canopy.association.Scope;
import dev.canopy.error.CursorException;
import dev.canopy.error.DefinitionException;
import dev.canopy.sample.tables.Tasks;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.selection.Cursor;
import dev.canopy.selection.Selection;
import dev.canopy.testing.CanopyTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose cursors are taken: those that were handed out, for the order that they were handed out for; and who can read them. */
@CanopyTest
class CursorIT {
    @BeforeEach
    void rows(DataSource dataSource) {
        new PlainSql(dataSource).run("""
            insert into users (id, first_name, last_name, email) values (1, 'u1', 'L', '1@example.com');
            insert into tasks (id, user_id, title) select n, 1, 't' || n % 3 from generate_series(1, 23) n;
            """);
    }

    @Test
    void a_cursor_of_another_order_is_refused(Database db) {
        Cursor cursor = db.model(TASKS)
                .orderBy(t -> t.TITLE)
                .limit(1)
                .findSlice()
                .next()
                .orElseThrow();

        assertThatThrownBy(() -> db.model(TASKS)
                        .orderBy(t -> t.TITLE.desc())
                        .limit(1)
                        .after(cursor)
                        .findSlice())
                .isInstanceOf(CursorException.class)
                .hasMessage(
                        "The cursor \"%s\" belongs to another order than \"public\".\"tasks\".\"title\" desc,"
                                        .formatted(cursor)
                                + " \"public\".\"tasks\".\"id\" desc; go on in the order that it came from, or begin without it.");
        assertThatThrownBy(() -> db.model(POSTS)
                        .orderBy(p -> p.TITLE)
                        .limit(1)
                        .after(cursor)
                        .findAll())
                .isInstanceOf(CursorException.class)
                .hasMessageStartingWith("The cursor \"%s\" belongs to another order than".formatted(cursor));
    }

    @Test
    void a_damaged_cursor_is_refused(Database db) {
        Cursor cursor = db.model(TASKS).limit(1).findSlice().next().orElseThrow();
        char other = cursor.token().charAt(20) == 'A' ? 'B' : 'A';
        List<UnaryOperator<String>> damages = List.of(
                token -> token.substring(0, 20) + other + token.substring(21),
                token -> token.substring(0, token.length() - 4),
                token -> token + "AAAA",
                token -> "7",
                token -> "../../etc/passwd",
                token -> "A".repeat(40));

        for (UnaryOperator<String> damage : damages) {
            Cursor damaged = new Cursor(damage.apply(cursor.token()));
            assertThatThrownBy(() -> db.model(TASKS).limit(1).after(damaged).findSlice())
                    .isInstanceOf(CursorException.class)
                    .hasMessage(("The cursor \"%s\" is damaged, or nobody here handed it out;"
                                    + " take it from a slice as it is, or begin without it.")
                            .formatted(damaged));
        }
        assertThatThrownBy(() -> new Cursor(" "))
                .as("?after= is the caller's mistake, as every other cursor that is none")
                .isInstanceOf(CursorException.class)
                .hasMessage("A cursor's token is empty; leave after(..) out for the first slice.");
    }

    @Test
    void with_a_secret_nobody_else_makes_a_cursor(DataSource dataSource) {
        try (Database open = Database.using(dataSource, c -> {});
                Database one = Database.using(dataSource, c -> c.cursorSecret("0123456789abcdef0123456789abcdef"));
                Database same = Database.using(dataSource, c -> c.cursorSecret("0123456789abcdef0123456789abcdef"))) {
            Cursor sealed = one.model(TASKS).limit(1).findSlice().next().orElseThrow();
            Cursor unsealed = open.model(TASKS).limit(1).findSlice().next().orElseThrow();

            assertThat(ids(same.model(TASKS).limit(1).after(sealed))).containsExactly(2L);
            assertThatThrownBy(() -> one.model(TASKS).limit(1).after(unsealed).findSlice())
                    .isInstanceOf(CursorException.class);
            assertThatThrownBy(() -> open.model(TASKS).limit(1).after(sealed).findSlice())
                    .isInstanceOf(CursorException.class);
        }
        assertThatThrownBy(() -> Database.using(dataSource, c -> c.cursorSecret("short")))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("cursorSecret(..) has 5 characters; give it 32 at least, by chance.");
    }

    @Test
    void with_a_secret_a_cursor_says_nothing_and_a_column_that_must_not_get_out_orders_only_then(
            DataSource dataSource) {
        String secret = "0123456789abcdef0123456789abcdef";
        Scope<Tasks> untitled = s -> s.without(t -> t.TITLE);
        new PlainSql(dataSource).run("update tasks set title = 'told by nobody' where id = 1");
        try (Database open = Database.using(dataSource, c -> {});
                Database hiding = Database.using(dataSource, c -> c.define(TASKS, m -> m.hidden(t -> t.TITLE)));
                Database one = Database.using(
                        dataSource, c -> c.cursorSecret(secret).define(TASKS, m -> m.hidden(t -> t.TITLE)))) {
            Cursor clear = open.model(TASKS)
                    .where(t -> t.ID.le(2L))
                    .orderBy(t -> t.TITLE.desc())
                    .limit(1)
                    .findSlice()
                    .next()
                    .orElseThrow();
            Selection<Tasks, Task> byTitle = one.model(TASKS)
                    .where(t -> t.ID.le(2L))
                    .orderBy(t -> t.TITLE.desc())
                    .limit(1);
            Cursor encrypted = byTitle.findSlice().next().orElseThrow();

            assertThat(decoded(clear)).contains("told by nobody");
            assertThat(decoded(encrypted)).doesNotContain("told", "nobody");
            assertThat(byTitle.findSlice().next()).as("a place is one token").contains(encrypted);
            assertThat(ids(byTitle.after(encrypted))).containsExactly(2L);
            byte[] bytes = Base64.getUrlDecoder().decode(encrypted.token());
            for (int i = 0; i < bytes.length; i++) {
                byte[] other = bytes.clone();
                other[i] ^= 1;
                assertThatThrownBy(() -> byTitle.after(cursor(other)).findSlice())
                        .as("byte %d", i)
                        .isInstanceOf(CursorException.class);
                byte[] shorter = Arrays.copyOf(bytes, i + 1);
                if (i + 1 < bytes.length) {
                    assertThatThrownBy(() -> byTitle.after(cursor(shorter)).findSlice())
                            .isInstanceOf(CursorException.class);
                }
            }
            String refused = "A cursor has the values that it stands at, and those of \"title\" must not get out;"
                    + " have cursors encrypted with c.cursorSecret(..), or order by another column.";
            assertThatThrownBy(() -> hiding.model(TASKS)
                            .orderBy(t -> upper(t.TITLE))
                            .limit(1)
                            .findSlice())
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage(refused);
            assertThatThrownBy(() -> open.model(TASKS)
                            .scope(untitled)
                            .orderBy(t -> t.TITLE)
                            .limit(1)
                            .select(t -> t.ID)
                            .findSlice())
                    .hasMessage(refused);
            assertThat(one.model(TASKS)
                            .scope(untitled)
                            .orderBy(t -> t.TITLE)
                            .limit(1)
                            .select(t -> t.ID)
                            .findSlice()
                            .rows())
                    .hasSize(1);
        }
    }

    private static Cursor cursor(byte[] bytes) {
        return new Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String decoded(Cursor cursor) {
        return new String(Base64.getUrlDecoder().decode(cursor.token()), StandardCharsets.ISO_8859_1);
    }

    private static List<Long> ids(Selection<Tasks, Task> tasks) {
        return tasks.findAll().stream().map(Task::getId).toList();
    }
}
