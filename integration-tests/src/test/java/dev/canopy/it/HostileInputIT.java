package dev.canopy.it;

import static dev.canopy.sample.Tables.LOGINS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.SPECIMENS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.canopy.Database;
import dev.canopy.Filters;
import dev.canopy.Sorts;
import dev.canopy.association.Strategy;
import dev.canopy.error.CursorException;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.InvalidValueException;
import dev.canopy.error.ValidationException;
import dev.canopy.sample.tables.Specimens;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Specimen;
import dev.canopy.sample.tables.records.User;
import dev.canopy.selection.Cursor;
import dev.canopy.selection.Selection;
import dev.canopy.selection.Slice;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jooq.Condition;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a user may have typed, through every door that takes a text: it is stored exactly or refused in words, and the server's log
 * shows the same statements as for a harmless one.
 */
@Fault("2.38")
@CanopyTest
class HostileInputIT {
    private static final String HARMLESS = "harmless";

    private final Database db;
    private final ServerLog log;
    private final OneConnection kept;
    private final PlainSql plain;

    HostileInputIT(ScratchDatabase scratch, ServerLog log) throws SQLException {
        this.log = log;
        kept = OneConnection.of(scratch.dataSource());
        plain = new PlainSql(kept);
        plain.run("set log_statement = 'none'");
        db = Connected.to(
                scratch, c -> c.poolSize(1).pool(hikari -> hikari.addDataSourceProperty("prepareThreshold", 1)));
    }

    @BeforeEach
    void rows() {
        plain.run("""
            delete from specimens; delete from logins; delete from posts; delete from users;
            insert into users (id, first_name, last_name, email) values (1, 'Ann', 'Lee', 'ann@example.com');
            """);
    }

    @AfterEach
    void close() throws SQLException {
        try (kept;
                db) {
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }
    }

    /** What the server ran for the Database, each text once. */
    private Set<String> statements(Runnable work) {
        return log.of(work).stream()
                // The pool asks for nothing, to hear whether the server is there; the driver, for types that it meets.
                .filter(sql -> !sql.isEmpty() && !sql.contains("pg_catalog.pg_type"))
                .collect(toSet());
    }

    /** A way to write a text, and where plain SQL finds it. */
    record Door(String name, BiConsumer<Database, String> write, String stored) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Door> doors() {
        String label = "select label from specimens";
        String hash = "select password_hash from logins";
        return Stream.of(
                new Door("create", (db, text) -> db.model(SPECIMENS).create(s -> s.setLabel(text)), label),
                new Door(
                        "create with an array",
                        (db, text) -> db.model(SPECIMENS)
                                .create(s -> s.setLabel("x").setLabels(new String[] {"a", text, null, "b"})),
                        "select labels[2] from specimens"),
                new Door(
                        "create with JSON",
                        (db, text) -> db.model(SPECIMENS)
                                .build(s -> s.setLabel("x"))
                                .assign(Map.of("document", Map.of("k", List.of(text))), SPECIMENS.DOCUMENT)
                                .save(),
                        "select document #>> '{k,0}' from specimens"),
                new Door(
                        "bulkCreate",
                        (db, text) -> db.model(SPECIMENS).bulkCreate(List.of(specimen(db, text), specimen(db, text))),
                        label + " limit 1"),
                new Door(
                        "bulkCreate with arrays",
                        (db, text) -> db.model(SPECIMENS)
                                .bulkCreate(List.of(
                                        specimen(db, "x").setLabels(new String[] {"a", text}), specimen(db, "y"))),
                        "select labels[2] from specimens where label = 'x'"),
                new Door(
                        "upsert",
                        (db, text) -> db.model(SPECIMENS)
                                .upsert(s -> s.setId(new UUID(0, 1)).setLabel(text), on -> on.key(s -> s.ID)),
                        label),
                new Door(
                        "findOrCreate",
                        (db, text) -> db.model(LOGINS).findOrCreate(l -> l.setName("x"), l -> l.setPasswordHash(text)),
                        hash),
                new Door(
                        "save",
                        (db, text) -> db.model(LOGINS)
                                .create(l -> l.setName("x").setPasswordHash("x"))
                                .setPasswordHash(text)
                                .save(),
                        hash),
                new Door(
                        "update",
                        (db, text) -> {
                            specimen(db, "before").save();
                            db.model(SPECIMENS)
                                    .where(s -> s.LABEL.eq("before"))
                                    .update((s, set) -> set.set(s.LABEL, DSL.concat(DSL.val(text), DSL.val(""))));
                        },
                        label),
                new Door(
                        "a handle",
                        (db, text) -> db.model(USERS)
                                .requireByPk(1L)
                                .posts()
                                .create(p -> p.setTitle("x").setBody(text)),
                        "select body from posts"),
                new Door(
                        "raw SQL",
                        (db, text) -> db.sql("insert into logins (name, password_hash) values (':text', :text)")
                                .bind("text", text)
                                .execute(),
                        hash),
                new Door(
                        "jOOQ",
                        (db, text) -> db.dsl()
                                .insertInto(LOGINS, LOGINS.NAME, LOGINS.PASSWORD_HASH)
                                .values("x", text)
                                .execute(),
                        hash),
                new Door(
                        "a setting of the session",
                        (db, text) -> db.transaction(
                                t -> t.setting("app.text", text),
                                () -> db.dsl()
                                        .execute("insert into logins (name, password_hash)"
                                                + " values ('x', current_setting('app.text'))")),
                        hash));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void what_is_written_is_stored_exactly_or_refused(Door door) {
        Set<String> usual = statements(() -> door.write().accept(db, HARMLESS));
        assertThat(plain.value(door.stored())).isEqualTo(HARMLESS);

        Set<String> all = statements(() -> Hostile.texts().forEach(text -> {
            rows();
            Throwable refusal = catchThrowable(() -> door.write().accept(db, text));
            if (Hostile.isText(text)) {
                assertThat(refusal).as(Hostile.spoken(text)).isNull();
                assertThat(plain.value(door.stored())).as(Hostile.spoken(text)).isEqualTo(text);
            } else {
                assertThat(refusal)
                        .as(Hostile.spoken(text))
                        .isInstanceOfAny(InvalidValueException.class, ValidationException.class);
            }
        }));

        all.remove("ROLLBACK");
        assertThat(usual).containsAll(all);
    }

