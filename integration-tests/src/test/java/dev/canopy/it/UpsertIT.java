package dev.canopy.it;

import static dev.canopy.sample.Tables.ADDRESSES;
import static dev.canopy.sample.Tables.DEPARTMENTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.NotPermittedException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.FoundOrCreated;
import dev.canopy.selection.Upserted;
import dev.canopy.selection.Written;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that may be there already: upserts, duplicates of a bulk create, and find-or-create. */
@CanopyTest(define = HeardUsers.class, isolation = Isolation.DATABASE)
class UpsertIT {
    private final Database db;
    private final Model<Users, User, Long> users;
    private final PlainSql sql;

    UpsertIT(Database db, DataSource dataSource) {
        this.db = db;
        this.users = db.model(USERS);
        this.sql = new PlainSql(dataSource);
    }

    @BeforeEach
    void nothingHeardYet() {
        HeardUsers.heard();
    }

    @Test
    @Fault({"0.12", "2.14", "2.15"})
    void an_upsert_tells_created_from_updated_and_keeps_what_a_row_gets_once() {
        Upserted<User> first = users.upsert(
                user -> user.setEmail(" Ann@Example.com").setFirstName("Ann").setLastName("Lee"),
                on -> on.key(u -> u.EMAIL));
        String createdAt = sql.value("select created_at from users");
        Upserted<User> second = users.upsert(
                user -> user.setEmail("ann@example.com").setFirstName("Anna").setLastName("Lee"),
                on -> on.key(u -> u.EMAIL));

        assertThat(first).isInstanceOf(Upserted.Created.class);
        assertThat(second).isInstanceOf(Upserted.Updated.class);
        assertThat(second.row().getId()).isEqualTo(first.row().getId());
        assertThat(sql.rows("select first_name, version, updated_at > created_at from users"))
                .containsExactly("Anna|1|t");
        assertThat(sql.value("select created_at from users")).isEqualTo(createdAt);
        assertThat(second.row().getVersion()).isEqualTo(1);
        assertThat(second.row().getActive()).as("read back").isTrue();
        assertThat(second.row().changedFields()).isEmpty();
    }

    @Test
    void an_older_server_tells_created_from_updated_by_xmax(DataSource dataSource, ServerLog log) {
        Model<Users, User, Long> older =
                Database.using(new OlderServer(dataSource), c -> {}).model(USERS);
        List<Upserted<User>> upserted = new ArrayList<>();
        older.create(user -> user.setEmail("b").setFirstName("B").setLastName("B"));

        List<String> statements = log.of(() -> {
            upserted.addAll(older.upsertAll(List.of(ofT("a"), ofT("b"), ofT("c")), on -> on.key(u -> u.EMAIL)));
            upserted.addAll(older.upsertAll(List.of(ofT("a"), ofT("d")), on -> on.key(u -> u.EMAIL)));
        });

        assertThat(upserted)
                .hasExactlyElementsOfTypes(
                        Upserted.Created.class,
                        Upserted.Updated.class,
                        Upserted.Created.class,
                        Upserted.Updated.class,
                        Upserted.Created.class);
        assertThat(statements)
                .hasSize(2)
                .allSatisfy(statement -> assertThat(statement).contains("xmax"));
    }

    @Test
    void an_upsert_does_not_reach_beyond_what_always_holds(DataSource dataSource) {
        Model<Users, User, Long> ours = Database.using(
                        dataSource,
                        c -> c.define(USERS, m -> {
                            m.always("tenant", s -> s.where(u -> u.LAST_NAME.eq("T")));
                            m.softDelete(u -> u.DELETED_AT);
                        }))
                .model(USERS);
        sql.run("""
            insert into users (first_name, last_name, email, deleted_at) values
              ('Dan', 'T', 'd', now()), ('Eve', 'S', 'e', null)\
            """);
        String refused =
                "A row of User with the same key (email) is there already, beyond what m.always(\"tenant\", ..)"
                        + " lets through, so it was not changed; give another key.";
        List<User> some = List.of(ofT("new"), ofT("e"), ofT("newer"));

        assertThatThrownBy(() -> ours.upsert(
                        user -> user.setFirstName("P").setLastName("T").setEmail("e"), on -> on.key(u -> u.EMAIL)))
                .isInstanceOf(NotPermittedException.class)
                .hasMessage(refused);
        assertThatThrownBy(() -> ours.upsertAll(some, on -> on.key(u -> u.EMAIL)))
                .isInstanceOf(NotPermittedException.class)
                .hasMessage(refused);
        assertThatThrownBy(() -> ours.bulkCreate(
                        List.of(ofT("e"), ofT("new")), b -> b.updatingDuplicates(on -> on.key(u -> u.EMAIL))))
                .isInstanceOf(NotPermittedException.class)
                .hasMessage(refused);

        assertThat(some).extracting(User::getId).containsOnlyNulls();
        assertThat(sql.rows("select email, first_name, last_name from users order by email"))
                .containsExactly("d|Dan|T", "e|Eve|S");
        assertThat(ours.upsertAll(List.of(ofT("d"), ofT("f")), on -> on.key(u -> u.EMAIL)))
                .hasExactlyElementsOfTypes(Upserted.Updated.class, Upserted.Created.class);
        assertThat(sql.rows("select email, first_name, deleted_at from users order by email"))
                .containsExactly("d|P|null", "e|Eve|null", "f|P|null");
    }

