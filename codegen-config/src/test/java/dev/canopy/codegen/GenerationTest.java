package dev.canopy.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {
    private static final String LETTERS = """
            create table people (id bigint primary key);
            create table letters (
                id bigint primary key,
                sender_id bigint not null references people,
                reader_id bigint references people,
                reply_to bigint references letters);
            """;

    @TempDir
    private Path directory;

    @Test
    void two_runs_write_the_same_bytes() throws IOException {
        Map<String, String> first =
                GeneratedSources.of(directory, "one", LETTERS).byPath();
        Map<String, String> second =
                GeneratedSources.of(directory, "two", LETTERS).byPath();

        assertThat(second).isEqualTo(first);
        assertThat(first.get("sample/tables/Letters.java"))
                .contains(
                        "BelongsTo<Letters, People, Person> SENDER = ",
                        "BelongsTo<Letters, People, Person> READER = ",
                        "BelongsTo<Letters, Letters, Letter> LETTER_BY_REPLY_TO = ",
                        "HasMany<Letters, Letters, Letter> LETTERS_BY_REPLY_TO = ");
        assertThat(first.get("sample/tables/People.java"))
                .contains(
                        "HasMany<People, Letters, Letter> LETTERS = ",
                        "HasMany<People, Letters, Letter> LETTERS_BY_READER = ");
        assertThat(first.get("sample/tables/records/Letter.java"))
                .contains("public Person getSender()", "public @Nullable Person getReader()");
    }

    @Test
    void a_second_run_over_the_first_one_touches_no_file() throws IOException {
        GeneratedSources first = GeneratedSources.of(directory, "once", LETTERS);
        Path file = first.root().resolve("sample/tables/Letters.java");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));

        GeneratedSources.of(directory, "once", LETTERS);

        assertThat(Files.getLastModifiedTime(file).toMillis()).isZero();
    }

    @Test
    void migrations_may_lie_in_several_places() throws IOException {
        Path more = Files.createDirectory(directory.resolve("more"));
        Files.writeString(
                more.resolve("V2__stamps.sql"),
                "create table stamps (id int primary key, letter_id bigint references letters);");

        GeneratedSources sources =
                GeneratedSources.of(directory, "several", LETTERS, "--migrations", "filesystem:" + more);

        assertThat(sources.associations("sample/tables/Stamps.java")).containsExactly("BelongsTo LETTER");
    }

    @Test
    void a_setting_of_flyway_reaches_it() throws IOException {
        GeneratedSources sources = GeneratedSources.of(
                directory,
                "flyway",
                "create table ${name} (id int primary key);",
                "--flyway",
                "flyway.placeholders.name=things");

        assertThat(sources.byPath()).containsKey("sample/tables/Things.java");
    }

    @Test
    void the_record_classes_of_jooq() throws IOException {
        GeneratedSources sources = GeneratedSources.of(directory, "jooq", LETTERS, "--record-names", "jooq");

        assertThat(sources.byPath())
                .containsKeys("sample/tables/records/PeopleRecord.java", "sample/tables/records/LettersRecord.java");
        assertThat(sources.read("sample/tables/records/PeopleRecord.java"))
                .contains("class PeopleRecord extends Entity<PeopleRecord>");
    }

    @Test
    void names_that_were_chosen() throws IOException {
        GeneratedSources sources = GeneratedSources.of(
                directory,
                "chosen",
                LETTERS + """
                        create table readings (
                            letter_id bigint references letters, person_id bigint references people, primary key (letter_id, person_id));
                        """,
                "--name",
                "record.people=Human",
                "--name",
                "belongsTo.letters.sender_id=writer",
                "--name",
                "inverse.letters.letters_reader_id_fkey=receivedLetters",
                "--name",
                "manyToMany.readings.person_id=readers");

        assertThat(sources.associations("sample/tables/Letters.java"))
                .containsExactly(
                        "BelongsTo READER",
                        "BelongsTo LETTER_BY_REPLY_TO",
                        "BelongsTo WRITER",
                        "HasMany LETTERS_BY_REPLY_TO",
                        "HasMany READINGS",
                        "BelongsToMany READERS");
        assertThat(sources.associations("sample/tables/People.java"))
                .containsExactly(
                        "HasMany LETTERS",
                        "HasMany RECEIVED_LETTERS",
                        "HasMany READINGS",
                        "BelongsToMany LETTERS_BY_READINGS");
        assertThat(sources.read("sample/tables/records/Human.java"))
                .contains("public List<Letter> getReceivedLetters()", "receivedLetters()");
    }

    @Test
    void null_stands_where_jspecify_has_it() throws IOException {
        GeneratedSources sources = GeneratedSources.of(directory, "nulls", """
                create schema other;
                create table other.moods (id int primary key);
                create table days (
                    id bigint generated by default as identity primary key,
                    name text not null default 'today',
                    note text,
                    marks integer[],
                    picture bytea,
                    pictures bytea[],
                    mood_id int references other.moods);
                """);

        String day = sources.read("sample/tables/records/Day.java");
        assertThat(day)
                .contains(
                        "public Long getId()",
                        "public String getName()",
                        "public @Nullable String getNote()",
                        "public Day setNote(@Nullable String value)",
                        "public Integer @Nullable [] getMarks()",
                        "public byte @Nullable [] getPicture()",
                        "public byte @Nullable [][] getPictures()");
        for (String folder : java.util.List.of("", "tables/", "tables/records/", "other/tables/records/")) {
            assertThat(sources.read("sample/" + folder + "package-info.java"))
                    .startsWith("@org.jspecify.annotations.NullMarked" + System.lineSeparator() + "package sample");
        }
        assertThat(sources.complaints(directory.resolve("classes"))).isEmpty();
    }

    @Test
    void a_type_that_java_has_not_is_its_text() throws IOException {
        GeneratedSources sources = GeneratedSources.of(directory, "texts", """
                create domain office as inet;
                create table oddities (
                    id int primary key, a inet not null, b cidr, c macaddr, d tstzrange, e int4multirange, f tsvector,
                    g point, h box, i money, j bit(8), k varbit, l office, m bit, n inet[], o circle, p pg_lsn);
                """);

        String oddity = sources.read("sample/tables/records/Oddity.java");
        assertThat(oddity).contains("public String getA()").doesNotContain("Boolean", "@Deprecated");
        for (char column = 'B'; column <= 'P'; column++) {
            assertThat(oddity)
                    .contains(
                            column == 'N'
                                    ? "Object @Nullable [] getN()"
                                    : "public @Nullable String get" + column + "()");
        }
        assertThat(sources.complaints(directory.resolve("classes"))).isEmpty();
    }
}
