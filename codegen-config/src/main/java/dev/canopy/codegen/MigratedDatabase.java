package dev.canopy.codegen;

import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jooq.meta.jaxb.Jdbc;
import org.jspecify.annotations.Nullable;

/**
 * A database that is made for the occasion, migrated by Flyway and dropped afterwards.
 *
 * @param locations directories, or what Flyway calls locations: {@code filesystem:…} and {@code classpath:…}
 * @param settings of Flyway, such as {@code flyway.placeholders.owner}
 */
record MigratedDatabase(List<String> locations, Map<String, String> settings) implements Source {
    private static final String CLASS_PATH = "classpath:";
    private static final String FILE_SYSTEM = "filesystem:";

    MigratedDatabase {
        locations = List.copyOf(locations);
        settings = Map.copyOf(settings);
    }

    @Override
    public void use(Work work) {
        locations.forEach(MigratedDatabase::requireDirectory);
        PostgresServer server = PostgresServer.shared();
        try (ScratchDatabase database = server.createDatabase("codegen")) {
            migrate(database);
            work.on(new Jdbc()
                    .withUrl(database.url())
                    .withUser(server.user().orElse(null))
                    .withPassword(server.password().orElse(null)));
        }
    }

    private void migrate(ScratchDatabase database) {
        FluentConfiguration flyway = Flyway.configure()
                .configuration(settings)
                .dataSource(database.dataSource())
                .locations(locations.stream().map(MigratedDatabase::location).toArray(String[]::new))
                .failOnMissingLocations(true)
                .validateMigrationNaming(true);
        try {
            if (flyway.load().migrate().migrationsExecuted == 0) {
                throw new GenerationException(
                        "There is no migration in %s; Flyway looks for files such as V1__users.sql."
                                .formatted(String.join(", ", locations)));
            }
        } catch (FlywayException failed) {
            throw new GenerationException(sentence(failed), failed);
        }
    }

    private String sentence(FlywayException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof FlywaySqlScriptException script && cause.getCause() instanceof SQLException refusal) {
                return "The migration %s failed in line %d: %s (SQLSTATE %s)"
                        .formatted(
                                script.getResource().getAbsolutePathOnDisk(),
                                script.getLineNumber(),
                                oneLine(refusal.getMessage()),
                                refusal.getSQLState());
            }
        }
        return "The migrations in %s cannot be run: %s"
                .formatted(String.join(", ", locations), oneLine(failed.getMessage()));
    }

    private static void requireDirectory(String location) {
        if (location.startsWith(CLASS_PATH)) {
            return;
        }
        String path = location.startsWith(FILE_SYSTEM) ? location.substring(FILE_SYSTEM.length()) : location;
        boolean hasWildcards = path.contains("*") || path.contains("?");
        if (!hasWildcards && !Files.isDirectory(Path.of(path))) {
            throw new GenerationException("There is no directory %s to take migrations from.".formatted(path));
        }
    }

    private static String location(String location) {
        return location.startsWith(CLASS_PATH) || location.startsWith(FILE_SYSTEM) ? location : FILE_SYSTEM + location;
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    @Override
    public String toString() {
        return String.join(", ", locations);
    }
}
