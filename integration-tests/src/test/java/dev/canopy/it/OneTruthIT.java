package dev.canopy.it;

import static dev.canopy.sample.Tables.COMMENTS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.RESERVATIONS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Entity;
import dev.canopy.quickstart.Quickstart;
import dev.canopy.sample.tables.records.Reservation;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The migrations are the one truth about the schema; models and entities follow it, and never change it. */
@CanopyTest(isolation = Isolation.DATABASE)
class OneTruthIT {
    private static final String SCHEMA = """
        select table_schema || '.' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' '
            || coalesce(column_default, '')
          from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')
        union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
        union all select indexdef from pg_indexes
        order by 1
        """;

    @Test
    @Fault("2.31")
    void a_whole_story_of_models_leaves_the_schema_as_it_was(ScratchDatabase database, ServerLog log) {
        PlainSql sql = new PlainSql(database.dataSource());
        List<String> before = sql.rows(SCHEMA);

        List<String> executed = log.of(() ->
                Quickstart.tell(PostgresServer.shared(), database, new PrintStream(OutputStream.nullOutputStream())));

        assertThat(sql.rows(SCHEMA)).hasSizeGreaterThan(100).isEqualTo(before);
        assertThat(executed)
                .map(statement -> statement.strip().toLowerCase(Locale.ROOT))
                .noneMatch(
                        statement -> Stream.of("alter ", "drop ", "truncate ").anyMatch(statement::startsWith));
    }

    @Test
    @Fault("0.18")
    void the_two_sides_of_an_association_are_one_key(ScratchDatabase database) {
        Database db = Database.using(database.dataSource(), c -> {});
        db.model(USERS)
                .include(USERS.POSTS.include(POSTS.AUTHOR))
                .include(USERS.POSTS_BY_EDITOR.include(POSTS.EDITOR))
                .include(USERS.COMMENTS.include(COMMENTS.AUTHOR))
                .findAll();

        assertThat(new PlainSql(database.dataSource()).rows("""
            select conname from pg_constraint
            where contype = 'f' and conrelid = 'posts'::regclass and confrelid = 'users'::regclass order by 1
            """))
                .containsExactly("posts_author_id_fkey", "posts_editor_id_fkey");
        assertThat(POSTS.getReferences()).hasSize(2);
    }

    /** A reservation has keys called table, size, key and original, as every record of jOOQ has methods. */
    @Test
    @Fault("2.21")
    void nothing_of_an_entitys_class_hides_a_column(ScratchDatabase database) {
        new PlainSql(database.dataSource()).run("""
            insert into dining_tables (id, seats) values (1, 4);
            insert into party_sizes (id, label) values (2, 'four');
            insert into cloakroom_keys (id, label) values (3, 'K');
            insert into reservations (id, table_id, size_id) values (4, 1, 2);
            """);
        Database db = Database.using(database.dataSource(), c -> {});
        Reservation moved = db.model(RESERVATIONS)
                .create(r -> r.setTableId(1L).setSizeId(2L).setKeyId(3L).setOriginalId(4L));

        assertThat(db.model(RESERVATIONS)
                        .include(RESERVATIONS.TABLE)
                        .include(RESERVATIONS.SIZE)
                        .include(RESERVATIONS.KEY)
                        .include(RESERVATIONS.ORIGINAL)
                        .findAll())
                .filteredOn(r -> r.getId().equals(moved.getId()))
                .singleElement()
                .satisfies(
                        r -> assertThat(r.getTableAssociation().getSeats()).isEqualTo(4),
                        r -> assertThat(r.getSize().getLabel()).isEqualTo("four"),
                        r -> assertThat(r.getKey().getLabel()).isEqualTo("K"),
                        r -> assertThat(r.getOriginal().getId()).isEqualTo(4L),
                        r -> assertThat(r.getTableId()).isEqualTo(1L));
        for (Class<?> type = Reservation.class; type != Entity.class; type = type.getSuperclass()) {
            assertThat(type.getDeclaredFields())
                    .filteredOn(field -> !Modifier.isStatic(field.getModifiers()))
                    .extracting(Field::getName)
                    .isEmpty();
        }
    }
}
