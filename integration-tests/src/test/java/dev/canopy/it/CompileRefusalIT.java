package dev.canopy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the types forbid does not compile; its twin, one token apart, does. */
class CompileRefusalIT {
    @TempDir
    private Path output;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        include of another table's association | users.include(POSTS.COMMENTS)                       | users.include(USERS.POSTS)                        | cannot be converted to dev.canopy.association.Include<dev.canopy.sample.tables.Users,?,?>
        nested include of another table's      | users.include(USERS.POSTS.include(USERS.PROFILE))   | users.include(USERS.POSTS.include(POSTS.COMMENTS)) | cannot be converted to dev.canopy.association.Include<dev.canopy.sample.tables.Posts,?,?>
        condition on another table's column    | users.where(u -> u.TITLE.isNotNull())               | users.where(u -> u.EMAIL.isNotNull())             | cannot find symbol
        column that no migration made          | users.where(u -> u.NICKNAME.isNotNull())            | users.where(u -> u.NOTE.isNotNull())              | cannot find symbol
        rule for a column that is not there    | m.validate(u -> u.NICKNAME, isEmail())              | m.validate(u -> u.NOTE, isEmail())                | cannot find symbol
        value of the wrong type                | users.where(u -> u.ID.eq("7"))                      | users.where(u -> u.ID.eq(7L))                     | no suitable method found for eq
        key of the wrong type                  | users.findByPk("7")                                 | users.findByPk(7L)                                | String cannot be converted to java.lang.Long
        scope of another table                 | users.scope(ANY_POST)                               | users.scope(ANY_USER)                             | Scope<dev.canopy.sample.tables.Posts> cannot be converted
        order by a to-many column              | users.orderBy(u -> u.POSTS.get(p -> p.TITLE))       | users.orderBy(u -> u.MANAGER.get(p -> p.LAST_NAME)) | cannot find symbol
        limit on a to-one association          | POSTS.AUTHOR.limit(1)                               | USERS.POSTS.limit(1)                              | cannot find symbol
        update without a selection             | users.update(u -> u.setNote(null))                  | users.everyRow().update(u -> u.setNote(null))     | cannot find symbol
        assignment to another table's column   | users.everyRow().update((u, set) -> set.setNull(POSTS.TITLE)) | users.everyRow().update((u, set) -> set.setNull(USERS.NOTE)) | TableField
        text validator on a number             | m.validate(u -> u.LOGINS, isEmail())                | m.validate(u -> u.EMAIL, isEmail())               | CharSequence
        number validator on a text             | m.validate(u -> u.EMAIL, min(1))                    | m.validate(u -> u.LOGINS, min(1))                 | Number
        time validator on a text               | m.validate(u -> u.EMAIL, isPast(OffsetDateTime::now)) | m.validate(u -> u.CREATED_AT, isPast(OffsetDateTime::now)) | String
        date validator on a moment             | m.validate(u -> u.CREATED_AT, isBefore(LocalDate.EPOCH)) | m.validate(u -> u.CREATED_AT, isBefore(OffsetDateTime.MAX)) | LocalDate
        validator of an array on one value     | m.validate(u -> u.EMAIL, each(isEmail()))           | m.validate(u -> u.EMAIL, notNull(), isEmail())    | String
        """)
    @Fault({"2.20", "2.32"})
    void is_refused(String what, String refused, String twin, String answer) {
        assertThat(answerTo(twin)).as("the twin compiles").isEmpty();
        assertThat(answerTo(refused)).as(what).contains(answer);
    }

    /** The compiler's errors; empty if there are none. */
    private String answerTo(String statement) {
        String source = """
            import static dev.canopy.sample.Tables.*;
            import static dev.canopy.validation.Validators.*;
            import dev.canopy.Model;
            import dev.canopy.association.Scope;
            import dev.canopy.model.ModelBuilder;
            import dev.canopy.sample.tables.*;
            import dev.canopy.sample.tables.records.*;
            import java.time.*;

            class Program {
                static final Scope<Users> ANY_USER = s -> s;
                static final Scope<Posts> ANY_POST = s -> s;

                static void run(Model<Users, User, Long> users, ModelBuilder<Users, User> m) {
                    %s;
                }
            }
            """.formatted(statement);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        compiler.getTask(
                        null,
                        null,
                        diagnostics,
                        List.of(
                                "-proc:none",
                                "-implicit:none",
                                "-classpath",
                                TestClassPath.value(),
                                "-d",
                                output.toString()),
                        null,
                        List.of(new Source(source)))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Program.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
