package dev.canopy.it;

import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.POST_STATISTICS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.STUDENTS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.error.DefinitionException;
import dev.canopy.jackson.CanopyModule;
import dev.canopy.model.Virtual;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.Student;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Page;
import dev.canopy.selection.Slice;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service shows of its entities: maps, JSON, and Jackson's answer, which is the same. */
@CanopyTest(define = OutputIT.Models.class)
@ExtendWith(CountedReads.Extension.class)
class OutputIT {
    private static final UUID FULL = new UUID(0, 2);
    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new CanopyModule()).build();

    static final class Models implements Consumer<DatabaseBuilder> {
        @Override
        public void accept(DatabaseBuilder c) {
            c.define(USERS, m -> {
                m.hidden(u -> u.PASSWORD_HASH);
                m.hidden(u -> u.NOTE);
                m.virtual(Virtual.of("fullName", USERS, user -> user.getFirstName() + " " + user.getLastName()));
                m.virtual(Virtual.of(
                        "titles",
                        USERS,
                        user -> user.getPosts().stream().map(Post::getTitle).toList()));
            });
        }
    }

    @BeforeAll
    static void rows(ScratchDatabase scratch) {
        new PlainSql(scratch.dataSource()).run("""
                insert into users (id, first_name, last_name, email, password_hash, note, created_at, updated_at) values
                  (1, 'Ada', 'L', 'a', 'secret', 'secret', '2026-01-01Z', '2026-01-01Z');
                insert into posts (id, author_id, title, created_at) values (1, 1, 'Trees "&" roots', '2026-01-02 03:04:05.678901Z');
                insert into comments (id, post_id, author_id, body, created_at) values (1, 1, 1, 'one', '2026-01-03Z');
                insert into students (id, name) values (1, 'Sam');
                insert into courses (id, title) values (7, 'Botany');
                insert into enrolments (student_id, course_id, grade, enrolled_on) values (1, 7, 2, '2026-01-04');
                insert into specimens (id, label, mood, moods, price, ratio, exact, flag, day, instant, document, payload, scores,
                    address, amounts, payloads, span, seats, small, big)
                  values ('%s', 'x', 'happy', '{sad,ok}', 1.50, 12345678901234567890.1234567890, 'NaN', true, '2026-11-24',
                    '2026-11-24 10:11:12.123456Z', '{"a": [1, null]}', '\\x00ff', '{1,NULL,3}', '10.0.0.1', '{1.50}', '{"\\\\x00"}',
                    '1 day', '[1,5)', 7, 9223372036854775807);
                """.formatted(FULL));
    }

    @Test
    @Costs(1)
    void a_tree_becomes_maps_without_what_is_hidden_or_was_not_asked_for(CountedReads reads) {
        Database db = reads.db();
        User ada = db.model(USERS)
                .include(USERS.POSTS.include(POSTS.COMMENTS).include(POSTS.AUTHOR))
                .requireOne();

        Map<String, Object> map = ada.toMap();

        assertThat(map)
                .containsOnlyKeys(
                        "id",
                        "managerId",
                        "firstName",
                        "lastName",
                        "email",
                        "active",
                        "logins",
                        "createdAt",
                        "updatedAt",
                        "version",
                        "deletedAt",
                        "fullName",
                        "titles",
                        "posts");
        assertThat(map).containsEntry("fullName", "Ada L").containsEntry("titles", List.of("Trees \"&\" roots"));
        assertThat(ada.getPasswordHash()).as("the entity has it").isEqualTo("secret");
        assertThat(map.get("posts"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsKeys("comments", "author")
                .doesNotContainKey("editor");
        assertThat(map.toString()).doesNotContain("secret");
    }

    @Test
    void a_virtual_field_that_reads_what_was_not_loaded_is_left_out_like_that(Database db) {
        User ada = db.model(USERS).requireByPk(1L);

        assertThat(ada.toMap()).containsKey("fullName").doesNotContainKeys("titles", "posts");
        assertThat(MAPPER.writeValueAsString(ada)).isEqualTo(ada.toJson());
    }

    @Test
    void json_has_every_type_as_one_reads_it(Database db) {
        Specimen specimen = db.model(SPECIMENS).requireByPk(FULL);
        String json = specimen.toJson();

        assertThat(json)
                .contains("\"ratio\":12345678901234567890.1234567890,")
                .contains("\"price\":1.50,")
                .contains("\"big\":9223372036854775807,")
                .contains("\"exact\":\"NaN\",")
                .contains("\"mood\":\"happy\",\"moods\":[\"sad\",\"ok\"],")
                .contains("\"flag\":true,")
                .contains("\"day\":\"2026-11-24\",")
                .contains("\"instant\":\"2026-11-24T10:11:12.123456Z\",")
                .contains("\"document\":{\"a\": [1, null]},")
                .contains("\"payload\":\"AP8=\",")
                .contains("\"scores\":[1,null,3],")
                .contains("\"amounts\":[1.50],\"payloads\":[\"AA==\"],")
                .contains("\"address\":\"10.0.0.1\",")
                .contains("\"seats\":\"[1,5)\",")
                .contains("\"whole\":null,");
    }

    @Test
    @Costs(3)
    void jackson_writes_what_toJson_writes(CountedReads reads) {
        Database db = reads.db();
        List<Specimen> specimens = db.model(SPECIMENS).findAll();
        User ada = db.model(USERS).include(USERS.POSTS.include(POSTS.COMMENTS)).requireOne();
        Student sam = db.model(STUDENTS).include(STUDENTS.COURSES).requireOne();

        assertThat(MAPPER.writeValueAsString(specimens.getFirst()))
                .isEqualTo(specimens.getFirst().toJson());
        assertThat(MAPPER.writeValueAsString(ada)).isEqualTo(ada.toJson());
        assertThat(sam.toJson())
                .isEqualTo(
                        "{\"id\":1,\"name\":\"Sam\",\"courses\":[{\"id\":7,\"title\":\"Botany\","
                                + "\"enrolment\":{\"studentId\":1,\"courseId\":7,\"grade\":2,\"enrolledOn\":\"2026-01-04\"}}]}");
        assertThat(MAPPER.writeValueAsString(sam)).isEqualTo(sam.toJson());
        assertThat(MAPPER.writeValueAsString(List.of(ada))).doesNotContain("secret");
    }

    @Test
    void what_surrounds_entities_is_written_too(Database db, DataSource dataSource) {
        record Answer(Page<User> page, Slice<Post> slice) {}
        new PlainSql(dataSource).run("insert into posts (id, author_id, title) values (2, 1, 'second')");

        Page<User> page = db.model(USERS).limit(1).findAndCountAll();
        Slice<Post> slice = db.model(POSTS).limit(1).findSlice();
        JsonNode json = json(new Answer(page, slice));

        assertThat(json.at("/page/total").asInt()).isEqualTo(1);
        assertThat(json.at("/page/rows/0/fullName").asString()).isEqualTo("Ada L");
        assertThat(json.at("/slice/next").asString())
                .isEqualTo(slice.next().orElseThrow().token());
        assertThat(json.at("/slice/previous").isNull()).isTrue();
        assertThat(json(db.from(POST_STATISTICS).where(s -> s.POST_ID.eq(1L)).findAll())
                        .at("/0/commentCount")
                        .asInt())
                .as("rows of a view")
                .isEqualTo(1);
    }

    @Test
    @Fault("2.39")
    @CanopyTest(isolation = Isolation.DATABASE)
    void writing_a_tree_runs_nothing(Database db, ServerLog log) {
        User ada = db.model(USERS).include(USERS.POSTS).requireOne();

        assertThat(log.of(() -> {
                    ada.toMap();
                    ada.toJson();
                    MAPPER.writeValueAsString(ada);
                }))
                .isEmpty();
    }

    @Test
    void a_tree_that_holds_itself_is_refused(DataSource dataSource) {
        Virtual<User, Object> self = Virtual.of("self", USERS, user -> List.of(user));
        try (Database db = Database.using(dataSource, c -> c.define(USERS, m -> m.virtual(self)))) {
            User ada = db.model(USERS).requireByPk(1L);

            assertThatThrownBy(ada::toJson)
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage("This User holds itself, by way of what it holds, and a map of that has no end;"
                            + " take one of the links out.");
        }
    }

    @Test
    void an_entity_of_no_database_has_no_map_for_nobody_knows_what_is_hidden() {
        User nobody = new User();
        nobody.setPasswordHash("secret");

        assertThatThrownBy(nobody::toMap)
                .isInstanceOf(DefinitionException.class)
                .hasMessage("This User belongs to no Database yet; save it with model.save(..),"
                        + " or attach it with model.attach(..).");
    }

    private static JsonNode json(Object value) {
        return MAPPER.readTree(MAPPER.writeValueAsString(value));
    }
}
