package dev.canopy.it;

import static dev.canopy.it.FailingDoor.ALL;
import static dev.canopy.it.FailingDoor.NEW;
import static dev.canopy.it.FailingDoor.OF_MOVING;
import static dev.canopy.it.FailingDoor.OF_NEW;
import static dev.canopy.it.FailureCause.CUT;
import static dev.canopy.it.FailureCause.FOREIGN_KEY;
import static dev.canopy.it.FailureCause.HOOK_AFTER;
import static dev.canopy.it.FailureCause.HOOK_BEFORE;
import static dev.canopy.it.FailureCause.STALE;
import static dev.canopy.it.FailureCause.UNIQUE;
import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.REMARKS;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.association.HasMany;
import dev.canopy.association.Pairing;
import dev.canopy.it.FailingDoor.Deed;
import dev.canopy.sample.tables.Remarks;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.Remark;
import dev.canopy.sample.tables.records.User;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** The doors for one row and for many, without a handle. */
final class FailingRows {
    private static final HasMany<Users, Remarks, Remark> REMARKS_ON_USER = HasMany.of(
            "remarks", USERS, REMARKS, Pairing.on(USERS.ID, REMARKS.SUBJECT_ID).where(REMARKS.SUBJECT_TYPE, "user"));

    private FailingRows() {}

    static Stream<FailingDoor> one() {
        return Stream.of(
                new FailingDoor("create", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    return Deed.made(
                            made,
                            s.wrong(),
                            () -> s.users().create(FailingDoor.keep(made).andThen(FailingDoor.filled("New", s.word()))),
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
                    User row = s.user(1).setNote(s.word()).setLogins(5).setEmail("ANN@example.com");
                    return Deed.of(
                            List.of(row),
                            row::save,
                            () -> {
                                FailingDoor.fresh(s, row);
                                row.setNote("fine").setLogins(5);
                            },
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|fine|5|%d|here|-".formatted(s.version(1)));
                }),
                new FailingDoor("save of one column", ALL, s -> {
                    User row = s.user(1).setNote(s.word()).setLogins(5);
                    return Deed.of(
                            List.of(row),
                            () -> row.save(USERS.NOTE),
                            () -> {
                                FailingDoor.fresh(s, row);
                                row.setNote("fine");
                            },
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|fine|0|%d|here|-".formatted(s.version(1)));
                }),
                new FailingDoor("update", ALL, s -> {
                    User row = s.user(1).setLogins(5);
                    String[] word = {s.word()};
                    return Deed.of(
                            List.of(row),
                            () -> row.update(user -> user.setNote(word[0]).setEmail("ANN@example.com")),
                            () -> {
                                FailingDoor.fresh(s, row);
                                row.setLogins(5);
                                word[0] = "fine";
                            },
                            "-user|Ann|-|0|0|here|-",
                            "+user|Ann|fine|5|%d|here|-".formatted(s.version(1)));
                }),
                new FailingDoor("increment", EnumSet.complementOf(EnumSet.of(STALE)), s -> {
                    User row = s.user(1).setNote("not saved");
                    int[] by = {s.cause().number};
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
                                FailingDoor.fresh(s, row);
                                row.update(user -> user.setNote("mended").setLogins(5));
                            },
                            "-user|Doomed|leaving: %s|0|0|here|-".formatted(s.word()),
                            "+user|Doomed|mended|5|%d|gone|-".formatted(s.version(2)));
                }),
                new FailingDoor("restore", OF_MOVING, s -> {
                    User row = s.user(5).setLogins(5);
                    return Deed.of(
                            List.of(row),
                            row::restore,
                            () -> {
                                FailingDoor.fresh(s, row);
                                row.update(user -> user.setNote("mended").setLogins(5));
                            },
                            "-user|Gone|coming: %s|0|0|gone|-".formatted(s.word()),
                            "+user|Gone|mended|5|%d|here|-".formatted(s.version(2)));
                }),
                new FailingDoor("forceDestroy", EnumSet.of(HOOK_BEFORE, HOOK_AFTER, STALE, CUT), s -> {
                    User row = s.user(4).setLogins(5);
                    return Deed.of(
                            List.of(row),
                            row::forceDestroy,
                            () -> {
                                FailingDoor.fresh(s, row);
                                row.update(user -> user.setNote("mended").setLogins(5));
                            },
                            "-user|Doomed|leaving: %s|0|0|here|-".formatted(s.word()));
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
                                            FailingDoor.keep(made).andThen(FailingDoor.filled("New", s.word())),
                                            on -> on.key(u -> u.EMAIL)),
                            NEW);
                }),
                new FailingDoor("upsert of a row that is there", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    return new Deed(
                            made,
                            RowState.of(List.of(s.fresh("Ann", s.word()))),
                            () -> s.users()
                                    .upsert(
                                            FailingDoor.keep(made).andThen(FailingDoor.filled("Ann", s.word())),
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
                                            FailingDoor.keep(made).andThen(user -> user.setEmail("new@example.com")),
                                            user -> user.setFirstName("New")
                                                    .setLastName("Lee")
                                                    .setNote(s.word())),
                            NEW);
                }));
    }

    static Stream<FailingDoor> many() {
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
                    String[] word = {s.word()};
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
                    rows.add(rows.getFirst().usersByManager().build(FailingDoor.named("One")));
                    rows.add(rows.getFirst()
                            .usersByManager()
                            .build(FailingDoor.named("New").andThen(u -> u.setNote(s.word()))));
                    rows.add(rows.get(1).usersByManager().build(FailingDoor.named("Two")));
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
                    Club club = s.db().model(CLUBS).build(row -> row.setName("New"));
                    Member member = s.db().model(MEMBERS).build(row -> row.setName("New"));
                    String[] word = {s.word()};
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
                    User wrong = row.manager().build(FailingDoor.named("New").andThen(user -> user.setNote(s.word())));
                    return Deed.of(
                            List.of(row, wrong),
                            row::save,
                            () -> wrong.setNote("fine"),
                            NEW,
                            "+user|Low|-|0|0|here|New");
                }));
    }
}