    private static Specimen specimen(Database db, String label) {
        return db.dsl().newRecord(SPECIMENS).setId(UUID.randomUUID()).setLabel(label);
    }

    /** A way to look for a text, and what it means. */
    record Search(String name, BiFunction<Specimens, String, Condition> condition, BiPredicate<String, String> finds) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Search> searches() {
        return Stream.of(
                new Search("eq", (s, text) -> s.LABEL.eq(text), String::equals),
                new Search("in", (s, text) -> s.LABEL.in(text, "nobody"), String::equals),
                new Search(
                        "a parameter with a name that stands twice",
                        (s, text) -> {
                            Param<String> named = DSL.param("named", text);
                            return s.LABEL.eq(named).and(s.LABEL.eq(named));
                        },
                        String::equals),
                new Search("contains", (s, text) -> s.LABEL.contains(text), String::contains),
                new Search("startsWith", (s, text) -> s.LABEL.startsWith(text), String::startsWith),
                new Search("endsWith", (s, text) -> s.LABEL.endsWith(text), String::endsWith),
                new Search(
                        "a JSON path",
                        (s, text) ->
                                DSL.jsonbGetAttributeAsText(s.DOCUMENT, text).isNotNull(),
                        String::equals),
                new Search(
                        "an element of an array",
                        (s, text) -> DSL.condition("{0} = any({1})", DSL.val(text), s.LABELS),
                        String::equals));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void what_is_looked_for_is_a_value_and_no_pattern(Search search) {
        // Each is looked for among all of them.
        List<String> texts = Hostile.texts()
                .filter(text -> Hostile.isText(text) && text.length() < 1_000)
                .toList();
        db.model(SPECIMENS)
                .bulkCreate(texts.stream()
                        .map(text -> specimen(db, text)
                                .setLabels(new String[] {text})
                                .assign(Map.of("document", Map.of(text, 1)), SPECIMENS.DOCUMENT))
                        .toList());
        Set<String> usual = statements(() -> found(search, HARMLESS));

        Set<String> all = statements(() -> texts.forEach(text -> assertThat(found(search, text))
                .as(Hostile.spoken(text))
                .containsExactlyInAnyOrderElementsOf(texts.stream()
                        .filter(label -> search.finds().test(label, text))
                        .toList())));

        assertThat(usual).containsAll(all);
    }

