package dev.canopy.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake gets one sentence that names the file, the object or the setting, and nothing is written. */
class BadInputTest {
    @TempDir
    private Path directory;

    @Test
    void no_directory() {
        assertRefused(
                "There is no directory %s to take migrations from.".formatted(directory.resolve("gone")),
                "--migrations",
                "gone");
    }

    @Test
    void no_migration_in_any_place() throws IOException {
        Files.createDirectories(directory.resolve("a"));
        Files.createDirectories(directory.resolve("b"));

        assertRefused(
                "There is no migration in %s, %s; Flyway looks for files such as V1__users.sql."
                        .formatted(directory.resolve("a"), directory.resolve("b")),
                "--migrations",
                "a",
                "--migrations",
                "b");
    }

    @Test
    void a_migration_that_fails() throws IOException {
        Path file = migration(
                "create table users (id bigint primary key);\n\ncreate table posts (\n  author bigint references nobody);\n");

        assertRefused(
                "The migration %s failed in line 3: ERROR: relation \"nobody\" does not exist (SQLSTATE 42P01)"
                        .formatted(file),
                "--migrations",
                "m");
    }

    @Test
    void a_migration_whose_name_flyway_would_pass_over() throws IOException {
        migration("select 1;");
        Files.writeString(directory.resolve("m/V2_users.sql"), "create table users (id int);");

        assertThatThrownBy(() -> run("--migrations", "m"))
                .isInstanceOf(GenerationException.class)
                .hasMessageStartingWith("The migrations in %s cannot be run: ".formatted(directory.resolve("m")))
                .hasMessageContaining("V2_users.sql");
    }

    @Test
    void an_output_that_cannot_be_written() throws IOException {
        migration("create table users (id int);");
        Path file = Files.writeString(directory.resolve("out"), "a file");

        assertRefused(
                "The output directory %s cannot be written (FileAlreadyExistsException); name another, or change whose it is."
                        .formatted(file),
                "--migrations",
                "m");
    }

    @Test
    void a_host_that_nobody_knows() {
        assertRefused(
                "The host of jdbc:postgresql://nowhere.invalid/app is not known; check the URL, or the name service.",
                "--url",
                "jdbc:postgresql://nowhere.invalid/app?user=ann&password=secret");
    }

    @Test
    void a_url_of_another_database() {
        assertRefused(
                "The URL \"jdbc:mysql://localhost/app\" is not PostgreSQL's; one such as jdbc:postgresql://localhost:5432/app is wanted.",
                "--url",
                "jdbc:mysql://localhost/app?password=secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --packages a                                  | The option --packages is unknown; the nearest is --package.
            --url                                         | The option --url lacks its value.
            --package a --package b                       | The option --package is given twice.
            --url jdbc:postgresql:a --migrations b        | Both --url and --migrations are given; generate from the database, or from what the migrations make.
            --migrations m --name people                  | The option --name wants <what>=<value>, not "people".
            --migrations m --output o                     | No package is given for the generated classes; say --package.
            --migrations m --package p                    | No directory is given for the generated sources; say --output.
            --migrations m --package p --output o --config none.xml | The configuration none.xml cannot be read.
            """)
    void a_mistake_in_the_arguments(String arguments, String sentence) {
        assertThatThrownBy(() -> Arguments.read(List.of(arguments.split(" +", -1)), name -> null)
                        .run())
                .isInstanceOf(GenerationException.class)
                .hasMessage(sentence);
    }

    @Test
    void nothing_to_generate_from() {
        assertThatThrownBy(() -> Arguments.read(List.of(), name -> null))
                .isInstanceOf(GenerationException.class)
                .hasMessage("Neither --migrations nor --url says what to generate from.\n" + Arguments.USAGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            record.peple=Human                  | Nothing is called record.peple, so the name "Human" has no use; the nearest is record.people.
            belongsTo.letters.sendr_id=writer   | Nothing is called belongsTo.letters.sendr_id, so the name "writer" has no use; the nearest is belongsTo.letters.sender_id.
            inverse.people.sender_id=mail       | Nothing is called inverse.people.sender_id, so the name "mail" has no use; the nearest is inverse.letters.sender_id.
            record.people=2nd                   | The name "2nd" for record.people is not one that a Java class can have.
            record.people=Letters.Row           | The name "Letters.Row" for record.people is not one that a Java class can have.
            belongsTo.letters.sender_id=text    | The name TEXT for letters.sender_id is taken by a column or another association of letters.
            """)
    void a_name_that_was_chosen_badly(String name, String sentence) throws IOException {
        migration("""
                create table people (id bigint primary key);
                create table letters (id bigint primary key, text text, sender_id bigint references people);
                """);

        assertRefused(sentence, "--migrations", "m", "--name", name);
    }

    @Test
    void a_table_that_two_schemas_have() throws IOException {
        migration("""
                create schema other;
                create table people (id bigint primary key);
                create table other.people (id bigint primary key);
                """);

        assertRefused(
                "record.people means 2 things; put the schema before the table, or use the constraint's name.",
                "--migrations",
                "m",
                "--name",
                "record.people=Human");
    }

    @Test
    void an_unknown_way_to_name_records() throws IOException {
        migration("create table people (id bigint primary key);");

        assertRefused(
                "recordNames is \"plural\"; known are singular and jooq.",
                "--migrations",
                "m",
                "--record-names",
                "plural");
    }

    private void assertRefused(String sentence, String... arguments) {
        assertThatThrownBy(() -> run(arguments))
                .isInstanceOf(GenerationException.class)
                .hasMessage(sentence);
        assertThat(directory.resolve("out/sample")).doesNotExist();
    }

    private void run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--package", "sample", "--output", directory.resolve("out").toString()));
        for (int i = 0; i < arguments.length; i += 2) {
            all.add(arguments[i]);
            all.add(
                    arguments[i].equals("--migrations")
                            ? directory.resolve(arguments[i + 1]).toString()
                            : arguments[i + 1]);
        }
        Arguments.read(all, name -> null).run();
    }

    private Path migration(String sql) throws IOException {
        return Files.writeString(Files.createDirectories(directory.resolve("m")).resolve("V1__schema.sql"), sql);
    }
}
