package dev.canopy.testing;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which PostgreSQL to use, and why that one. */
sealed interface Choice {
    String DEFAULT_IMAGE = "postgres:18-alpine";

    /** The end of a sentence: "because …". */
    String reason();

    /** A server that runs already; user and password are null where the URL carries them or none are wanted. */
    record Url(String url, @Nullable String user, @Nullable String password, String reason) implements Choice {}

    /** A container; where it was not asked for by name, an embedded server takes its place if it does not start. */
    record Container(String image, boolean demanded, String reason) implements Choice {}

    /** A server from binaries on the class path. */
    record Embedded(String reason) implements Choice {}

    /** Reads the settings, and looks for a Docker engine only where they leave the choice open. */
    static Choice of(Settings settings, DockerEngine docker) {
        String image = settings.read("canopy.db.image").orElse(DEFAULT_IMAGE);
        Optional<String> wanted = settings.read("canopy.db");
        if (wanted.isEmpty()) {
            return docker.answersAt()
                    .<Choice>map(address -> new Container(image, false, "a Docker engine answers at " + address))
                    .orElseGet(() -> new Embedded("no Docker engine answers"));
        }
        String value = wanted.get().strip();
        String reason = settings.sourceOf("canopy.db") + " says so";
        if (value.startsWith("jdbc:postgresql:")) {
            return new Url(
                    value,
                    settings.read("canopy.db.user").orElse(null),
                    settings.read("canopy.db.password").orElse(null),
                    reason);
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "embedded" -> new Embedded(reason);
            case "testcontainers" -> new Container(image, true, reason);
            default ->
                throw new PostgresServerException(
                        """
                    canopy.db is "%s", which names no database.
                      known: jdbc:postgresql://host:port/database, testcontainers, embedded
                      mend:  correct %s, or leave it out to have a server started""".formatted(WithoutPassword.of(value), settings.sourceOf("canopy.db")), null);
        };
    }

    /** System properties, then the environment: {@code canopy.db.image} or {@code CANOPY_DB_IMAGE}. */
    record Settings(Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        static Settings ofThisJvm() {
            return new Settings(System::getProperty, System::getenv);
        }

        Optional<String> read(String name) {
            return value(properties.apply(name)).or(() -> value(environment.apply(variable(name))));
        }

        String sourceOf(String name) {
            return value(properties.apply(name)).isPresent() ? "-D" + name : variable(name);
        }

        private static Optional<String> value(@Nullable String text) {
            return Optional.ofNullable(text).filter(present -> !present.isBlank());
        }

        private static String variable(String name) {
            return name.toUpperCase(Locale.ROOT).replace('.', '_');
        }
    }
}
