package dev.canopy.it;

import static dev.canopy.it.FailureCause.STALE;
import static dev.canopy.it.FailureCause.VALIDATOR;
import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.Database;
import dev.canopy.Entity;
import dev.canopy.Model;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.User;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A way to write rows, of which one is what a {@link FailureCause} wants.
 *
 * @param causes those that can be met here
 */
record FailingDoor(String name, Set<FailureCause> causes, Function<Scene, Deed> opened) {
    /**
     * The rows that every write finds. Ann has a child and a profile, and is in a club.
     *
     * {@code <word>} is what makes the row fail when it is marked as deleted, or comes back.
     */
    static final String ROWS = """
        delete from remarks; delete from memberships; delete from members; delete from clubs; delete from profiles;
        delete from users where manager_id is not null; delete from users;
        insert into users (id, first_name, last_name, email, note, manager_id, deleted_at) values
            (1, 'Ann', 'Lee', 'ann@example.com', null, null, null),
            (2, 'Kid', 'Lee', 'kid@example.com', null, 1, null),
            (3, 'Holder', 'Lee', 'holder@example.com', 'taken', null, null),
            (4, 'Doomed', 'Lee', 'doomed@example.com', 'leaving: <word>', null, null),
            (5, 'Gone', 'Lee', 'gone@example.com', 'coming: <word>', null, '2026-01-01Z');
        insert into profiles (id, user_id, website) values (1, 1, 'old'), (2, 3, 'taken');
        insert into clubs (id, name) values (1, 'Chess'), (2, 'Choir');
        insert into members (id, name) values (1, 'Max'), (2, 'Mia'), (3, 'Moe');
        insert into memberships (club_id, member_id, role) values (1, 1, 'leaving: <word>'), (2, 2, 'taken');
        """;

    /** What is there, a line for each row. */
    static final String FOUND = """
        select concat_ws('|', 'user', u.first_name, coalesce(u.note, '-'), u.logins, u.version,
            case when u.deleted_at is null then 'here' else 'gone' end, coalesce(m.first_name, '-')) as line
        from users u left join users m on m.id = u.manager_id
        union all
        select concat_ws('|', 'profile', u.first_name, coalesce(p.website, '-'))
        from profiles p join users u on u.id = p.user_id
        union all
        select concat_ws('|', 'tie', c.name, m.name, t.role, case when t.deleted_at is null then 'here' else 'gone' end)
        from memberships t join clubs c on c.id = t.club_id join members m on m.id = t.member_id
        union all
        select concat_ws('|', 'member', name, version) from members
        union all
        select concat_ws('|', 'remark', u.first_name, r.body)
        from remarks r join users u on u.id = r.subject_id where r.subject_type = 'user'
        order by line\
        """;

    /** Where a door is opened. */
    record Scene(Database db, FailureCause cause) {
        Model<Users, User, Long> users() {
            return db.model(USERS);
        }

        User user(long id) {
            return users().withDeleted().where(u -> u.ID.eq(id)).requireOne();
        }

        User fresh(String name) {
            return users().build(named(name));
        }

        User fresh(String name, String note) {
            return users().build(named(name).andThen(user -> user.setNote(note)));
        }

        /** What makes a row fail. */
        String word() {
            return cause.word;
        }

        /** The row that fails. */
        User wrong() {
            return fresh("New", word());
        }

        Club chess() {
            return db.model(CLUBS).requireByPk(1L);
        }

        Member member(long id) {
            return db.model(MEMBERS).requireByPk(id);
        }

        /** A version that was this many writes ago what the row had. */
        int version(int writes) {
            return writes + (cause == STALE ? 1 : 0);
        }
    }

    /**
     * A write.
     *
     * @param rows those that the caller holds, once it was tried
     * @param before how they were
     * @param mend makes right what was wrong
     * @param again the verb with which it succeeds then
     * @param changes the lines that go ({@code -}) and come ({@code +})
     */
    record Deed(
            List<? extends Entity<?>> rows,
            List<RowState> before,
            Runnable write,
            Runnable mend,
            Runnable again,
            List<String> changes) {
        /** Of rows that are there before the write is tried. */
        static Deed of(List<? extends Entity<?>> rows, Runnable write, Runnable mend, String... changes) {
            return new Deed(rows, RowState.of(rows), write, mend, write, List.of(changes));
        }

        /** Of a row that the verb makes, and that is then saved. */
        static Deed made(List<User> made, User alike, Runnable write, String... changes) {
            return new Deed(
                    made,
                    RowState.of(List.of(alike)),
                    write,
                    () -> made.getFirst().setNote("fine"),
                    () -> made.getFirst().save(),
                    List.of(changes));
        }
    }

    static final String NEW = "+user|New|fine|0|0|here|-";

    static final Set<FailureCause> OF_NEW = EnumSet.complementOf(EnumSet.of(STALE));
    static final Set<FailureCause> ALL = EnumSet.allOf(FailureCause.class);
    static final Set<FailureCause> OF_MOVING = EnumSet.complementOf(EnumSet.of(VALIDATOR));

    static Stream<FailingDoor> all() {
        return Stream.of(FailingRows.one(), FailingRows.many(), FailingHandles.all())
                .flatMap(doors -> doors);
    }

    static void fresh(Scene s, User row) {
        if (s.cause == STALE) {
            row.reload();
        }
    }

    static Consumer<User> keep(List<User> made) {
        return user -> {
            made.clear();
            made.add(user);
        };
    }

    static Consumer<User> filled(String name, String note) {
        return named(name).andThen(user -> user.setNote(note));
    }

    static Consumer<User> named(String name) {
        return user -> user.setEmail(name + "@example.com").setFirstName(name).setLastName("Lee");
    }

    @Override
    public String toString() {
        return name;
    }
}
