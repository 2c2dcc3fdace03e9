package dev.canopy.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampTest {
    @TempDir
    private Path migrations;

    @Test
    void it_changes_with_a_files_content_name_and_presence() throws IOException {
        Path file = Files.writeString(migrations.resolve("V1__a.sql"), "select 1");
        String first = stamp();

        assertThat(stamp()).isEqualTo(first);
        Files.writeString(file, "select 2");
        String changed = stamp();
        Files.move(file, migrations.resolve("V2__a.sql"));
        String renamed = stamp();
        Files.writeString(migrations.resolve("V3__b.sql"), "");
        String added = stamp();

        assertThat(changed).isNotEqualTo(first);
        assertThat(renamed).isNotIn(first, changed);
        assertThat(added).isNotIn(first, changed, renamed);
    }

    @Test
    void texts_do_not_run_into_each_other() {
        assertThat(new Stamp().text("ab").text("c").value())
                .isNotEqualTo(new Stamp().text("a").text("bc").value());
    }

    private String stamp() throws IOException {
        return new Stamp().content(migrations).value();
    }
}
