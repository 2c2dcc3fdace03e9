package dev.canopy.codegen;

import dev.canopy.testing.PostgresServerException;
import java.util.List;

/**
 * The program that generates: from migrations, which it runs on a database of its own, or from a database that exists.
 *
 * <pre>
 * --migrations &lt;location&gt; …     directories, or Flyway's classpath: and filesystem: locations
 * --flyway &lt;setting&gt;=&lt;value&gt; …  Flyway's own settings, such as flyway.placeholders.owner=app
 * --url &lt;jdbc:postgresql:…&gt;     instead of migrations; with --user, and the password in CANOPY_CODEGEN_PASSWORD
 * --package &lt;name&gt;              the root package of the classes
 * --output &lt;directory&gt;          the source root
 * --config &lt;file&gt;               jOOQ's &lt;generator&gt; or &lt;configuration&gt; as XML
 * --record-names singular|jooq  User or UsersRecord
 * --name &lt;what&gt;=&lt;name&gt; …        record.people=Human, belongsTo.posts.author_id=writer, inverse.…, manyToMany.…
 * </pre>
 */
public final class GenerateMain {
    private GenerateMain() {}

    /** Ends with 1 and a sentence on the error output if nothing could be generated. */
    public static void main(String... arguments) {
        // jOOQ greets in the log otherwise.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        try {
            Arguments.read(List.of(arguments), System::getenv).run();
        } catch (GenerationException | PostgresServerException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
