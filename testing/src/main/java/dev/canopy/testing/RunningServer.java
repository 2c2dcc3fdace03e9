package dev.canopy.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that answers, however it came to run. */
sealed interface RunningServer permits NamedServer, ContainerServer, EmbeddedServer {
    /** Leads to the database that new ones are created from. */
    String url();

    @Nullable
    String user();

    @Nullable
    String password();

    /** Stops what was started for us, and nothing else. */
    void stop();

    /** What a server is started with whose data nobody will miss, and which logs in a form that {@link ServerLog} reads. */
    static Map<String, String> throwAwaySettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fsync", "off");
        settings.put("full_page_writes", "off");
        settings.put("synchronous_commit", "off");
        settings.put("logging_collector", "on");
        settings.put("log_destination", "jsonlog");
        settings.put("log_statement", "all");
        // One file from start to stop: a reader that remembers how far it read never misses the change of a file.
        settings.put("log_rotation_age", "0");
        settings.put("log_rotation_size", "0");
        settings.put("max_connections", "200");
        return settings;
    }
}