    @Test
    void half_a_character_is_refused_wherever_it_is_looked_for() {
        String half = "a\ud83d";
        assertThat(statements(() -> Stream.<Runnable>of(
                                () -> found(new Search("eq", (s, text) -> s.LABEL.eq(text), String::equals), half),
                                () -> found(new Search("in", (s, text) -> s.LABEL.in("x", text), String::equals), half),
                                () -> db.dsl().fetchExists(SPECIMENS, SPECIMENS.LABEL.startsWith(half)),
                                () -> db.sql("select :x").bind("x", half).findAll(String.class),
                                () -> db.sql("select :x")
                                        .bind("x", List.of("x", half))
                                        .findAll(String.class),
                                () -> db.transaction(t -> t.setting("app.x", half), () -> db.authenticate()))
                        .forEach(door -> assertThatThrownBy(door::run)
                                .isInstanceOf(InvalidValueException.class)
                                .hasMessage(
                                        "A text has half of a character (U+D83D at index 1 of 2), which the database"
                                                + " cannot store; cut texts between characters."))))
                .isEmpty();
    }

    private List<String> found(Search search, String text) {
        return db.model(SPECIMENS)
                .where(s -> search.condition().apply(s, text))
                .select(s -> s.LABEL)
                .findAll();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_included_comes_back_exactly(Strategy strategy) {
        List<String> texts = Hostile.texts().filter(Hostile::isText).toList();
        User ann = db.model(USERS).requireByPk(1L);
        db.model(POSTS)
                .bulkCreate(texts.stream()
                        .map(text -> db.dsl()
                                .newRecord(POSTS)
                                .setAuthorId(ann.getId())
                                .setTitle("x")
                                .setBody(text))
                        .toList());

        User tree = db.model(USERS)
                .include(USERS.POSTS.strategy(strategy).orderBy(p -> p.ID))
                .requireOne();

        assertThat(tree.getPosts()).extracting(Post::getBody).containsExactlyElementsOf(texts);
    }

    @Test
    void what_is_on_no_list_is_refused_and_nothing_runs() {
        Filters<Specimens> filters = Filters.of(SPECIMENS).equal("label", s -> s.LABEL);
        Sorts<Specimens> sorts = Sorts.of(SPECIMENS).by("label", s -> s.LABEL);

        assertThat(statements(() -> Hostile.texts()
                        .filter(text -> !text.isBlank())
                        .forEach(text -> {
                            assertThatThrownBy(() -> filters.scope(Map.of(text, "1")))
                                    .as(Hostile.spoken(text))
                                    .isInstanceOf(ValidationException.class);
                            assertThatThrownBy(() -> sorts.scope(text))
                                    .as(Hostile.spoken(text))
                                    .isInstanceOf(ValidationException.class);
                            assertThatThrownBy(() -> specimen(db, "x").assign(Map.of(text, "1"), SPECIMENS.LABEL))
                                    .as(Hostile.spoken(text))
                                    .isInstanceOf(ValidationException.class);
                            assertThatThrownBy(() -> db.sql("select :x").bind(text, 1))
                                    .as(Hostile.spoken(text))
                                    .isInstanceOf(DefinitionException.class);
                            assertThatThrownBy(() ->
                                            byLabel().after(new Cursor(text)).findSlice())
                                    .as(Hostile.spoken(text))
                                    .isInstanceOf(CursorException.class);
                        })))
                .isEmpty();
    }

    @Test
    void a_schema_is_a_name_whatever_is_in_it() {
        plain.run("""
            create schema "a"".b; drop table tags; --"; create table "a"".b; drop table tags; --".tags (like tags)\
            """);
        assertThat(db.withSchema("a\".b; drop table tags; --").model(TAGS).count())
                .isZero();

        Set<String> all = statements(() -> Hostile.texts()
                .forEach(text -> assertThatThrownBy(
                                () -> db.withSchema(text).model(TAGS).count())
                        .as(Hostile.spoken(text))
                        .isInstanceOfAny(
                                DefinitionException.class, DatabaseException.class, InvalidValueException.class)));

        assertThat(all)
                .isSubsetOf(Hostile.texts()
                        .map(text -> "select count(*) from \"%s\".\"tags\"".formatted(text.replace("\"", "\"\"")))
                        .toList());
    }

    @Test
    void an_alias_is_a_name_whatever_is_in_it() {
        // jOOQ gives a name of its own where one is too long.
        List<String> names = Hostile.texts()
                .filter(text -> !text.isEmpty() && text.length() < 20)
                .toList();

        Set<String> all = statements(() -> names.forEach(text -> {
            Throwable refusal = catchThrowable(
                    () -> db.dsl().select(TAGS.NAME.as(text)).from(TAGS).fetch());
            if (Hostile.isText(text)) {
                assertThat(refusal).as(Hostile.spoken(text)).isNull();
            } else {
                assertThat(refusal).as(Hostile.spoken(text)).isInstanceOf(InvalidValueException.class);
            }
        }));

        assertThat(all)
                .isEqualTo(names.stream()
                        .filter(Hostile::isText)
                        .map(text -> "select \"public\".\"tags\".\"name\" as \"%s\" from \"public\".\"tags\""
                                .formatted(text.replace("\"", "\"\"")))
                        .collect(toSet()));
    }

    @Test
    void a_lock_is_a_number_whatever_its_key() {
        db.transaction(() -> assertThat(statements(() -> Hostile.texts().forEach(text -> {
                    db.currentTransaction().lock(text);
                    assertThat(db.currentTransaction().tryLock(text)).isTrue();
                })))
                .allMatch(sql -> sql.matches("BEGIN|select pg_(try_)?advisory_xact_lock\\(\\$1\\)")));
    }

    @Test
    void a_cursor_holds_any_text_and_goes_on_behind_it() {
        List<String> texts = Hostile.texts().filter(Hostile::isText).toList();
        db.model(SPECIMENS)
                .bulkCreate(texts.stream().map(text -> specimen(db, text)).toList());
        List<String> met = new ArrayList<>();

        Set<String> all = statements(() -> {
            Slice<Specimen> slice = byLabel().findSlice();
            slice.rows().forEach(row -> met.add(row.getLabel()));
            while (slice.next().isPresent()) {
                slice = byLabel().after(slice.next().get()).findSlice();
                slice.rows().forEach(row -> met.add(row.getLabel()));
            }
        });

        assertThat(met).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(all).as("the first slice's, and that of all others").hasSize(2);
    }

    /** Without a secret anybody who reads the code can seal a cursor; what is in it is a value still. */
    @Test
    void a_cursor_that_was_forged_is_a_value_or_refused() throws GeneralSecurityException, IOException {
        db.model(SPECIMENS).bulkCreate(List.of(specimen(db, "a"), specimen(db, "b"), specimen(db, "c")));
        String token = byLabel().limit(1).findSlice().next().orElseThrow().token();
        for (String text : Hostile.texts().toList()) {
            Cursor forged = forged(token, place(text));

            Throwable refusal = catchThrowable(() -> byLabel().after(forged).findSlice());

            if (refusal != null) {
                assertThat(refusal)
                        .as(Hostile.spoken(text))
                        .isInstanceOfAny(CursorException.class, InvalidValueException.class);
            }
        }
        for (byte[] broken : List.of(
                new byte[] {1}, new byte[] {1, -1, -1, -1, -1}, new byte[] {1, 127, 0, 0, 0, 65}, new byte[] {1, 0})) {
            assertThatThrownBy(() -> byLabel().after(forged(token, broken)).findSlice())
                    .isInstanceOf(CursorException.class);
        }
        assertThat(db.model(SPECIMENS).count()).isEqualTo(3);
    }

    private Selection<Specimens, Specimen> byLabel() {
        return db.model(SPECIMENS).orderBy(s -> s.LABEL).limit(7);
    }

    private static byte[] place(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String value : List.of(text, new UUID(0, 1).toString())) {
                byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
                out.writeBoolean(true);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        }
        return bytes.toByteArray();
    }

    private static Cursor forged(String token, byte[] place) throws GeneralSecurityException {
        byte[] genuine = Base64.getUrlDecoder().decode(token);
        byte[] body = ByteBuffer.allocate(9 + place.length)
                .put(genuine, 0, 9)
                .put(place)
                .array();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("canopy".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] sealed = ByteBuffer.allocate(body.length + 16)
                .put(body)
                .put(mac.doFinal(body), 0, 16)
                .array();
        return new Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
    }
}
