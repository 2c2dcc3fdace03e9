package dev.canopy.it;

import static dev.canopy.sample.Tables.ADDRESSES;
import static dev.canopy.sample.Tables.CATEGORIES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.PURSES;
import static dev.canopy.sample.Tables.READINGS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.sample.Tables.VOUCHERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.canopy.Database;
import dev.canopy.error.CanopyException;
import dev.canopy.error.CheckConstraintException;
import dev.canopy.error.CommitUnknownException;
import dev.canopy.error.ConnectionException;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.DeadlockException;
import dev.canopy.error.ExclusionConstraintException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.InvalidValueException;
import dev.canopy.error.LockNotAvailableException;
import dev.canopy.error.NotNullException;
import dev.canopy.error.NotPermittedException;
import dev.canopy.error.QueryTimeoutException;
import dev.canopy.error.RetryableException;
import dev.canopy.error.SerializationException;
import dev.canopy.error.TransactionException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.validation.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server refuses, in full; through plain jOOQ, where nothing is validated before. */
@CanopyTest
class ErrorIT {
    private final PlainSql plain;
    private final Database db;

    ErrorIT(ScratchDatabase scratch) {
        plain = new PlainSql(scratch.dataSource());
        db = Database.using(scratch.dataSource(), c -> {});
        // What was generated with one table is known with it; hand-written SQL tells of none.
        db.model(USERS);
    }

    @BeforeEach
    void rows() {
        plain.run("""
            truncate users, countries, categories, exhibitions, purses, tags, sensors restart identity cascade;
            drop table if exists halves;
            create table halves (half text not null) partition by list (half);
            insert into users (first_name, last_name, email) values ('Ada', 'L', 'ada@example.com');
            insert into posts (author_id, title) values (1, 'Notes');
            insert into countries (code, name) values ('NL', 'Netherlands');
            insert into addresses (user_id, country_code, street, is_default) values (1, 'NL', 'Damrak', true);
            insert into categories (name) values ('root');
            insert into categories (parent_id, name) values (1, 'leaf');
            insert into exhibitions (title, period) values ('Oaks', '[2026-01-01,2026-02-01)');
            insert into purses (owner, balance) values ('Ann', 100);
            insert into vouchers (code, purse_id) values ('SUMMER', 1);
            insert into sensors (name) values ('roof');
            insert into readings (sensor_id, nth, value) values (1, 1, 20.5);
            """);
    }

