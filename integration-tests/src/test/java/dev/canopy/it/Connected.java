package dev.canopy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.testing.PostgresServer;
import dev.canopy.testing.ScratchDatabase;
import java.sql.Connection;
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

    /** Whoever had a connection of the pool has given it back, and left nothing on it. */
    static void requireAsItCame(Database db) {
        assertThat(db.health().pool().orElseThrow().active()).isZero();
        assertThat(db.dsl().fetch("""
            select current_setting('transaction_isolation'), current_setting('transaction_read_only'),
                current_setting('statement_timeout'), current_setting('lock_timeout'),
                current_setting('idle_in_transaction_session_timeout'),
                coalesce(current_setting('app.who', true), '')\
            """).getFirst().intoList())
                .containsExactly("read committed", "off", "0", "0", "0", "");
        assertThat(db.dsl().connectionResult(Connection::getAutoCommit)).isTrue();
    }
}
