package dev.canopy.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a schema calls its tables, columns and keys, the names in Java are distinct, and the classes compile. */
class NamesTest {
    private static final String SCHEMA = """
        -- classes of java.lang, of jOOQ and of Canopy
        create table object (id int primary key);
        create table string (id int primary key, object_id int references object);
        create table strings (id int primary key);
        create table record (id int primary key, string_id int references string);
        create table override (id int primary key, record_id int references record);
        create table entities (id int primary key, parent_id int references entities);
        create table lists (id int primary key, entity_id int references entities);
        create table sets (id int primary key, list_id int references lists);
        create table tables (id int primary key, set_id int references sets, nullable_id int);
        create table nullables (id int primary key, table_id int references tables);
        alter table tables add foreign key (nullable_id) references nullables;
        create table public (id int primary key);

        -- files that some file systems do not tell apart
        create table things (id int primary key, "ID" int, "Id" int, user_id int, "userId" int);
        create table "Things" (id int primary key, things_id int references things);
        create table "THINGS" (id int primary key, things_id int references things);

        -- members of jOOQ's records and tables, and words of Java
        create table words (
            id int primary key,
            class int references things,
            "fields" int references things,
            size_id int references things,
            original_id int references things,
            key_id int references things,
            table_id int references things,
            "record_id" int references things,
            "changed" int, "value1" int, "words" int, "default" int, "table" int, "get" int);

        -- a key whose parts are words of Java, and may not be components of a record
        create table keys (class int, "toString" int, "int" int, primary key (class, "toString", "int"));
        create table key_keys (id int primary key);

        -- a column and an association of one name
        create table teams (id int primary key, lead text, lead_id int references things);
        create table members (
            id int primary key, team_id int references teams, teams int references teams, member_id int references members);

        -- one constraint name on two tables
        create table cats (id int primary key, owner_id int, vet_id int,
            constraint owner foreign key (owner_id) references things,
            constraint vet foreign key (vet_id) references things);
        create table dogs (id int primary key, owner_id int, vet_id int,
            constraint owner foreign key (vet_id) references things,
            constraint vet foreign key (owner_id) references things);

        -- junctions: by primary key, by a unique key beside a surrogate with payload, over itself, of three
        create table tags (id int primary key);
        create table thing_tags (tag_id int references tags, thing_id int references things, primary key (tag_id, thing_id));
        create table tag_grants (id int generated always as identity primary key, tag_id int not null references tags,
            cat_id int not null references cats, since date, unique (tag_id, cat_id));
        create table friendships (cat_id int references cats, friend_id int references cats, primary key (cat_id, friend_id));
        create table triples (tag_id int references tags, cat_id int references cats, dog_id int references dogs,
            primary key (tag_id, cat_id, dog_id));

        -- a constant that is written as the class is, values that differ by signs, functions that differ by arguments
        create type sign as enum ('a-b', 'a b', 'a_b', 'class', '');
        create table t1 (id int primary key, sign sign, t1 int, t1_id int references t1);
        create function pairs(a int) returns table (b int) language sql as 'select 1';
        create function pairs(a int, c int) returns table (b int) language sql as 'select 1';

        -- a second schema, with a child of the same name and one that refers back
        create schema audit;
        create table audit.thing_tags (id int primary key, tag_id int references public.tags);
        create table audit.tags (id int primary key, tag_id int references public.tags);
        """;

    @TempDir
    private static Path directory;

    private static GeneratedSources sources;

    @BeforeAll
    static void generate() throws IOException {
        sources = GeneratedSources.of(directory, "names", SCHEMA);
    }

    @Test
    void everything_compiles_without_a_warning() throws IOException {
        assertThat(sources.complaints(directory.resolve("classes"))).isEmpty();
    }

