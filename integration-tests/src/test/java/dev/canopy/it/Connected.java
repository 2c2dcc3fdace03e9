package dev.canopy.it;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import java.time.Duration;
import java.util.function.Consumer;

/** A Database with a pool of its own. */
final class Connected {
    private Connected() {}

    static Database to(ScratchDatabase scratch, Consumer<? super DatabaseBuilder> setup) {
        PostgresServer server = scratch.server();
        return Database.connect(
                scratch.url(), server.user().orElseThrow(), server.password().orElse(""), setup);
    }

    /** With so few connections that whatever keeps one is noticed soon. */
    static Database withFew(ScratchDatabase scratch, int connections) {
        return to(scratch, c -> c.poolSize(connections).connectionTimeout(Duration.ofMillis(500)));
    }
}
