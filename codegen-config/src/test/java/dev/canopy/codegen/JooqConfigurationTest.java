package dev.canopy.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jooq.impl.AbstractConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's own jOOQ configuration is honoured, and what cannot work with associations is refused by a sentence. */
public class JooqConfigurationTest {
    private static final String SCHEMA = """
            create table people (id bigint primary key, code text not null, born date);
            create table pets (id bigint primary key, owner_id bigint references people);
            create table secrets (id bigint primary key);
            """;

    @TempDir
    private Path directory;

    @Test
    void forced_types_excludes_and_the_package_are_the_users() throws IOException {
        GeneratedSources sources = generate("""
                <?xml version="1.0" encoding="UTF-8"?>
                <configuration xmlns="http://www.jooq.org/xsd/jooq-codegen-3.19.0.xsd">
                  <generator>
                    <name>org.jooq.codegen.JavaGenerator</name>
                    <database>
                      <name>org.jooq.meta.postgres.PostgresDatabase</name>
                      <excludes>secrets</excludes>
                      <forcedTypes>
                        <forcedType>
                          <userType>java.lang.StringBuilder</userType>
                          <converter>dev.canopy.codegen.JooqConfigurationTest.Building</converter>
                          <includeExpression>people\\.code</includeExpression>
                        </forcedType>
                      </forcedTypes>
                      <properties>
                        <property><key>canopy.name.record.people</key><value>Human</value></property>
                      </properties>
                    </database>
                    <generate><pojos>true</pojos></generate>
                    <target><packageName>users.own</packageName></target>
                  </generator>
                </configuration>
                """);

        assertThat(sources.byPath())
                .containsKeys("users/own/tables/People.java", "users/own/tables/pojos/People.java")
                .doesNotContainKeys("users/own/tables/Secrets.java", "users/own/tables/FlywaySchemaHistory.java");
        assertThat(sources.read("users/own/tables/records/Human.java"))
                .contains("public StringBuilder getCode()", "public List<Pet> getPets()");
        assertThat(sources.complaints(directory.resolve("classes"))).isEmpty();
    }

    @Test
    void the_generator_alone_will_do() throws IOException {
        GeneratedSources sources = generate("<generator><target><packageName>alone</packageName></target></generator>");

        assertThat(sources.associations("alone/tables/Pets.java")).containsExactly("BelongsTo OWNER");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <generator><name>org.jooq.codegen.KotlinGenerator</name></generator>                              | The class org.jooq.codegen.KotlinGenerator of <generator> does not extend dev.canopy.codegen.CanopyGenerator; extend it, or leave the name out.
            <generator><name>app.Gone</name></generator>                                                       | The class app.Gone of <generator> is not on the class path; add its artifact to the dependencies of the plugin.
            <generator><strategy><name>org.jooq.codegen.KeepNamesGeneratorStrategy</name></strategy></generator> | The class org.jooq.codegen.KeepNamesGeneratorStrategy of <strategy> does not extend dev.canopy.codegen.CanopyNaming; extend it, or leave the name out.
            <generator><strategy><matchers/></strategy></generator>                                            | The configuration has <matchers>, whose names Canopy's naming would not know; choose names by canopy.name.… or by a strategy that extends dev.canopy.codegen.CanopyNaming.
            <generator><database><name>org.jooq.meta.h2.H2Database</name></database></generator>               | The class org.jooq.meta.h2.H2Database of <database> does not extend org.jooq.meta.postgres.PostgresDatabase; extend it, or leave the name out.
            <generator><database><recordVersionFields>v</recordVersionFields></database></generator>           | The configuration has <recordVersionFields>; with jOOQ's version beside Canopy's each write would count twice: leave it out, and define the model's version(…).
            <generator><generate><relations>false</relations></generate></generator>                           | The configuration has <relations>false</relations>; associations stand on them, so leave that out.
            <project/>                                                                                         | The configuration FILE begins with <project>; jOOQ's <generator> or <configuration> is wanted.
            """)
    void what_cannot_work_is_refused(String xml, String sentence) throws IOException {
        assertThatThrownBy(() -> generate(xml))
                .isInstanceOf(GenerationException.class)
                .hasMessage(
                        sentence.replace("FILE", directory.resolve("jooq.xml").toString()));
    }

    @Test
    void an_element_that_jooq_does_not_have_is_named_with_its_line() {
        assertThatThrownBy(() -> generate("<generator>\n  <databse/>\n</generator>"))
                .isInstanceOf(GenerationException.class)
                .hasMessageStartingWith("The configuration %s, line 2 is not what jOOQ understands: "
                        .formatted(directory.resolve("jooq.xml")))
                .hasMessageContaining("databse");
    }

    private GeneratedSources generate(String xml) throws IOException {
        Path file = Files.writeString(directory.resolve("jooq.xml"), xml);
        Path migrations = Files.createDirectories(directory.resolve("m"));
        Files.writeString(migrations.resolve("V1__schema.sql"), SCHEMA);
        Path output = directory.resolve("out");
        Arguments.read(
                        List.of(
                                "--migrations",
                                migrations.toString(),
                                "--output",
                                output.toString(),
                                "--config",
                                file.toString()),
                        name -> null)
                .run();
        return new GeneratedSources(output);
    }

    /** A converter of a user. */
    public static final class Building extends AbstractConverter<String, StringBuilder> {
        private static final long serialVersionUID = 1L;

        /** Called by generated code. */
        public Building() {
            super(String.class, StringBuilder.class);
        }

        @Override
        public StringBuilder from(String text) {
            return text == null ? null : new StringBuilder(text);
        }

        @Override
        public String to(StringBuilder text) {
            return text == null ? null : text.toString();
        }
    }
}