    @Test
    void no_two_classes_share_a_file_whatever_the_file_system_and_none_is_of_java_lang() throws IOException {
        assertThat(classes("sample/tables/"))
                .containsExactly(
                        "Cats",
                        "Dogs",
                        "Entities",
                        "Friendships",
                        "KeyKeys",
                        "Keys",
                        "Lists",
                        "Members",
                        "Nullables",
                        "ObjectTable",
                        "OverrideTable",
                        "Public",
                        "RecordTable",
                        "Sets",
                        "StringTable",
                        "Strings",
                        "T1Table",
                        "Tables",
                        "TagGrants",
                        "Tags",
                        "Teams",
                        "ThingTags",
                        "Things",
                        "ThingsTable",
                        "ThingsTable2",
                        "Triples",
                        "Words");
        assertThat(classes("sample/tables/records/"))
                .containsExactly(
                        "Cat",
                        "Dog",
                        "Entity",
                        "Friendship",
                        "FriendshipKey",
                        "Key",
                        "KeyKey",
                        "KeyPrimaryKey",
                        "List",
                        "Member",
                        "Nullable",
                        "ObjectRecord",
                        "OverrideRecord",
                        "PublicRecord",
                        "RecordRecord",
                        "Set",
                        "StringRecord",
                        "StringsRecord",
                        "T1Record",
                        "Table",
                        "Tag",
                        "TagGrant",
                        "Team",
                        "Thing",
                        "ThingRecord",
                        "ThingTag",
                        "ThingTagKey",
                        "ThingsRecord",
                        "Triple",
                        "TripleKey",
                        "Word");
    }