    /** @param attempt is refused with this message of this type, which leaves all rows as they were */
    record Refused(String what, Consumer<Database> attempt, Class<? extends CanopyException> type, String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Refused> refused() {
        return Stream.of(
                new Refused(
                        "a value that is taken",
                        db -> db.dsl()
                                .insertInto(USERS, USERS.FIRST_NAME, USERS.LAST_NAME, USERS.EMAIL)
                                .values("A", "B", "ada@example.com")
                                .execute(),
                        UniqueConstraintException.class,
                        "User.email must be unique, and another row has this value already (constraint"
                                + " users_email_key); choose another one."),
                new Refused(
                        "values that are taken together",
                        db -> db.dsl()
                                .insertInto(CATEGORIES, CATEGORIES.PARENT_ID, CATEGORIES.NAME)
                                .values(1L, "leaf")
                                .execute(),
                        UniqueConstraintException.class,
                        "Category.parentId, name must be unique together, and another row has these values already"
                                + " (constraint categories_parent_id_name_key); choose others."),
                new Refused(
                        "a second row where a partial index allows one",
                        db -> db.dsl()
                                .insertInto(
                                        ADDRESSES,
                                        ADDRESSES.USER_ID,
                                        ADDRESSES.COUNTRY_CODE,
                                        ADDRESSES.STREET,
                                        ADDRESSES.IS_DEFAULT)
                                .values(1L, "NL", "Rokin", true)
                                .execute(),
                        UniqueConstraintException.class,
                        "Address.userId must be unique, and another row has this value already"
                                + " (constraint addresses_default_key); choose another one."),
                new Refused(
                        "a value that an index on an expression knows already",
                        db -> db.dsl()
                                .insertInto(VOUCHERS, VOUCHERS.CODE)
                                .values("Summer")
                                .execute(),
                        UniqueConstraintException.class,
                        "Voucher.code must be unique, and another row has this value already"
                                + " (constraint vouchers_code_key); choose another one."),
                new Refused(
                        "nothing where something must be",
                        db -> db.dsl()
                                .insertInto(USERS, USERS.LAST_NAME, USERS.EMAIL)
                                .values("B", "b@example.com")
                                .execute(),
                        NotNullException.class,
                        "User.firstName must not be null; give it a value."),
                new Refused(
                        "a check on one column",
                        db -> db.dsl()
                                .update(PURSES)
                                .set(PURSES.BALANCE, PURSES.BALANCE.minus(101))
                                .execute(),
                        CheckConstraintException.class,
                        "Purse.balance must be at least 0 (constraint purses_balance_check)."),
                new Refused(
                        "a check on two columns",
                        db -> db.dsl()
                                .update(VOUCHERS)
                                .set(VOUCHERS.VALID_UNTIL, LocalDate.of(2001, 1, 1))
                                .execute(),
                        CheckConstraintException.class,
                        "Voucher.validFrom, validUntil do not meet the check constraint vouchers_period;"
                                + " give them what the constraint allows."),
                new Refused(
                        "a value that its domain does not allow",
                        db -> db.dsl()
                                .update(VOUCHERS)
                                .set(VOUCHERS.DISCOUNT, 101)
                                .execute(),
                        CheckConstraintException.class,
                        "Voucher.discount does not meet the check constraint percentage_check of the domain percentage;"
                                + " give it what the domain allows."),
                new Refused(
                        "nothing where the domain wants something",
                        db -> db.dsl()
                                .update(VOUCHERS)
                                .setNull(VOUCHERS.DISCOUNT)
                                .execute(),
                        NotNullException.class,
                        "Voucher.discount must not be null, as the domain percentage says; give it a value."),
                new Refused(
                        "an exclusion",
                        db -> db.sql("insert into exhibitions (title, period) values ('Elms',"
                                        + " '[2026-01-15,2026-03-01)')")
                                .execute(),
                        ExclusionConstraintException.class,
                        "Exhibition.period conflicts with another row (constraint exhibitions_period_excl);"
                                + " change it, or the other row first."),
                new Refused(
                        "a key to a row that is not there, inserted",
                        db -> db.dsl()
                                .insertInto(POSTS, POSTS.AUTHOR_ID, POSTS.TITLE)
                                .values(99L, "x")
                                .execute(),
                        ForeignKeyException.class,
                        "Post.authorId refers to a User that is not there (constraint posts_author_id_fkey);"
                                + " create that one first, or refer to one that is."),
                new Refused(
                        "a key to a row that is not there, updated",
                        db -> db.dsl().update(POSTS).set(POSTS.AUTHOR_ID, 99L).execute(),
                        ForeignKeyException.class,
                        "Post.authorId refers to a User that is not there (constraint posts_author_id_fkey);"
                                + " create that one first, or refer to one that is."),
                new Refused(
                        "a row that others refer to, deleted",
                        db -> db.dsl().deleteFrom(USERS).execute(),
                        ForeignKeyException.class,
                        "The User cannot go or change its key, for Post.authorId refers to it"
                                + " (constraint posts_author_id_fkey); delete or change those rows first."),
                new Refused(
                        "a row that others refer to, by ON DELETE RESTRICT",
                        db -> db.sql("delete from purses").execute(),
                        ForeignKeyException.class,
                        "The Purse cannot go or change its key, for Voucher.purseId refers to it"
                                + " (constraint vouchers_purse_id_fkey); delete or change those rows first."),
                new Refused(
                        "a key within one table that nobody tells the end of",
                        db -> db.dsl()
                                .update(CATEGORIES)
                                .set(CATEGORIES.PARENT_ID, 99L)
                                .execute(),
                        ForeignKeyException.class,
                        "Category.parentId and the Category that it refers to must both be there (constraint"
                                + " categories_parent_id_fkey); create the one, or keep the other while it is referred"
                                + " to."),
                new Refused(
                        "a key that waits for the commit",
                        db -> db.transaction(() -> db.dsl()
                                .update(VOUCHERS)
                                .set(VOUCHERS.NEXT_ID, 99L)
                                .execute()),
                        ForeignKeyException.class,
                        "Voucher.nextId and the Voucher that it refers to must both be there"
                                + " (constraint vouchers_next_id_fkey); create the one, or keep the other while it is"
                                + " referred to."),
                new Refused(
                        "a row that no partition takes",
                        db -> db.sql("insert into halves (half) values ('third')")
                                .execute(),
                        DatabaseException.class,
                        "No partition of halves takes the row; make one for its key, or a default partition."),
                new Refused(
                        "a text that is too long",
                        db -> db.dsl()
                                .update(USERS)
                                .set(USERS.FIRST_NAME, "x".repeat(101))
                                .execute(),
                        InvalidValueException.class,
                        "A text is longer than its column allows; shorten it, or widen the column: value too long for"
                                + " type character varying(100). (SQLSTATE 22001) Statement: update \"public\".\"users\""
                                + " set \"first_name\" = ?"),
                new Refused(
                        "a number that is too large",
                        db -> db.sql("select 99999::smallint").findAll(Short.class),
                        InvalidValueException.class,
                        "A number is outside what its type can hold; give a smaller one, or widen the column: smallint"
                                + " out of range. (SQLSTATE 22003) Statement: select 99999::smallint"),
                new Refused(
                        "a text that is no number",
                        db -> db.sql("select :text::int").bind("text", "abc").findAll(Integer.class),
                        InvalidValueException.class,
                        "A text does not read as a value of its type; give one that does: invalid input syntax for type"
                                + " integer: \"abc\". (SQLSTATE 22P02) Statement: select ?::int"),
                new Refused(
                        "a text that is no date",
                        db -> db.sql("select :text::date")
                                .bind("text", "2026-13-45")
                                .findAll(LocalDate.class),
                        InvalidValueException.class,
                        "A date or time is none, or outside what its type can hold; give one that is: date/time field"
                                + " value out of range: \"2026-13-45\". (SQLSTATE 22008) Statement: select ?::date"),
                new Refused(
                        "a text with a character that cannot be stored",
                        db -> db.dsl()
                                .insertInto(TAGS, TAGS.NAME)
                                .values("a\0b")
                                .execute(),
                        InvalidValueException.class,
                        "A text has a character that the database cannot store, such as U+0000; take it out before:"
                                + " invalid byte sequence for encoding \"UTF8\": 0x00. (SQLSTATE 22021) Statement: insert"
                                + " into \"public\".\"tags\" (\"name\") values (?)"),
                new Refused(
                        "a character that JSON may have and a text not",
                        db -> db.sql("select (:text::jsonb) ->> 'a'")
                                .bind("text", "{\"a\": \"\\u0000\"}")
                                .findAll(String.class),
                        InvalidValueException.class,
                        "A text has a character that the database cannot store in JSON, such as U+0000; take it out"
                                + " before: unsupported Unicode escape sequence. (SQLSTATE 22P05) Statement: select"
                                + " (?::jsonb) ->> 'a'"),
                new Refused(
                        "what the user of the connection may not do",
                        db -> db.transaction(() -> {
                            db.sql("set local role pg_monitor").execute();
                            db.dsl().fetch("select * from users");
                        }),
                        NotPermittedException.class,
                        "The user of the connection may not do this: permission denied for table users. Grant it, or"
                                + " look at the table's policies. Statement: select * from users"),
                new Refused(
                        "a column that is not there",
                        db -> db.dsl().fetch("select nickname from users"),
                        DatabaseException.class,
                        "column \"nickname\" does not exist in the database at the given DataSource. Has it been"
                                + " migrated? Statement: select nickname from users"),
                new Refused(
                        "a statement that is none",
                        db -> db.dsl().fetch("selec 1"),
                        DatabaseException.class,
                        "The server refused the statement: syntax error at or near \"selec\". (SQLSTATE 42601)"
                                + " Statement: selec 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    @Fault({"0.21", "2.26"})
    void a_refusal_says_what_where_and_how_to_mend_it(Refused refused) {
        String before = everything();

        assertThatThrownBy(() -> refused.attempt().accept(db))
                .isExactlyInstanceOf(refused.type())
                .hasMessage(refused.message());
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void a_part_of_a_table_is_called_as_the_whole() {
        assertThatThrownBy(() -> db.dsl()
                        .insertInto(READINGS, READINGS.SENSOR_ID, READINGS.NTH, READINGS.VALUE)
                        .values(1L, 1, 1.0)
                        .execute())
                .isInstanceOf(UniqueConstraintException.class)
                .hasMessageMatching("Reading\\.sensorId, nth must be unique together, and another row has these values"
                        + " already \\(constraint readings_[0-3]_pkey\\); choose others\\.");
    }

    @Test
    @Fault("2.26")
    void every_field_of_a_unique_constraint_has_its_violation() {
        UniqueConstraintException e = catchThrowableOfType(
                UniqueConstraintException.class,
                () -> db.dsl()
                        .insertInto(CATEGORIES, CATEGORIES.PARENT_ID, CATEGORIES.NAME)
                        .values(1L, "leaf")
                        .execute());

        assertThat(e.constraint()).isEqualTo("categories_parent_id_name_key");
        assertThat(e.table()).isEqualTo("categories");
        assertThat(e.fields()).containsExactly("parentId", "name");
        assertThat(e.sqlState()).contains("23505");
        assertThat(e.violations())
                .extracting(Violation::toString)
                .containsExactly(
                        "Category.parentId must be unique together with name",
                        "Category.name must be unique together with parentId");
    }

    @Test
    @Fault("0.21")
    void a_foreign_key_says_which_end_was_written() {
        ForeignKeyException referred = catchThrowableOfType(
                ForeignKeyException.class, () -> db.dsl().deleteFrom(USERS).execute());
        ForeignKeyException referring = catchThrowableOfType(
                ForeignKeyException.class,
                () -> db.dsl().update(POSTS).set(POSTS.AUTHOR_ID, 99L).execute());

        assertThat(referred.side()).contains(ForeignKeyException.Side.REFERRED);
        assertThat(referring.side()).contains(ForeignKeyException.Side.REFERRING);
        assertThat(List.of(referred, referring)).allSatisfy(e -> {
            assertThat(e.table()).isEqualTo("posts");
            assertThat(e.fields()).containsExactly("authorId");
        });
    }

    @ParameterizedTest(name = "{0} is a {1}")
    @CsvSource({
        "40001, SerializationException",
        "40P01, DeadlockException",
        "40003, CommitUnknownException",
        "55P03, LockNotAvailableException",
        "57014, QueryTimeoutException",
        "57P01, CommitUnknownException",
        "08006, CommitUnknownException",
        "08P01, CommitUnknownException",
        "08003, ConnectionException",
        "25006, TransactionException",
        "25P02, TransactionException",
        "28000, ConnectionException",
        "53300, ConnectionException",
        "53100, DatabaseException",
        "54001, DatabaseException",
        "22023, InvalidValueException",
        "42501, NotPermittedException",
        "XX000, DatabaseException",
        "P0001, DatabaseException"
    })
    @Fault("0.21")
    void a_type_follows_from_the_state_whatever_the_language(String state, String type) {
        assertThatThrownBy(() -> db.sql("do $$ begin raise exception using errcode = '" + state
                                + "', message = 'Das geht so nicht: \"users_email_key\"'; end $$")
                        .execute())
                .hasMessageContaining("Das geht so nicht")
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(type))
                .satisfies(e -> assertThat(((CanopyException) e).sqlState()).contains(state));
    }

    @Test
    void only_what_may_be_run_again_is_retryable() {
        assertThat(List.of(SerializationException.class, DeadlockException.class))
                .allMatch(RetryableException.class::isAssignableFrom);
        assertThat(List.of(
                        CommitUnknownException.class,
                        ConnectionException.class,
                        LockNotAvailableException.class,
                        QueryTimeoutException.class,
                        TransactionException.class))
                .noneMatch(RetryableException.class::isAssignableFrom);
    }

    @Test
    @Fault("2.26")
    void a_constraint_in_another_language_names_the_same_fields() {
        assertThatThrownBy(() -> db.sql("""
            do $$ begin raise exception using errcode = '23505', message = 'doppelter Schlüsselwert, (x, y)',
                detail = 'Schlüssel »(note)=(a, b)« existiert bereits.',
                schema = 'public', table = 'users', constraint = 'users_email_key'; end $$\
            """).execute())
                .isInstanceOf(UniqueConstraintException.class)
                .hasMessage("User.email must be unique, and another row has this value already"
                        + " (constraint users_email_key); choose another one.");
    }

    @Test
    void a_refusal_while_rows_are_read_is_told_and_ends_the_transaction() {
        plain.run("insert into tags (name) select 'tag ' || n from generate_series(1, 250) n");

        assertThatThrownBy(() -> db.transaction(() -> {
                    assertThatThrownBy(() ->
                                    db
                                            .model(TAGS)
                                            .where(t -> DSL.condition("1 / ({0} - 150) is not null", t.ID))
                                            .stream()
                                            .forEach(tag ->
                                                    assertThat(tag.getId()).isLessThan(150)))
                            .isInstanceOf(InvalidValueException.class)
                            .hasMessage("Something was divided by zero; guard it with nullif(.., 0): division by zero."
                                    + " (SQLSTATE 22012)");
                }))
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith(
                        "The transaction was rolled back instead of committed, because an operation in it had"
                                + " failed: Something was divided by zero");
    }

    @Test
    void what_is_hidden_is_in_no_message_and_in_no_trace(ScratchDatabase scratch) {
        Database secretive = Database.using(scratch.dataSource(), c -> c.define(PURSES, m -> m.hidden(p -> p.OWNER)));
        plain.run("create unique index purses_owner_key on purses (owner)");

        Throwable negative = catchThrowableOfType(
                CanopyException.class,
                () -> secretive
                        .sql("insert into purses (owner, balance) values (:owner, -1)")
                        .bind("owner", "s3cret")
                        .execute());
        Throwable taken = catchThrowableOfType(CanopyException.class, () -> {
            secretive
                    .sql("insert into purses (owner) values (:owner)")
                    .bind("owner", "s3cret")
                    .execute();
            secretive
                    .sql("insert into purses (owner) values (:owner)")
                    .bind("owner", "s3cret")
                    .execute();
        });
        Throwable unreadable = catchThrowableOfType(
                CanopyException.class,
                () -> secretive
                        .sql("update purses set balance = :owner::numeric")
                        .bind("owner", "s3cret")
                        .execute());
        plain.run("drop index purses_owner_key");

        assertThat(Stream.of(negative, taken, unreadable).map(ErrorIT::trace))
                .allSatisfy(trace -> assertThat(trace).doesNotContain("s3cret"));
        assertThat(taken)
                .hasMessage(
                        "Another row of Purse has the same value in the unique index purses_owner_key already; choose"
                                + " another one.")
                .isInstanceOf(UniqueConstraintException.class);
        assertThat(unreadable)
                .hasMessage(
                        "A text does not read as a value of its type; give one that does: (the server's words are left"
                                + " out, for they may show values that are kept secret). (SQLSTATE 22P02) Statement:"
                                + " update purses set balance = ?::numeric");
    }

    @ParameterizedTest(name = "raised with {0}")
    @ValueSource(strings = {"P0001", "P0002", "45000", "40001", "42501", "28000", "23514", "XX000"})
    void what_a_trigger_says_of_a_sensitive_value_is_in_no_message_and_in_no_trace(
            String state, ScratchDatabase scratch) {
        Database secretive =
                Database.using(scratch.dataSource(), c -> c.define(PURSES, m -> m.sensitive(p -> p.OWNER)));
        plain.run("""
            create function refuse() returns trigger language plpgsql as $$ begin
                raise exception using errcode = '%s', message = 'not for ' || new.owner, table = 'users';
            end $$;
            create trigger refuse before insert on purses for each row execute function refuse()\
            """.formatted(state));

        Throwable refused = catchThrowableOfType(
                CanopyException.class, () -> secretive.model(PURSES).create(p -> p.setOwner("s3cret")));
        Throwable dynamic = catchThrowableOfType(
                CanopyException.class,
                () -> secretive
                        .sql("do $$ begin execute 'select s3cret'; end $$")
                        .execute());
        plain.run("drop function refuse() cascade");

        assertThat(List.of(refused, dynamic))
                .allSatisfy(e -> assertThat(e.getMessage() + e.getCause())
                        .contains("the server's words are left out, for they may show values that are kept secret"));
        assertThat(trace(refused)).doesNotContain("s3cret");
        assertThat(refused).extracting(e -> ((CanopyException) e).sqlState()).isEqualTo(Optional.of(state));
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private String everything() {
        return plain.value("""
            select (select json_agg(u order by id) from users u)::text || (select json_agg(p order by id) from posts p)
                || (select json_agg(c order by id) from categories c) || (select json_agg(p order by id) from purses p)
                || (select json_agg(v order by id) from vouchers v) || (select count(*) from tags)
                || (select json_agg(a order by id) from addresses a) || (select count(*) from exhibitions)\
            """);
    }
}
