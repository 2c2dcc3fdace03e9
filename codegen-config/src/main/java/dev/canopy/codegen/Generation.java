package dev.canopy.codegen;

import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Strategy;
import org.jooq.meta.jaxb.Target;

/**
 * What to generate from which migrations.
 *
 * @param migrations the directory of the Flyway migrations
 * @param packageName the root package of the generated classes
 * @param output the source root to write to; what it held below the package is replaced
 */
public record Generation(Path migrations, String packageName, Path output) {
    /** The history that Flyway keeps, and the server's own schemas, are nobody's model. */
    private static final String EXCLUDES = "flyway_schema_history|information_schema\\..*|pg_catalog\\..*";

    /**
     * Migrates an empty database and generates from it. The database is dropped afterwards.
     *
     * @throws GenerationException if there is no migration, if one fails, or if an object cannot be generated
     */
    public void run() {
        requireMigrations();
        PostgresServer server = PostgresServer.shared();
        try (ScratchDatabase database = server.createDatabase("codegen")) {
            migrate(database);
            GenerationTool.generate(configuration(database, server));
        } catch (GenerationException e) {
            throw e;
        } catch (Exception e) {
            throw new GenerationException("Nothing was generated from %s: %s".formatted(migrations, e.getMessage()), e);
        }
    }

    private void requireMigrations() {
        if (!Files.isDirectory(migrations)) {
            throw new GenerationException("There is no directory %s to take migrations from.".formatted(migrations));
        }
        try (Stream<Path> files = Files.walk(migrations)) {
            if (files.noneMatch(file -> file.toString().endsWith(".sql"))) {
                throw new GenerationException(
                        "There is no migration in %s; Flyway looks for files such as V1__users.sql."
                                .formatted(migrations));
            }
        } catch (IOException e) {
            throw new GenerationException(
                    "The directory %s cannot be read: %s".formatted(migrations, e.getMessage()), e);
        }
    }

    private void migrate(ScratchDatabase database) {
        FluentConfiguration flyway =
                Flyway.configure().dataSource(database.dataSource()).locations("filesystem:" + migrations);
        try {
            flyway.load().migrate();
        } catch (FlywayException e) {
            throw new GenerationException("A migration in %s failed: %s".formatted(migrations, e.getMessage()), e);
        }
    }

    private Configuration configuration(ScratchDatabase database, PostgresServer server) {
        return new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc()
                        .withUrl(database.url())
                        .withUser(server.user().orElse(null))
                        .withPassword(server.password().orElse(null)))
                .withGenerator(new Generator()
                        .withName(CanopyGenerator.class.getName())
                        .withStrategy(new Strategy().withName(CanopyNaming.class.getName()))
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.postgres.PostgresDatabase")
                                .withIncludes(".*")
                                .withExcludes(EXCLUDES)
                                .withIncludeRoutines(false))
                        .withGenerate(generate())
                        .withTarget(new Target().withPackageName(packageName).withDirectory(output.toString())));
    }

    /** Join paths by method would have names that a new foreign key changes; associations take their place. */
    private static Generate generate() {
        return new Generate()
                .withFluentSetters(true)
                .withJavaTimeTypes(true)
                .withGeneratedAnnotation(false)
                .withImplicitJoinPathsToOne(false)
                .withImplicitJoinPathsToMany(false)
                .withImplicitJoinPathsManyToMany(false)
                .withWhereMethodOverrides(false)
                .withRenameMethodOverrides(false);
    }

    /** What the arguments of the program say; each is needed once. */
    static Generation of(List<String> arguments) {
        return new Generation(
                Path.of(argument(arguments, "--migrations")),
                argument(arguments, "--package"),
                Path.of(argument(arguments, "--output")));
    }

    private static String argument(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        if (at < 0 || at + 1 == arguments.size()) {
            throw new GenerationException(
                    "The argument %s is missing. Usage: --migrations <directory> --package <name> --output <directory>"
                            .formatted(name));
        }
        return arguments.get(at + 1);
    }
}
