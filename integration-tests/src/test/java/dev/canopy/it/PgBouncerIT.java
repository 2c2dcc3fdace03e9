package dev.canopy.it;

import static dev.canopy.sample.Tables.LEDGERS;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.association.Strategy;
import dev.canopy.error.DatabaseException;
import dev.canopy.error.QueryTimeoutException;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Ledger;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a pooler that gives each transaction to any of its two sessions, so that whatever stays in a session meets a stranger. */
@CanopyTest
class PgBouncerIT {
    private static final String ROLE = "bouncer_it";

    private final ScratchDatabase scratch;
    private final PlainSql plain;

    PgBouncerIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
    }

    @BeforeAll
    static void there() {
        assumeTrue(
                PgBouncer.executable().isPresent(),
                "PgBouncer is not installed here (apt-get install pgbouncer), so nothing is shown behind it.");
    }

    @BeforeEach
    void rows() {
        plain.run("""
            truncate users, tags, ledgers restart identity cascade;
            insert into users (first_name, last_name, email) values ('Ann', 'Lee', 'ann@example.com');
            insert into posts (author_id, title) select 1, 'Post ' || n from generate_series(1, 250) n;
            do $$ begin create role %1$s login password '%1$s'; exception when duplicate_object then null; end $$;
            grant select, insert, update, delete on ledgers, ledger_lines to %1$s;
            insert into ledgers (tenant, name) values ('acme', 'cash'), ('other', 'cash');
            """.formatted(ROLE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void statements_that_run_often_run_on_any_session(int kept) throws Exception {
        assumeKept(kept);
        try (PgBouncer bouncer = bouncer(kept);
                Database db = connect(bouncer, c -> c.poolSize(4).behindTransactionPooler());
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Model<Tags, Tag, Long> tags = db.model(TAGS);
            List<Future<?>> all = IntStream.range(0, 60)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        tags.create(tag -> tag.setName("tag " + i));
                        assertThat(tags.where(t -> t.NAME.eq("tag " + i)).findOne())
                                .isPresent();
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }

            assertThat(tags.count()).isEqualTo(60);
            assertThat(plain.value("select count(*) from tags")).isEqualTo("60");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void trees_streams_and_writes_of_many_rows_work(int kept) {
        assumeKept(kept);
        try (PgBouncer bouncer = bouncer(kept);
                Database db = connect(bouncer, c -> c.behindTransactionPooler())) {
            for (int i = 0; i < 7; i++) {
                for (Strategy strategy : Strategy.values()) {
                    User ann = db.model(USERS)
                            .include(USERS.POSTS.strategy(strategy))
                            .findOne()
                            .orElseThrow();
                    assertThat(ann.getPosts()).hasSize(250);
                }
                assertThat(db.<Long, RuntimeException>transaction(
                                () -> db.model(POSTS).stream().count()))
                        .isEqualTo(250);
            }
            db.model(TAGS)
                    .bulkCreate(IntStream.range(0, 500)
                            .mapToObj(i -> new Tag().setName("tag " + i))
                            .toList());

            assertThat(plain.value("select count(*) from tags")).isEqualTo("500");
        }
    }

    @Test
    void without_the_setting_prepared_statements_meet_strangers() {
        try (PgBouncer bouncer = bouncer(0);
                Database first = connect(bouncer, c -> c.poolSize(1));
                Database second = connect(bouncer, c -> c.poolSize(1))) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            first.model(TAGS).count();
                            second.model(TAGS).count();
                        }
                    })
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("prepared statement \"S_1\" already exists");
        }
    }

    @Test
    void statements_that_the_pooler_keeps_need_no_setting() {
        assumeKept(100);
        try (PgBouncer bouncer = bouncer(100);
                Database first = connect(bouncer, c -> c.poolSize(1));
                Database second = connect(bouncer, c -> c.poolSize(1))) {
            for (int i = 0; i < 10; i++) {
                assertThat(first.model(TAGS).count()).isZero();
                assertThat(second.model(TAGS).count()).isZero();
            }
        }
    }

    @Test
    void what_a_transaction_asks_for_ends_with_it() {
        try (PgBouncer bouncer = bouncer(0);
                Database db = connect(bouncer, c -> c.behindTransactionPooler())) {
            assertThatThrownBy(() -> db.transaction(
                            t -> t.serializable()
                                    .statementTimeout(Duration.ofMillis(50))
                                    .setting("app.user", "ann"),
                            () -> db.sql("select pg_sleep(5)").findAll(Object.class)))
                    .isInstanceOf(QueryTimeoutException.class);
            String user = db.transaction(
                    t -> t.readOnly().setting("app.user", "ann"),
                    () -> db.sql("select current_setting('app.user')")
                            .findAll(String.class)
                            .getFirst());
            db.model(TAGS).create(tag -> tag.setName("written"));

            assertThat(user).isEqualTo("ann");
            assertThat(db.sql("""
                            select concat_ws(' ', current_setting('transaction_isolation'),
                                current_setting('statement_timeout'), coalesce(current_setting('app.user', true), ''))
                            """).findAll(String.class)).containsExactly("read committed 0 ");
        }
    }

    @Test
    void tenants_share_sessions_and_never_see_each_other() {
        try (PgBouncer bouncer = PgBouncer.before(scratch, 0, ROLE, ROLE);
                Database db = connect(bouncer, c -> c.behindTransactionPooler().tenantSetting("app.tenant"))) {
            for (int i = 0; i < 10; i++) {
                for (String tenant : List.of("acme", "other")) {
                    assertThat(db.forTenant(tenant).model(LEDGERS).findAll())
                            .extracting(Ledger::getTenant)
                            .containsExactly(tenant);
                }
            }
            assertThat(db.sql("select coalesce(current_setting('app.tenant', true), '')")
                            .findAll(String.class))
                    .containsExactly("");
        }
    }

    @Test
    void locks_on_a_key_last_as_long_as_their_transaction() {
        try (PgBouncer bouncer = bouncer(0);
                Database db = connect(bouncer, c -> c.poolSize(2).behindTransactionPooler())) {
            db.transaction(() -> {
                db.currentTransaction().lock("invoices");
                assertThat(this.<Boolean>separately(
                                db, () -> db.currentTransaction().tryLock("invoices")))
                        .isFalse();
            });

            assertThat(separately(db, () -> db.currentTransaction().tryLock("invoices")))
                    .isTrue();
        }
    }

    private <V> V separately(Database db, Supplier<V> work) {
        return db.transaction(t -> t.separate(), () -> work.get());
    }

    private PgBouncer bouncer(int kept) {
        return PgBouncer.before(
                scratch,
                kept,
                scratch.server().user().orElseThrow(),
                scratch.server().password().orElse(""));
    }

    private static void assumeKept(int kept) {
        assumeTrue(
                kept == 0 || PgBouncer.keepsStatements(),
                "This PgBouncer is older than 1.21 and keeps no prepared statements.");
    }

    private static Database connect(PgBouncer bouncer, Consumer<? super DatabaseBuilder> setup) {
        return Database.connect(bouncer.url(), "anybody", "", setup);
    }
}
