package dev.canopy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final DockerEngine ENGINE = () -> Optional.of("unix:///var/run/docker.sock");
    private static final DockerEngine NONE = Optional::empty;

    @Test
    void a_docker_engine_that_answers_gives_a_container() {
        assertThat(Choice.of(settings(Map.of(), Map.of()), ENGINE))
                .isEqualTo(new Choice.Container(
                        "postgres:18-alpine", false, "a Docker engine answers at unix:///var/run/docker.sock"));
    }

    @Test
    void without_an_engine_the_server_is_embedded() {
        assertThat(Choice.of(settings(Map.of(), Map.of()), NONE))
                .isEqualTo(new Choice.Embedded("no Docker engine answers"));
    }

    @Test
    void a_property_goes_before_the_environment_and_both_before_docker() {
        Map<String, String> environment = Map.of("CANOPY_DB", "testcontainers", "CANOPY_DB_IMAGE", "postgres:15");

        assertThat(Choice.of(settings(Map.of(), environment), NONE))
                .isEqualTo(new Choice.Container("postgres:15", true, "CANOPY_DB says so"));
        assertThat(Choice.of(settings(Map.of("canopy.db", "Embedded"), environment), ENGINE))
                .isEqualTo(new Choice.Embedded("-Dcanopy.db says so"));
    }

    @Test
    void a_url_is_taken_with_its_user() {
        Map<String, String> properties = Map.of(
                "canopy.db",
                "jdbc:postgresql://localhost/app",
                "canopy.db.user",
                "app",
                "canopy.db.password",
                "secret");

        assertThat(Choice.of(settings(properties, Map.of()), ENGINE))
                .isEqualTo(new Choice.Url("jdbc:postgresql://localhost/app", "app", "secret", "-Dcanopy.db says so"));
    }

    @Test
    void a_word_that_names_no_database_is_refused() {
        assertThatThrownBy(() -> Choice.of(settings(Map.of("canopy.db", "jdbc:mysql://u:pw@host/db"), Map.of()), NONE))
                .isInstanceOf(PostgresServerException.class)
                .hasMessage("""
                        canopy.db is "jdbc:mysql://host/db", which names no database.
                          known: jdbc:postgresql://host:port/database, testcontainers, embedded
                          mend:  correct -Dcanopy.db, or leave it out to have a server started""");
    }

    private static Choice.Settings settings(Map<String, String> properties, Map<String, String> environment) {
        return new Choice.Settings(properties::get, environment::get);
    }
}
