package dev.canopy.it;

import static dev.canopy.it.FailingDoor.ALL;
import static dev.canopy.it.FailingDoor.NEW;
import static dev.canopy.it.FailingDoor.OF_NEW;
import static dev.canopy.it.FailureCause.STALE;
import static dev.canopy.it.FailureCause.VALIDATOR;
import static dev.canopy.sample.Tables.CLUBS;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.PROFILES;
import static dev.canopy.sample.Tables.USERS;

import dev.canopy.Entity;
import dev.canopy.Removed;
import dev.canopy.it.FailingDoor.Deed;
import dev.canopy.it.FailingDoor.Scene;
import dev.canopy.sample.tables.records.Club;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.Profile;
import dev.canopy.sample.tables.records.User;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** The doors of relation handles. */
final class FailingHandles {
    private FailingHandles() {}

    static Stream<FailingDoor> all() {
        return Stream.of(
                new FailingDoor("has many: create", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    User ann = s.user(1);
                    return Deed.made(
                            made,
                            ann.usersByManager().build(FailingDoor.filled("New", s.word())),
                            () -> ann.usersByManager()
                                    .create(FailingDoor.keep(made).andThen(FailingDoor.filled("New", s.word()))),
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
                    List<User> rows = List.of(s.user(1), s.user(2).setNote(s.word()));
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
                    User kid = s.users().build(user -> user.setId(2L).setNote(s.word()));
                    return Deed.of(
                            List.of(ann, kid),
                            () -> ann.usersByManager().sync(List.of(kid), Removed.DESTROY),
                            () -> kid.setNote("fine"),
                            "-user|Kid|-|0|0|here|Ann",
                            "+user|Kid|fine|0|1|here|Ann");
                }),
                new FailingDoor("belongs to: create", OF_NEW, s -> {
                    List<User> made = new ArrayList<>();
                    User kid = kid(s);
                    return new Deed(
                            made,
                            RowState.of(List.of(s.wrong(), kid)),
                            () -> {
                                made.clear();
                                kid.manager().create(user -> {
                                    made.add(user);
                                    made.add(kid);
                                    FailingDoor.filled("New", s.word()).accept(user);
                                });
                            },
                            () -> made.getFirst().setNote("fine"),
                            () -> kid.manager().set(made.getFirst()),
                            List.of("-user|Kid|-|0|0|here|Ann", "+user|Kid|-|0|1|here|New", NEW));
                }),
                new FailingDoor("belongs to: set", ALL, s -> {
                    User kid = kid(s);
                    User holder = s.user(3);
                    kid.setNote(s.word());
                    return ofKid(
                            s, kid, List.of(kid, holder), () -> kid.manager().set(holder), "Holder");
                }),
                new FailingDoor("belongs to: set by key", ALL, s -> {
                    User kid = kid(s);
                    kid.setNote(s.word());
                    return ofKid(s, kid, List.of(kid), () -> kid.manager().set(3L), "Holder");
                }),
                new FailingDoor("belongs to: clear", ALL, s -> {
                    User kid = kid(s);
                    kid.setNote(s.word());
                    return ofKid(s, kid, List.of(kid), () -> kid.manager().clear(), "-");
                }),
                new FailingDoor("has one: set", OF_NEW, s -> {
                    User ann = s.users()
                            .include(USERS.PROFILE)
                            .where(u -> u.ID.eq(1L))
                            .requireOne();
                    Profile row = s.db().model(PROFILES).build(profile -> profile.setWebsite(s.word()));
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
                    String[] word = {s.word()};
                    Member alike = s.db().model(MEMBERS).build(member -> member.setName("New"));
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
                    Member row = s.db().model(MEMBERS).build(member -> member.setName("New"));
                    String[] word = {s.word()};
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
                    Club chess = s.db().model(CLUBS)
                            .include(CLUBS.MEMBERS)
                            .where(c -> c.ID.eq(1L))
                            .requireOne();
                    Member row = s.db().model(MEMBERS).build(member -> member.setName("New"));
                    String[] word = {s.word()};
                    Runnable harmless =
                            () -> s.db().dsl().execute("update memberships set role = 'old' where club_id = 1");
                    harmless.run();
                    return Deed.of(
                            List.of(chess, row),
                            () -> chess.members().set(List.of(row), (each, tie) -> tie.setRole(word[0])),
                            () -> word[0] = "fine",
                            "+member|New|0",
                            "-tie|Chess|Max|leaving: %s|here".formatted(s.word()),
                            "+tie|Chess|Max|old|gone",
                            "+tie|Chess|New|fine|here");
                }),
                new FailingDoor("many to many: remove", EnumSet.complementOf(EnumSet.of(VALIDATOR, STALE)), s -> {
                    Club chess = s.db().model(CLUBS)
                            .include(CLUBS.MEMBERS)
                            .where(c -> c.ID.eq(1L))
                            .requireOne();
                    Member max = chess.getMembers().getFirst();
                    return Deed.of(
                            List.of(chess, max),
                            () -> chess.members().remove(max),
                            () -> max.getMembership().update(tie -> tie.setRole("fine")),
                            "-tie|Chess|Max|leaving: %s|here".formatted(s.word()),
                            "+tie|Chess|Max|fine|gone");
                }));
    }

    /** Ann's child, who holds her. */
    private static User kid(Scene s) {
        return s.users().include(USERS.MANAGER).where(u -> u.ID.eq(2L)).requireOne();
    }

    private static Deed ofKid(Scene s, User kid, List<User> rows, Runnable write, String parent) {
        return Deed.of(
                rows,
                write,
                () -> {
                    FailingDoor.fresh(s, kid);
                    kid.setNote("fine");
                },
                "-user|Kid|-|0|0|here|Ann",
                "+user|Kid|fine|0|%d|here|%s".formatted(s.version(1), parent));
    }
}