    @Test
    void every_association_has_its_name() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String file : sources.byPath().keySet()) {
            List<String> associations =
                    file.matches("sample/(audit/)?tables/\\w+\\.java") ? sources.associations(file) : List.of();
            if (!associations.isEmpty()) {
                all.append(file.contains("audit") ? "audit." : "")
                        .append(file.replaceFirst(".*/", "").replace(".java", ""))
                        .append(": ")
                        .append(String.join(", ", associations))
                        .append('\n');
            }
        }

        assertThat(all).hasToString("""
            audit.Tags: BelongsTo TAG
            audit.ThingTags: BelongsTo TAG
            Cats: BelongsTo OWNER, BelongsTo VET, HasMany FRIENDSHIPS, HasMany FRIENDSHIPS_BY_FRIEND, HasMany TAG_GRANTS, HasMany TRIPLES, BelongsToMany CATS_BY_FRIEND, BelongsToMany CATS_BY_CAT, BelongsToMany TAGS
            Dogs: BelongsTo VET, BelongsTo OWNER, HasMany TRIPLES
            Entities: BelongsTo PARENT, HasMany ENTITIES_BY_PARENT, HasMany LISTS
            Friendships: BelongsTo CAT, BelongsTo FRIEND
            Lists: BelongsTo ENTITY, HasMany SETS
            Members: BelongsTo MEMBER, BelongsTo TEAM, BelongsTo TEAM_BY_TEAMS, HasMany MEMBERS_BY_MEMBER
            Nullables: BelongsTo TABLE, HasMany TABLES
            ObjectTable: HasMany STRING
            OverrideTable: BelongsTo RECORD
            RecordTable: BelongsTo STRING, HasMany OVERRIDE
            Sets: BelongsTo LIST, HasMany TABLES
            StringTable: BelongsTo OBJECT, HasMany RECORD
            T1Table: BelongsTo T1_BY_T1_ID, HasMany T1_BY_T1
            Tables: BelongsTo NULLABLE, BelongsTo SET, HasMany NULLABLES
            TagGrants: BelongsTo CAT, BelongsTo TAG
            Tags: HasMany TAG_GRANTS, HasMany THING_TAGS, HasMany TRIPLES, HasMany TAGS_BY_TAG, HasMany THING_TAGS_BY_TAG, BelongsToMany CATS, BelongsToMany THINGS
            Teams: BelongsTo LEAD_BY_LEAD_ID, HasMany MEMBERS, HasMany MEMBERS_BY_TEAMS
            ThingTags: BelongsTo TAG, BelongsTo THING
            Things: HasMany THINGS_BY_THINGS, HasMany THINGS_BY_THINGS_THINGS_ID_FKEY, HasMany CATS, HasMany CATS_BY_VET, HasMany DOGS, HasMany DOGS_BY_VET, HasMany TEAMS, HasMany THING_TAGS, HasMany WORDS, HasMany WORDS_BY_FIELDS, HasMany WORDS_BY_SIZE, HasMany WORDS_BY_ORIGINAL, HasMany WORDS_BY_KEY, HasMany WORDS_BY_TABLE, HasMany WORDS_BY_RECORD, BelongsToMany TAGS
            ThingsTable: BelongsTo THINGS
            ThingsTable2: BelongsTo THINGS
            Triples: BelongsTo CAT, BelongsTo DOG, BelongsTo TAG
            Words: BelongsTo THING_BY_CLASS, BelongsTo THING_BY_FIELDS, BelongsTo KEY, BelongsTo ORIGINAL, BelongsTo RECORD, BelongsTo SIZE, BelongsTo TABLE_BY_TABLE_ID
            """);
    }

    @Test
    void columns_that_differ_by_case_alone_are_numbered_the_unquoted_one_first() throws IOException {
        assertThat(sources.read("sample/tables/Things.java"))
                .contains(
                        "> ID = createField(DSL.name(\"id\")",
                        "> ID_2 = createField(DSL.name(\"ID\")",
                        "> ID_3 = createField(DSL.name(\"Id\")");
        assertThat(sources.read("sample/tables/records/Thing.java")).contains("getId()", "getId_2()", "getId_3()");
    }

    @Test
    void a_getter_or_handle_that_jooq_has_already_says_that_it_is_the_association() throws IOException {
        assertThat(sources.read("sample/tables/records/Word.java"))
                .contains(
                        "public BelongsToHandle<Things, Thing, Integer> keyAssociation()",
                        "public BelongsToHandle<Things, Thing, Integer> originalAssociation()",
                        "public BelongsToHandle<Things, Thing, Integer> sizeAssociation()",
                        "public @Nullable Thing getOriginal()",
                        "public @Nullable Integer getClass_()",
                        "public @Nullable Integer getTable_()");
        assertThat(sources.read("sample/tables/records/Nullable.java"))
                .contains("public @org.jspecify.annotations.Nullable Table getTableAssociation()");
    }

    @Test
    void keys_of_one_name_on_two_tables_are_two_keys() throws IOException {
        assertThat(sources.read("sample/tables/Cats.java"))
                .contains("OWNER = BelongsTo.of(\"owner\", this, () -> Things.THINGS, () -> Keys.CATS__OWNER)");
        assertThat(sources.read("sample/tables/Dogs.java"))
                .contains("VET = BelongsTo.of(\"vet\", this, () -> Things.THINGS, () -> Keys.DOGS__OWNER)");
        assertThat(sources.read("sample/tables/Things.java"))
                .contains(
                        " DOGS = HasMany.of(\"dogs\", this, () -> Dogs.DOGS, () -> Keys.DOGS__VET)",
                        " DOGS_BY_VET = HasMany.of(\"dogsByVet\", this, () -> Dogs.DOGS, () -> Keys.DOGS__OWNER)");
    }

    @Test
    void a_key_of_words_that_no_component_may_have() throws IOException {
        assertThat(sources.read("sample/tables/records/KeyPrimaryKey.java"))
                .contains("public record KeyPrimaryKey(Integer class_, Integer tostring, Integer int_) {}");
    }

    @Test
    void a_number_that_only_the_server_gives_out_is_read_only() throws IOException {
        assertThat(sources.read("sample/tables/TagGrants.java")).contains("return Set.of(\"id\");");
    }

    private static List<String> classes(String folder) throws IOException {
        return sources.byPath().keySet().stream()
                .filter(file -> file.matches(folder + "\\w+\\.java"))
                .map(file -> file.substring(folder.length(), file.length() - ".java".length()))
                .toList();
    }
}