    private static User ofT(String email) {
        return new User().setFirstName("P").setLastName("T").setEmail(email);
    }

    @Test
    @Fault({"0.12", "2.14"})
    void hooks_run_once_around_an_upsert_and_may_change_what_it_writes() {
        ann();
        HeardUsers.heard();
        users.upsert(
                user -> user.setEmail("ann@example.com")
                        .setFirstName("Ann")
                        .setLastName("Lee")
                        .setNote("changed by a hook"),
                on -> on.key(u -> u.EMAIL).updating(u -> u.NOTE));

        assertThat(HeardUsers.heard())
                .containsExactly(
                        "beforeValidate Ann",
                        "afterValidate Ann",
                        "beforeUpsert Ann",
                        "beforeSave Ann",
                        "afterUpsert Ann",
                        "afterSave Ann",
                        "afterCommit Ann");
        assertThat(sql.rows("select note, password_hash from users"))
                .containsExactly("changed by a hook|set by a hook");
    }

    @Test
    void only_the_columns_that_are_named_change() {
        ann();
        users.upsert(
                user -> user.setEmail("ann@example.com")
                        .setFirstName("Other")
                        .setLastName("Name")
                        .setNote("new"),
                on -> on.key(u -> u.EMAIL).updating(u -> u.NOTE));

        assertThat(sql.rows("select first_name, last_name, note from users")).containsExactly("Ann|Lee|new");
    }

    @Test
    void an_upsert_is_validated_as_a_whole_before_any_statement(ServerLog log) {
        List<String> statements = log.of(() -> assertThatThrownBy(() -> users.upsert(
                        user -> user.setEmail("nobody").setFirstName("X").setLastName("X"), on -> on.key(u -> u.EMAIL)))
                .isInstanceOf(ValidationException.class)
                .hasMessage("User.email must have an @, but is \"nobody\"; User.lastName must not be the first"
                        + " name, but is \"X\"."));

        assertThat(statements).isEmpty();
        assertThat(HeardUsers.heard()).containsExactly("beforeValidate X", "validationFailed X");
    }

    @Test
    void a_row_that_was_deleted_comes_back() {
        ann().destroy();

        Upserted<User> back = users.upsert(
                user -> user.setEmail("ann@example.com").setFirstName("Ann").setLastName("Lee"),
                on -> on.key(u -> u.EMAIL));

        assertThat(back).isInstanceOf(Upserted.Updated.class);
        assertThat(sql.rows("select deleted_at, version from users")).containsExactly("null|2");
    }

    @Test
    void a_key_that_is_none_is_refused_with_those_that_there_are() {
        assertThatThrownBy(() -> users.upsert(user -> {}, on -> on.key(u -> u.FIRST_NAME, u -> u.LAST_NAME)))
                .hasMessage(
                        "(first_name, last_name) is no unique key of users, so it cannot tell whether a row is there;"
                                + " its unique keys are (id), (email).");
    }

