package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.row;

import dev.canopy.Database;
import dev.canopy.association.Strategy;
import dev.canopy.quickstart.UserModel;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/*
 *  What is selected of an association is under the scopes and the soft deletion of the far side.
 *
 *  Ada ─┬─ Bob                ── "One"
 *       ├─ Cid (inactive)     ── "Two"
 *       └─ Dan (deleted)      ── "Three"
 */
@CanopyTest
class SelectedScopeIT {
    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, manager_id, first_name, last_name, email, active, deleted_at) values
                  (1, null, 'Ada', 'L', 'a@example.com', true, null), (2, 1, 'Bob', 'L', 'b@example.com', true, null),
                  (3, 1, 'Cid', 'L', 'c@example.com', false, null), (4, 1, 'Dan', 'L', 'd@example.com', true, now());
                insert into posts (id, author_id, title) values (1, 2, 'One'), (2, 3, 'Two'), (3, 4, 'Three');
                """);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Fault("0.3")
    void many_rows_and_their_number(Strategy by, ScratchDatabase scratch) {
        assertThat(database(by, scratch)
                        .model(USERS)
                        .orderBy(u -> u.ID)
                        .select(u -> row(
                                        u.FIRST_NAME,
                                        u.USERS_BY_MANAGER.orderBy(r -> r.ID).select(r -> r.FIRST_NAME),
                                        u.USERS_BY_MANAGER.count(),
                                        u.USERS_BY_MANAGER.unscoped().count())
                                .mapping((name, reports, count, unscoped) -> name + reports + count + unscoped))
                        .findAll())
                .isEqualTo(new PlainSql(scratch.dataSource()).rows("""
                        select u.first_name || '[' || coalesce((select string_agg(r.first_name, ', ' order by r.id) from users r
                            where r.manager_id = u.id and r.active and r.deleted_at is null), '') || ']'
                          || (select count(*) from users r where r.manager_id = u.id and r.active and r.deleted_at is null)
                          || (select count(*) from users r where r.manager_id = u.id and r.deleted_at is null)
                        from users u where u.active and u.deleted_at is null order by u.id"""));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    @Fault("0.3")
    void one_row(Strategy by, ScratchDatabase scratch) {
        assertThat(database(by, scratch)
                        .model(POSTS)
                        .orderBy(p -> p.ID)
                        .select(p -> row(
                                        p.TITLE,
                                        p.AUTHOR.select(a -> row(a.FIRST_NAME).mapping(name -> "by " + name)),
                                        p.AUTHOR.get(a -> a.FIRST_NAME))
                                .mapping((title, author, name) -> title + " " + author + " " + name))
                        .findAll())
                .isEqualTo(new PlainSql(scratch.dataSource()).rows("""
                        select p.title || ' ' || coalesce('by ' || a.first_name, 'null') || ' ' || coalesce(a.first_name, 'null')
                        from posts p left join users a on a.id = p.author_id and a.active and a.deleted_at is null order by p.id"""));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void in_a_statement_of_plain_jooq(Strategy by, ScratchDatabase scratch) {
        assertThat(database(by, scratch)
                        .dsl()
                        .select(
                                USERS.FIRST_NAME,
                                USERS.USERS_BY_MANAGER.orderBy(r -> r.ID).select(r -> r.FIRST_NAME))
                        .from(USERS)
                        .orderBy(USERS.ID)
                        .fetch(record -> record.value1() + record.value2()))
                .as("the statement's own rows are as jOOQ reads them")
                .isEqualTo(new PlainSql(scratch.dataSource()).rows("""
                        select u.first_name || '[' || coalesce((select string_agg(r.first_name, ', ' order by r.id) from users r
                            where r.manager_id = u.id and r.active and r.deleted_at is null), '') || ']'
                        from users u order by u.id"""));
    }

    private static Database database(Strategy by, ScratchDatabase scratch) {
        return Database.using(scratch.dataSource(), c -> c.strategy(by).define(USERS, new UserModel(what -> {})));
    }
}
