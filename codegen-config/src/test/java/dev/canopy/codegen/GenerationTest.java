package dev.canopy.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {
    @TempDir
    private Path directory;

    @Test
    void two_runs_write_the_same_bytes() throws IOException {
        Path migrations = Files.createDirectory(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("V1__two_keys.sql"), """
                create table people (id bigint primary key);
                create table letters (
                    id bigint primary key,
                    sender_id bigint not null references people,
                    reader_id bigint references people,
                    reply_to bigint references letters);
                """);

        Map<String, String> first = generate(migrations, "one");
        Map<String, String> second = generate(migrations, "two");

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
    void no_migration_is_said_with_the_place() {
        assertThatThrownBy(() -> new Generation(directory, "sample", directory).run())
                .isInstanceOf(GenerationException.class)
                .hasMessage("There is no migration in %s; Flyway looks for files such as V1__users.sql."
                        .formatted(directory));
    }

    @Test
    void a_migration_that_fails_is_named() throws IOException {
        Files.writeString(directory.resolve("V1__broken.sql"), "create tabel users (id bigint);");

        assertThatThrownBy(() -> new Generation(directory, "sample", directory.resolve("out")).run())
                .isInstanceOf(GenerationException.class)
                .hasMessageContaining("V1__broken.sql");
    }

    private Map<String, String> generate(Path migrations, String name) throws IOException {
        Path output = directory.resolve(name);
        new Generation(migrations, "sample", output).run();
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.put(output.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return sources;
    }
}
