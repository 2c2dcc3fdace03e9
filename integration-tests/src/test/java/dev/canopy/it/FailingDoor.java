package dev.canopy.it;

import static dev.canopy.it.FailureCause.CUT;
import static dev.canopy.it.FailureCause.FOREIGN_KEY;
import static dev.canopy.it.FailureCause.HOOK_AFTER;
import static dev.canopy.it.FailureCause.HOOK_BEFORE;
import static dev.canopy.it.FailureCause.STALE;
import static dev.canopy.it.FailureCause.UNIQUE;
import static dev.canopy.it.FailureCause.VALIDATOR;
import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.PROFILES;
import static dev.canopy.sample.Tables.REMARKS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.Database;
import dev.canopy.Entity;
import dev.canopy.Model;
import dev.canopy.Removed;
import dev.canopy.association.HasMany;
import dev.canopy.association.Pairing;
import dev.canopy.sample.tables.Remarks;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.Profile;
import dev.canopy.sample.tables.records.Remark;
import dev.canopy.sample.tables.records.User;
import java.util.ArrayList;
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

        /** The row that fails. */
        User wrong() {
            return fresh("New", cause.word);
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

    private static final HasMany<Users, Remarks, Remark> REMARKS_ON_USER = HasMany.of(
            "remarks", USERS, REMARKS, Pairing.on(USERS.ID, REMARKS.SUBJECT_ID).where(REMARKS.SUBJECT_TYPE, "user"));

    private static final String NEW = "+user|New|fine|0|0|here|-";

    private static final Set<FailureCause> OF_NEW = EnumSet.complementOf(EnumSet.of(STALE));
    private static final Set<FailureCause> ALL = EnumSet.allOf(FailureCause.class);
    private static final Set<FailureCause> OF_MOVING = EnumSet.complementOf(EnumSet.of(VALIDATOR));

    static Stream<FailingDoor> all() {
        return Stream.of(ofOneRow(), ofManyRows(), ofHandles()).flatMap(doors -> doors);
    }

    private static Stream<FailingDoor> ofOneRow() {
        return Stream.of(
                new FailingDoor("create", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    return Deed.made(
                            made,
                            s.wrong(),
                            () -> s.users().create(keep(made).andThen(filled("New", s.cause.word))),
                            NEW);
                }),
                new FailingDoor("save of a new row", OF_NEW, s -> {
                    User row = s.wrong();
                    return Deed.of(List.of(row), row::save, () -> row.setNote("fine"), NEW);
                }),
                new FailingDoor("trySave of a new row", OF_NEW, s -> {
                    User row = s.wrong();
                    return Deed.of(List.of(row), () -> row.trySave().orElseThrow(), () -> row.setNote("fine"), NEW);
                }),
                new FailingDoor("jOOQ's insert", OF_NEW, s -> {
                    User row = s.wrong();
                    return Deed.of(List.of(row), row::insert, () -> row.setNote("fine"), NEW);
                }),
                new FailingDoor("save", ALL, s -> {
                    User row = s.user(1).setNote(s.cause.word).setLogins(5).setEmail("ANN@example.com");
                    return Deed.of(
                            List.of(row),
                            row::save,
                            () -> {
                                fresh(s, row);
                                row.setNote("fine").setLogins(5);
                            },
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|fine|5|%d|here|-".formatted(s.version(1)));
                }),
                new FailingDoor("save of one column", ALL, s -> {
                    User row = s.user(1).setNote(s.cause.word).setLogins(5);
                    return Deed.of(
                            List.of(row),
                            () -> row.save(USERS.NOTE),
                            () -> {
                                fresh(s, row);
                                row.setNote("fine");
                            },
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|fine|0|%d|here|-".formatted(s.version(1)));
                }),
                new FailingDoor("update", ALL, s -> {
                    User row = s.user(1).setLogins(5);
                    String[] word = {s.cause.word};
                    return Deed.of(
                            List.of(row),
                            () -> row.update(user -> user.setNote(word[0]).setEmail("ANN@example.com")),
                            () -> {
                                fresh(s, row);
                                row.setLogins(5);
                                word[0] = "fine";
                            },
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|fine|5|%d|here|-".formatted(s.version(1)));
                }),
                new FailingDoor("increment", EnumSet.complementOf(EnumSet.of(STALE)), s -> {
                    User row = s.user(1).setNote("not saved");
                    int[] by = {s.cause.number};
                    return Deed.of(
                            List.of(row),
                            () -> row.increment(USERS.LOGINS, by[0]),
                            () -> by[0] = 1,
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|-|1|1|here|-");
                }),
                new FailingDoor("destroy", OF_MOVING, s -> {
                    User row = s.user(4).setLogins(5);
                    return Deed.of(
                            List.of(row),
                            row::destroy,
                            () -> {
                                fresh(s, row);
                                row.update(user -> user.setNote("mended").setLogins(5));
                            },
                            "-user|Doomed|leaving: %s|0|0|here|-".formatted(s.cause.word),
                            "+user|Doomed|mended|5|%d|gone|-".formatted(s.version(2)));
                }),
                new FailingDoor("restore", OF_MOVING, s -> {
                    User row = s.user(5).setLogins(5);
                    return Deed.of(
                            List.of(row),
                            row::restore,
                            () -> {
                                fresh(s, row);
                                row.update(user -> user.setNote("mended").setLogins(5));
                            },
                            "-user|Gone|coming: %s|0|0|gone|-".formatted(s.cause.word),
                            "+user|Gone|mended|5|%d|here|-".formatted(s.version(2)));
                }),
                new FailingDoor("forceDestroy", EnumSet.of(HOOK_BEFORE, HOOK_AFTER, STALE, CUT), s -> {
                    User row = s.user(4).setLogins(5);
                    return Deed.of(
                            List.of(row),
                            row::forceDestroy,
                            () -> {
                                fresh(s, row);
                                row.update(user -> user.setNote("mended").setLogins(5));
                            },
                            "-user|Doomed|leaving: %s|0|0|here|-".formatted(s.cause.word));
                }),
                new FailingDoor("forceDestroy of a row that others refer to", EnumSet.of(FOREIGN_KEY), s -> {
                    User row = s.user(1).setLogins(5);
                    return Deed.of(
                            List.of(row),
                            row::forceDestroy,
                            () -> s.user(2).forceDestroy(),
                            "-user|Ann|-|0|0|here|-",
                            "-user|Kid|-|0|0|here|Ann",
                            "-profile|Ann|old");
                }),
                new FailingDoor("upsert of a new row", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    return Deed.made(
                            made,
                            s.wrong(),
                            () -> s.users()
                                    .upsert(
                                            keep(made).andThen(filled("New", s.cause.word)),
                                            on -> on.key(u -> u.EMAIL)),
                            NEW);
                }),
                new FailingDoor("upsert of a row that is there", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    return new Deed(
                            made,
                            RowState.of(List.of(s.fresh("Ann", s.cause.word))),
                            () -> s.users()
                                    .upsert(
                                            keep(made).andThen(filled("Ann", s.cause.word)),
                                            on -> on.key(u -> u.EMAIL)),
                            () -> made.getFirst().setNote("fine"),
                            () -> s.users().upsertAll(made, on -> on.key(u -> u.EMAIL)),
                            List.of("-user|Ann|-|0|0|here|-", "+user|Ann|fine|0|1|here|-"));
                }),
                new FailingDoor("findOrCreate", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    return Deed.made(
                            made,
                            s.wrong().setEmail("new@example.com"),
                            () -> s.users()
                                    .findOrCreate(
                                            keep(made).andThen(user -> user.setEmail("new@example.com")),
                                            user -> user.setFirstName("New")
                                                    .setLastName("Lee")
                                                    .setNote(s.cause.word)),
                            NEW);
                }));
    }

    private static Stream<FailingDoor> ofManyRows() {
        return Stream.of(
                new FailingDoor("bulkCreate", OF_NEW, s -> {
                    List<User> rows = List.of(s.fresh("One"), s.wrong(), s.fresh("Two"));
                    return Deed.of(
                            rows,
                            () -> s.users().bulkCreate(rows),
                            () -> rows.get(1).setNote("fine"),
                            "+user|One|-|0|0|here|-",
                            NEW,
                            "+user|Two|-|0|0|here|-");
                }),
                new FailingDoor("bulkCreate in chunks", OF_NEW, s -> {
                    List<User> rows = List.of(s.fresh("One"), s.wrong(), s.fresh("Two"));
                    return Deed.of(
                            rows,
                            () -> s.users().bulkCreate(rows, b -> b.chunks(1)),
                            () -> rows.get(1).setNote("fine"),
                            "+user|One|-|0|0|here|-",
                            NEW,
                            "+user|Two|-|0|0|here|-");
                }),
                new FailingDoor("bulkCreate of a stream", OF_NEW, s -> {
                    List<User> rows = List.of(s.fresh("One"), s.wrong(), s.fresh("Two"));
                    return Deed.of(
                            rows,
                            () -> s.users().bulkCreate(rows.stream(), b -> b.chunks(1)),
                            () -> rows.get(1).setNote("fine"),
                            "+user|One|-|0|0|here|-",
                            NEW,
                            "+user|Two|-|0|0|here|-");
                }),
                new FailingDoor(
                        "bulkCreate ignoring duplicates", EnumSet.complementOf(EnumSet.of(STALE, UNIQUE)), s -> {
                            List<User> rows = List.of(s.fresh("Ann"), s.wrong(), s.fresh("Two"));
                            return Deed.of(
                                    rows,
                                    () -> s.users().bulkCreate(rows, b -> b.ignoringDuplicates()),
                                    () -> rows.get(1).setNote("fine"),
                                    NEW,
                                    "+user|Two|-|0|0|here|-");
                        }),
                new FailingDoor("bulkCreate updating duplicates", OF_NEW, s -> {
                    List<User> rows = List.of(s.fresh("Ann").setLogins(7), s.wrong(), s.fresh("Two"));
                    return Deed.of(
                            rows,
                            () -> s.users().bulkCreate(rows, b -> b.updatingDuplicates(on -> on.key(u -> u.EMAIL))),
                            () -> rows.get(1).setNote("fine"),
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|-|7|1|here|-",
                            NEW,
                            "+user|Two|-|0|0|here|-");
                }),
                new FailingDoor("upsertAll", OF_NEW, s -> {
                    List<User> rows = List.of(s.fresh("Ann").setLogins(7), s.wrong());
                    return Deed.of(
                            rows,
                            () -> s.users().upsertAll(rows, on -> on.key(u -> u.EMAIL)),
                            () -> rows.get(1).setNote("fine"),
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|-|7|1|here|-",
                            NEW);
                }),
                new FailingDoor("update of all that a selection finds", OF_NEW, s -> {
                    String[] word = {s.cause.word};
                    return Deed.of(
                            List.of(),
                            () -> s.users().where(u -> u.ID.in(1L, 2L)).update(user -> user.setNote(word[0])),
                            () -> word[0] = "fine",
                            "-user|Ann|-|0|0|here|-",
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Ann|fine|0|1|here|-",
                            "+user|Kid|fine|0|1|here|Ann");
                }),
                new FailingDoor("create of a tree", OF_NEW, s -> {
                    List<User> rows = new ArrayList<>();
                    rows.add(s.fresh("Top"));
                    rows.add(rows.getFirst().usersByManager().build(named("One")));
                    rows.add(
                            rows.getFirst().usersByManager().build(named("New").andThen(u -> u.setNote(s.cause.word))));
                    rows.add(rows.get(1).usersByManager().build(named("Two")));
                    rows.getFirst().manager().set(s.user(1).setLogins(5));
                    return Deed.of(
                            rows,
                            rows.getFirst()::save,
                            () -> rows.get(2).setNote("fine"),
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|-|5|1|here|-",
                            "+user|Top|-|0|0|here|Ann",
                            "+user|One|-|0|0|here|Top",
                            "+user|New|fine|0|0|here|Top",
                            "+user|Two|-|0|0|here|One");
                }),
                new FailingDoor("create of a tree through a junction", OF_NEW, s -> {
                    Club club = s.db.model(CLUBS).build(row -> row.setName("New"));
                    Member member = s.db.model(MEMBERS).build(row -> row.setName("New"));
                    String[] word = {s.cause.word};
                    club.members().add(member, tie -> tie.setRole(word[0]));
                    return Deed.of(
                            List.of(club, member),
                            club::save,
                            () -> word[0] = "fine",
                            "+member|New|0",
                            "+tie|New|New|fine|here");
                }),
                new FailingDoor("create of a tree with values that the association fixes", OF_NEW, s -> {
                    User row = s.wrong();
                    Remark remark = row.related(REMARKS_ON_USER).build(said -> said.setBody("Well."));
                    return Deed.of(
                            List.of(row, remark), row::save, () -> row.setNote("fine"), NEW, "+remark|New|Well.");
                }),
                new FailingDoor("create of a tree, upwards", OF_NEW, s -> {
                    User row = s.fresh("Low");
                    User wrong = row.manager().build(named("New").andThen(user -> user.setNote(s.cause.word)));
                    return Deed.of(
                            List.of(row, wrong),
                            row::save,
                            () -> wrong.setNote("fine"),
                            NEW,
                            "+user|Low|-|0|0|here|New");
                }));
    }

    private static Stream<FailingDoor> ofHandles() {
        return Stream.of(
                new FailingDoor("has many: create", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    User ann = s.user(1);
                    return Deed.made(
                            made,
                            ann.usersByManager().build(filled("New", s.cause.word)),
                            () -> ann.usersByManager().create(keep(made).andThen(filled("New", s.cause.word))),
                            "+user|New|fine|0|0|here|Ann");
                }),
                new FailingDoor("has many: add of a new row", OF_NEW, s -> {
                    User ann = s.user(1);
                    User row = s.wrong();
                    return Deed.of(
                            List.of(ann, row),
                            () -> ann.usersByManager().add(row),
                            () -> row.setNote("fine"),
                            "+user|New|fine|0|0|here|Ann");
                }),
                new FailingDoor("has many: add of several", OF_NEW, s -> {
                    List<User> rows = List.of(s.user(1), s.user(3).setLogins(5), s.fresh("One"), s.wrong());
                    return Deed.of(
                            rows,
                            () -> rows.getFirst().usersByManager().add(rows.subList(1, 4)),
                            () -> rows.get(3).setNote("fine"),
                            "-user|Holder|taken|0|0|here|-",
                            "+user|Holder|taken|5|1|here|Ann",
                            "+user|One|-|0|0|here|Ann",
                            "+user|New|fine|0|0|here|Ann");
                }),
                new FailingDoor("has many: set", OF_NEW, s -> {
                    List<User> rows = List.of(s.user(1), s.user(3), s.wrong());
                    return Deed.of(
                            rows,
                            () -> rows.getFirst().usersByManager().set(rows.subList(1, 3), Removed.DETACH),
                            () -> rows.get(2).setNote("fine"),
                            "-user|Holder|taken|0|0|here|-",
                            "+user|Holder|taken|0|1|here|Ann",
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Kid|-|0|1|here|-",
                            "+user|New|fine|0|0|here|Ann");
                }),
                new FailingDoor("has many: remove", OF_NEW, s -> {
                    List<User> rows = List.of(s.user(1), s.user(2).setNote(s.cause.word));
                    return Deed.of(
                            rows,
                            () -> rows.getFirst().usersByManager().remove(rows.get(1)),
                            () -> rows.get(1).setNote("fine"),
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Kid|fine|0|1|here|-");
                }),
                new FailingDoor("has many: sync", OF_NEW, s -> {
                    User ann = s.users()
                            .include(USERS.USERS_BY_MANAGER)
                            .where(u -> u.ID.eq(1L))
                            .requireOne();
                    User kid = ann.getUsersByManager().getFirst().setLogins(5);
                    User wrong = s.wrong();
                    return Deed.of(
                            List.of(ann, kid, wrong),
                            () -> ann.usersByManager().sync(List.of(kid, wrong), Removed.DESTROY),
                            () -> wrong.setNote("fine"),
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Kid|-|5|1|here|Ann",
                            "+user|New|fine|0|0|here|Ann");
                }),
                new FailingDoor("has many: sync with a row by its key", OF_NEW, s -> {
                    User ann = s.user(1);
                    User kid = s.users().build(user -> user.setId(2L).setNote(s.cause.word));
                    return Deed.of(
                            List.of(ann, kid),
                            () -> ann.usersByManager().sync(List.of(kid), Removed.DESTROY),
                            () -> kid.setNote("fine"),
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Kid|fine|0|1|here|Ann");
                }),
                new FailingDoor("belongs to: create", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    User kid = s.users()
                            .include(USERS.MANAGER)
                            .where(u -> u.ID.eq(2L))
                            .requireOne();
                    return new Deed(
                            made,
                            RowState.of(List.of(s.wrong(), kid)),
                            () -> {
                                made.clear();
                                kid.manager().create(user -> {
                                    made.add(user);
                                    made.add(kid);
                                    filled("New", s.cause.word).accept(user);
                                });
                            },
                            () -> made.getFirst().setNote("fine"),
                            () -> kid.manager().set(made.getFirst()),
                            List.of("-user|Kid|-|0|0|here|Ann", "+user|Kid|-|0|1|here|New", NEW));
                }),
                new FailingDoor("belongs to: set", ALL, s -> {
                    User kid = s.users()
                            .include(USERS.MANAGER)
                            .where(u -> u.ID.eq(2L))
                            .requireOne();
                    User holder = s.user(3);
                    kid.setNote(s.cause.word);
                    return Deed.of(
                            List.of(kid, holder),
                            () -> kid.manager().set(holder),
                            () -> {
                                fresh(s, kid);
                                kid.setNote("fine");
                            },
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Kid|fine|0|%d|here|Holder".formatted(s.version(1)));
                }),
                new FailingDoor("belongs to: set by key", ALL, s -> {
                    User kid = s.users()
                            .include(USERS.MANAGER)
                            .where(u -> u.ID.eq(2L))
                            .requireOne();
                    kid.setNote(s.cause.word);
                    return Deed.of(
                            List.of(kid),
                            () -> kid.manager().set(3L),
                            () -> {
                                fresh(s, kid);
                                kid.setNote("fine");
                            },
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Kid|fine|0|%d|here|Holder".formatted(s.version(1)));
                }),
                new FailingDoor("belongs to: clear", ALL, s -> {
                    User kid = s.users()
                            .include(USERS.MANAGER)
                            .where(u -> u.ID.eq(2L))
                            .requireOne();
                    kid.setNote(s.cause.word);
                    return Deed.of(
                            List.of(kid),
                            () -> kid.manager().clear(),
                            () -> {
                                fresh(s, kid);
                                kid.setNote("fine");
                            },
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Kid|fine|0|%d|here|-".formatted(s.version(1)));
                }),
                new FailingDoor("has one: set", OF_NEW, s -> {
                    User ann = s.users()
                            .include(USERS.PROFILE)
                            .where(u -> u.ID.eq(1L))
                            .requireOne();
                    Profile row = s.db.model(PROFILES).build(profile -> profile.setWebsite(s.cause.word));
                    return Deed.of(
                            List.of(ann, row),
                            () -> ann.profile().set(row, Removed.DESTROY),
                            () -> row.setWebsite("fine"),
                            "-profile|Ann|old",
                            "+profile|Ann|fine");
                }),
                new FailingDoor("many to many: create", OF_NEW, s -> {
                    Club chess = s.chess();
                    List<Entity<?>> made = new ArrayList<>();
                    String[] word = {s.cause.word};
                    Member alike = s.db.model(MEMBERS).build(member -> member.setName("New"));
                    return new Deed(
                            made,
                            RowState.of(List.of(alike, chess)),
                            () -> {
                                made.clear();
                                chess.members()
                                        .create(
                                                member -> {
                                                    made.add(member.setName("New"));
                                                    made.add(chess);
                                                },
                                                tie -> tie.setRole(word[0]));
                            },
                            () -> word[0] = "fine",
                            () -> chess.members().add((Member) made.getFirst(), tie -> tie.setRole(word[0])),
                            List.of("+member|New|0", "+tie|Chess|New|fine|here"));
                }),
                new FailingDoor("many to many: add", OF_NEW, s -> {
                    Club chess = s.chess();
                    Member moe = s.member(3).setName("Moses");
                    Member row = s.db.model(MEMBERS).build(member -> member.setName("New"));
                    String[] word = {s.cause.word};
                    return Deed.of(
                            List.of(chess, moe, row),
                            () -> chess.members()
                                    .add(
                                            List.of(moe, row),
                                            (each, tie) ->
                                                    tie.setRole(each.getName().equals("New") ? word[0] : "good")),
                            () -> word[0] = "fine",
                            "+member|New|0",
                            "+tie|Chess|Moe|good|here",
                            "+tie|Chess|New|fine|here");
                }),
                new FailingDoor("many to many: set", OF_NEW, s -> {
                    Club chess = s.db.model(CLUBS)
                            .include(CLUBS.MEMBERS)
                            .where(c -> c.ID.eq(1L))
                            .requireOne();
                    Member row = s.db.model(MEMBERS).build(member -> member.setName("New"));
                    String[] word = {s.cause.word};
                    Runnable harmless =
                            () -> s.db.dsl().execute("update memberships set role = 'old' where club_id = 1");
                    harmless.run();
                    return Deed.of(
                            List.of(chess, row),
                            () -> chess.members().set(List.of(row), (each, tie) -> tie.setRole(word[0])),
                            () -> word[0] = "fine",
                            "+member|New|0",
                            "-tie|Chess|Max|leaving: %s|here".formatted(s.cause.word),
                            "+tie|Chess|Max|old|gone",
                            "+tie|Chess|New|fine|here");
                }),
                new FailingDoor("many to many: remove", EnumSet.complementOf(EnumSet.of(VALIDATOR, STALE)), s -> {
                    Club chess = s.db.model(CLUBS)
                            .include(CLUBS.MEMBERS)
                            .where(c -> c.ID.eq(1L))
                            .requireOne();
                    Member max = chess.getMembers().getFirst();
                    return Deed.of(
                            List.of(chess, max),
                            () -> chess.members().remove(max),
                            () -> max.getMembership().update(tie -> tie.setRole("fine")),
                            "-tie|Chess|Max|leaving: %s|here".formatted(s.cause.word),
                            "+tie|Chess|Max|fine|gone");
                }));
    }

    private static void fresh(Scene s, User row) {
        if (s.cause == STALE) {
            row.reload();
        }
    }

    private static Consumer<User> keep(List<User> made) {
        return user -> {
            made.clear();
            made.add(user);
        };
    }

    private static Consumer<User> filled(String name, String note) {
        return named(name).andThen(user -> user.setNote(note));
    }

    private static Consumer<User> named(String name) {
        return user -> user.setEmail(name + "@example.com").setFirstName(name).setLastName("Lee");
    }

    @Override
    public String toString() {
        return name;
    }
}
