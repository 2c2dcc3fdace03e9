package dev.canopy.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Databases that were migrated once and are copied from then on; one for each set of locations. */
final class MigratedTemplates {
    private final PostgresServer server;
    private final Map<List<String>, ScratchDatabase> byLocations = new ConcurrentHashMap<>();

    MigratedTemplates(PostgresServer server) {
        this.server = server;
    }

    ScratchDatabase copy(String[] locations, String label) {
        ScratchDatabase template = byLocations.computeIfAbsent(List.copyOf(Arrays.asList(locations)), this::migrated);
        return server.copyOf(template, label);
    }

    private ScratchDatabase migrated(List<String> locations) {
        ScratchDatabase database = server.createDatabase("template");
        try {
            FluentConfiguration flyway = Flyway.configure()
                    .dataSource(database.dataSource())
                    .locations(locations.toArray(String[]::new))
                    .failOnMissingLocations(true);
            if (flyway.load().migrate().migrationsExecuted == 0) {
                throw new PostgresServerException("""
                        No migration was found for @CanopyTest.
                          in:    %s
                          mend:  add a file like V1__users.sql there, or name the place: @CanopyTest(migrations = "classpath:…")""".formatted(String.join(", ", locations)), null);
            }
            return database;
        } catch (FlywayException failed) {
            database.close();
            throw new PostgresServerException("""
                    The migrations for @CanopyTest cannot be run.
                      in:    %s
                      cause: %s""".formatted(String.join(", ", locations), failed.getMessage()), failed);
        } catch (PostgresServerException failed) {
            database.close();
            throw failed;
        }
    }
}