    @Test
    void many_rows_are_upserted_by_one_statement_in_the_order_given(ServerLog log) {
        users.bulkCreate(people(0, 50));
        List<User> rows = people(25, 100);
        rows.forEach(user -> user.setNote("again"));
        List<Upserted<User>> upserted = new ArrayList<>();

        List<String> statements = log.of(() -> upserted.addAll(users.upsertAll(rows, on -> on.key(u -> u.EMAIL))));

        assertThat(statements).filteredOn(s -> s.startsWith("insert")).hasSize(1);
        assertThat(upserted).extracting(Upserted::row).containsExactlyElementsOf(rows);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(upserted.get(i) instanceof Upserted.Updated).isEqualTo(i < 25);
        }
        assertThat(sql.rows("select version, note, count(*) from users group by 1, 2 order by 1, 2"))
                .containsExactly("0|again|75", "0|null|25", "1|again|25");
        assertThat(sql.rows("select id, email from users where note = 'again' order by email"))
                .isEqualTo(rows.stream()
                        .map(user -> user.getId() + "|" + user.getEmail())
                        .sorted(Comparator.comparing(line -> line.substring(line.indexOf('|'))))
                        .toList());
    }

    @Test
    @Fault("2.16")
    void a_row_changes_no_column_that_only_another_one_sets() {
        users.bulkCreate(people(0, 2).stream().map(user -> user.setNote("kept")).toList());
        List<User> rows = people(0, 2);
        rows.get(0).setNote("changed");

        users.upsertAll(rows, on -> on.key(u -> u.EMAIL));

        assertThat(sql.rows("select note from users order by email")).containsExactly("changed", "kept");
    }

    @Test
    void the_same_key_twice_is_refused_before_any_statement() {
        List<User> rows =
                Stream.of(people(0, 2), people(1, 1)).flatMap(List::stream).toList();

        assertThatThrownBy(() -> users.upsertAll(rows, on -> on.key(u -> u.EMAIL)))
                .hasMessage("The rows of User of index 1 and 2 have the same key (email = p1@example.com),"
                        + " so the one would overwrite the other; give each key once.");
        assertThat(users.count()).isZero();
    }

    @Test
    void a_key_of_several_columns_and_one_with_a_condition() {
        sql.run("insert into companies values (1, 'One')");
        sql.run("insert into departments values (1, 23, 'old')");
        var departments = db.model(DEPARTMENTS);
        Upserted<?> changed = departments.upsert(
                d -> d.setCompanyNo(1).setDepartmentNo(23).setName("new"),
                on -> on.key(d -> d.DEPARTMENT_NO, d -> d.COMPANY_NO));
        long ann = ann().getId();
        sql.run("insert into countries (code, name) values ('DE', 'Germany')");
        var addresses = db.model(ADDRESSES);
        for (String street : List.of("First", "Second")) {
            addresses.upsert(
                    a -> a.setUserId(ann).setCountryCode("DE").setStreet(street).setIsDefault(true),
                    on -> on.key(a -> a.USER_ID).where(a -> a.IS_DEFAULT.isTrue()));
        }

        assertThat(changed).isInstanceOf(Upserted.Updated.class);
        assertThat(sql.rows("select * from departments")).containsExactly("1|23|new");
        assertThat(sql.rows("select street from addresses")).containsExactly("Second");
    }

    @Test
    @Fault({"0.6", "2.17"})
    void ignored_duplicates_are_not_in_the_answer_and_stay_as_they_were() {
        users.bulkCreate(people(1, 1));
        long before = Long.parseLong(sql.value("select id from users"));
        List<User> rows = people(0, 3);

        Written<User> written = users.bulkCreate(rows, b -> b.ignoringDuplicates());

        assertThat(written.rows()).containsExactly(rows.get(0), rows.get(2)).isEqualTo(written.created());
        assertThat(written.updated()).isEmpty();
        assertThat(rows.get(1).isNew()).isTrue();
        assertThat(rows.get(1).getId()).isNull();
        assertThat(rows.get(1).changedFields()).contains(USERS.EMAIL);
        assertThat(sql.rows("select id, email from users where id <> " + before + " order by id"))
                .containsExactly(
                        rows.get(0).getId() + "|p0@example.com", rows.get(2).getId() + "|p2@example.com");
    }

    @Test
    @Fault({"0.6", "0.7", "2.17"})
    void hooks_after_the_write_run_for_the_rows_that_were_written_alone() {
        users.bulkCreate(people(1, 1));
        HeardUsers.heard();

        users.bulkCreate(people(0, 3), b -> b.ignoringDuplicates());

        assertThat(HeardUsers.heard())
                .containsExactly(
                        "beforeBulkCreate 3",
                        "beforeValidate P0",
                        "beforeValidate P1",
                        "beforeValidate P2",
                        "afterValidate P0",
                        "afterValidate P1",
                        "afterValidate P2",
                        "beforeCreate P0",
                        "beforeCreate P1",
                        "beforeCreate P2",
                        "beforeSave P0",
                        "beforeSave P1",
                        "beforeSave P2",
                        "afterCreate P0",
                        "afterCreate P2",
                        "afterSave P0",
                        "afterSave P2",
                        "afterBulkCreate 2",
                        "afterCommit P0",
                        "afterCommit P2");
    }

    @Test
    @Fault({"0.6", "2.17"})
    void duplicates_within_the_rows_and_values_that_the_server_changes_are_told_apart() {
        sql.run("""
            create function upper_name() returns trigger language plpgsql as
            $$ begin new.name := upper(new.name); return new; end $$;
            create trigger upper_name before insert on tags for each row execute function upper_name();
            """);
        Model<?, Tag, Long> tags = db.model(TAGS);
        List<Tag> plain = Stream.of("A", "B", "A", "C")
                .map(name -> tags.build(tag -> tag.setName(name)))
                .toList();

        assertThat(tags.bulkCreate(plain, b -> b.ignoringDuplicates()).rows())
                .containsExactly(plain.get(0), plain.get(1), plain.get(3));
        List<Tag> changed = Stream.of("d", "c")
                .map(name -> tags.build(tag -> tag.setName(name)))
                .toList();
        assertThatThrownBy(() -> tags.bulkCreate(changed, b -> b.ignoringDuplicates()))
                .hasMessageStartingWith("It cannot be told which rows of Tag were inserted and which were ignored:");
    }

    @Test
    @Fault({"0.7", "2.16"})
    void updating_duplicates_tells_which_were_created_and_which_updated() {
        users.bulkCreate(people(1, 1));
        List<User> rows = people(0, 3);

        Written<User> written = users.bulkCreate(
                rows, b -> b.updatingDuplicates(on -> on.key(u -> u.EMAIL).updating(u -> u.LAST_NAME)));

        assertThat(written.rows()).containsExactlyElementsOf(rows);
        assertThat(written.created()).containsExactly(rows.get(0), rows.get(2));
        assertThat(written.updated()).containsExactly(rows.get(1));
    }

    @Test
    @Fault({"0.7", "2.16"})
    void a_bulk_create_is_validated_and_nothing_is_written_if_one_row_is_not_valid() {
        List<User> rows = people(0, 3);
        rows.get(1).setEmail("nobody");

        assertThatThrownBy(() -> users.bulkCreate(rows))
                .isInstanceOf(ValidationException.class)
                .hasMessage("User[1].email must have an @, but is \"nobody\".");
        assertThat(users.count()).isZero();
    }

    @Test
    void progress_is_told_after_each_chunk_and_several_chunks_are_one_transaction() {
        List<Long> done = new ArrayList<>();
        users.bulkCreate(people(0, 25), b -> b.chunks(10).onProgress(done::add));

        assertThat(done).containsExactly(10L, 20L, 25L);
        List<User> more = people(100, 25);
        more.get(24).setEmail("p0@example.com");
        assertThatThrownBy(() -> users.bulkCreate(more, b -> b.chunks(10))).isInstanceOf(RuntimeException.class);
        assertThat(users.count()).isEqualTo(25);
        assertThat(more).allSatisfy(user -> assertThat(user.isNew()).isTrue());
    }

    @Test
    void a_stream_is_written_chunk_by_chunk_as_it_comes() {
        List<Long> done = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        long written = users.bulkCreate(
                IntStream.range(0, 25).mapToObj(i -> {
                    taken.add("row " + i + " after " + done.size() + " chunks");
                    return people(i, 1).getFirst();
                }),
                b -> b.chunks(10).onProgress(done::add).withoutHooks());

        assertThat(written).isEqualTo(25);
        assertThat(done).containsExactly(10L, 20L, 25L);
        assertThat(taken).contains("row 9 after 0 chunks", "row 10 after 1 chunks", "row 24 after 2 chunks");
        assertThat(HeardUsers.heard()).isEmpty();
        assertThat(users.count()).isEqualTo(25);
    }

    @Test
    void contradicting_words_are_refused_where_they_are_said() {
        assertThatThrownBy(() -> users.bulkCreate(
                        people(0, 1), b -> b.ignoringDuplicates().updatingDuplicates(on -> on.key(u -> u.ID))))
                .hasMessage("updatingDuplicates(..) contradicts what was said of duplicates before;"
                        + " say one of ignoringDuplicates() and updatingDuplicates(..), once.");
        User there = ann();
        assertThatThrownBy(() -> users.bulkCreate(List.of(there)))
                .hasMessage("The row of User of index 0 is in the database already, so it cannot be created;"
                        + " change it with save().");
    }

    @Test
    @Fault("2.25")
    void find_or_create_creates_once_and_finds_then(ServerLog log) {
        List<FoundOrCreated<User>> got = new ArrayList<>();
        List<String> created = log.of(() -> got.add(annOrNew()));
        List<String> found = log.of(() -> got.add(annOrNew()));

        assertThat(created)
                .filteredOn(s -> !s.startsWith("BEGIN") && !s.startsWith("COMMIT"))
                .hasSize(2);
        assertThat(found).hasSize(1);
        assertThat(got.get(0)).isInstanceOf(FoundOrCreated.Created.class);
        assertThat(got.get(1)).isInstanceOf(FoundOrCreated.Found.class);
        assertThat(got.get(1).row().getId()).isEqualTo(got.get(0).row().getId());
        assertThat(got.get(1).row().getFirstName()).isEqualTo("Ann");
        assertThat(HeardUsers.heard())
                .filteredOn(what -> what.startsWith("after"))
                .containsExactly("afterValidate Ann", "afterCreate Ann", "afterSave Ann", "afterCommit Ann");
    }

    @Test
    void find_or_create_needs_a_unique_key() {
        assertThatThrownBy(() -> users.findOrCreate(user -> user.setFirstName("Ann"), user -> {}))
                .hasMessage(
                        "findOrCreate on User is given (first_name), which is no unique key, so two callers could both"
                                + " create the row; the first function must set one of (id), (email) and nothing else.");
        assertThatThrownBy(() -> users.findOrCreate(
                        user -> user.setEmail("a@example.com"), user -> user.setEmail("b@example.com")))
                .hasMessage(
                        "The second function given to findOrCreate on User changes (email), by which the row is found;"
                                + " set that in the first one alone.");
    }

    @Test
    @Fault("2.19")
    void find_or_create_says_that_a_deleted_row_has_the_key() {
        ann().destroy();

        assertThatThrownBy(this::annOrNew)
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "User.email belongs to a row that is marked as deleted; restore that one, or have the unique"
                                + " index leave deleted rows out, but is \"ann@example.com\".");
    }

    @Test
    @Fault("2.25")
    void another_key_that_is_taken_is_an_error_and_the_transaction_around_goes_on() {
        User ann = ann();
        db.transaction(() -> {
            assertThatThrownBy(() -> users.findOrCreate(
                            user -> user.setEmail("new@example.com"),
                            user -> user.setId(ann.getId()).setFirstName("N").setLastName("M")))
                    .hasMessageContaining("users_pkey");
            users.findOrCreate(
                    user -> user.setEmail("other@example.com"),
                    user -> user.setFirstName("O").setLastName("P"));
        });

        assertThat(sql.rows("select email from users order by 1"))
                .containsExactly("ann@example.com", "other@example.com");
    }

    @Test
    void find_or_build_saves_nothing() {
        User built = users.findOrBuild(
                user -> user.setEmail("ann@example.com"),
                user -> user.setFirstName("Ann").setLastName("Lee"));
        assertThat(built.isNew()).isTrue();
        assertThat(users.count()).isZero();
        built.save();

        assertThat(users.findOrBuild(user -> user.setEmail("ann@example.com"), user -> {})
                        .isNew())
                .isFalse();
    }

    private FoundOrCreated<User> annOrNew() {
        return users.findOrCreate(
                user -> user.setEmail(" ANN@example.com"),
                user -> user.setFirstName("Ann").setLastName("Lee"));
    }

    private User ann() {
        return users.create(
                user -> user.setEmail("ann@example.com").setFirstName("Ann").setLastName("Lee"));
    }

    private List<User> people(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> users.build(
                        u -> u.setFirstName("P" + i).setLastName("Q").setEmail("p" + i + "@example.com")))
                .toList();
    }
}
