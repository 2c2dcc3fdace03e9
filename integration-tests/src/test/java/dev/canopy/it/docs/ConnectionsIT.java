package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.LEDGERS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.association.Strategy;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Ledger;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.sql.Counted;
import dev.canopy.sql.OnLoop;
import dev.canopy.sql.PoolUse;
import dev.canopy.sql.WhenAway;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest(isolation = Isolation.DATABASE)
@ExtendWith(ShownSql.class)
class ConnectionsIT {
    private static final String ROLE = "connections_it";

    private final ScratchDatabase scratch;
    private final String url;
    private final String replicaUrl;
    private String user;
    private String password;

    ConnectionsIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        url = scratch.url();
        replicaUrl = scratch.url();
        user = scratch.server().user().orElseThrow();
        password = scratch.server().password().orElse("");
    }

    @Test
    void knobs() {
        // @start region="knobs"
        Database db = Database.connect(
                url,
                user,
                password,
                c -> c.poolSize(20)
                        .connectionTimeout(Duration.ofSeconds(3))
                        .leakDetection(Duration.ofMinutes(1))
                        .applicationName("billing")
                        .pool(hikari -> hikari.setMinimumIdle(2)));
        // @end

        try (db) {
            assertThat(db.health().pool().map(PoolUse::most)).hasValue(20);
        }
    }

    @Test
    void a_replica() {
        // @start region="replica"
        Database db = Database.connect(
                url,
                user,
                password,
                c -> c.replica(replicaUrl, user, password).whenReplicaIsAway(WhenAway.ASK_PRIMARY));
        // @end

        try (db) {
            Model<Tags, Tag, Long> tags = db.model(TAGS);
            Long id = tags.create(tag -> tag.setName("fresh")).getId();

            // @start region="onPrimary"
            Tag fresh = db.onPrimary(() -> tags.findByPk(id).orElseThrow());
            // @end

            // @start region="onReplica"
            long all = db.transaction(t -> t.onReplica(), () -> tags.stream().count());
            // @end

            assertThat(fresh.getName()).isEqualTo("fresh");
            assertThat(all).isEqualTo(1);
            assertThat(db.health().replica()).hasValue(true);
        }
    }

    @Test
    void tenants() throws SQLException {
        try (Connection connection = scratch.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                do $$ begin create role %1$s login password '%1$s'; exception when duplicate_object then null; end $$;
                grant select on ledgers to %1$s;
                insert into ledgers (tenant, name) values ('acme', 'cash'), ('other', 'cash');
                """.formatted(ROLE));
        }
        user = ROLE;
        password = ROLE;

        // @start region="tenants"
        Database db = Database.connect(url, user, password, c -> c.tenantSetting("app.tenant"));
        Database acme = db.forTenant("acme");
        List<Ledger> ledgers = acme.model(LEDGERS).findAll();
        // @end

        try (db) {
            assertThat(ledgers).extracting(Ledger::getTenant).containsExactly("acme");
        }
    }

    @Test
    void a_pooler() {
        // @start region="pooler"
        Database db = Database.connect(url, user, password, c -> c.behindTransactionPooler());
        // @end

        try (db) {
            db.authenticate();
        }
    }

    @Test
    void retries() {
        // @start region="retries"
        Database db = Database.connect(url, user, password, c -> c.transactions(t -> t.retry(5)));
        // @end

        try (db) {
            assertThat(db.<Long, RuntimeException>transaction(
                            () -> db.model(TAGS).count()))
                    .isZero();
        }
    }

    @Test
    void development() {
        // @start region="development"
        Database db = Database.connect(url, user, password, c -> c.development().slowerThan(Duration.ofMillis(100)));
        // @end

        try (db) {
            // @start region="counting"
            Counted<List<User>> counted = db.countingStatements(() -> db.model(USERS)
                    .include(USERS.POSTS.strategy(Strategy.MULTISET))
                    .findAll());
            assertThat(counted.count()).isEqualTo(1);
            // @end
        }
    }

    @Test
    void loops() {
        // @start region="loops"
        Database strict = Database.connect(url, user, password, c -> c.loops(10, OnLoop.THROW));
        // @end

        try (strict) {
            assertThat(strict.model(TAGS).count()).isZero();
        }
    }
}
