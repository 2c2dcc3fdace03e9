package dev.canopy.it;

import static dev.canopy.sample.Tables.COUNTRIES;
import static dev.canopy.sample.Tables.LEDGERS;
import static dev.canopy.sample.Tables.LEDGER_LINES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.association.Strategy;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.NotPermittedException;
import dev.canopy.error.TransactionException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.sample.tables.Ledgers;
import dev.canopy.sample.tables.records.Ledger;
import dev.canopy.sql.OpenTransaction;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import dev.canopy.testing.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Rows that the server keeps apart by tenant, for a service that signs in as nobody special. Over a pool of one connection, so
 * that whatever one tenant leaves behind the next one finds.
 */
@CanopyTest(isolation = Isolation.DATABASE)
class TenantIT {
    private static final String ROLE = "tenant_it";

    private final ScratchDatabase scratch;
    private final PlainSql plain;
    private final Database db;
    private final Database acme;
    private final Database other;

    TenantIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
        plain.run("""
            do $$ begin create role %1$s login password '%1$s'; exception when duplicate_object then null; end $$;
            grant select, insert, update, delete, truncate on ledgers, ledger_lines to %1$s;
            """.formatted(ROLE));
        db = connect(c -> {});
        acme = db.forTenant("acme");
        other = db.forTenant("other");
    }

    @BeforeEach
    void rows() {
        plain.run("""
            insert into ledgers (tenant, name) values ('acme', 'cash'), ('acme', 'bank'), ('other', 'cash');
            insert into ledger_lines (tenant, ledger_id, body)
                select tenant, id, tenant || ' ' || name from ledgers;
            """);
    }

    @AfterEach
    void nothing_is_left_on_the_connection() {
        try (db) {
            assertThat(db.health().pool().orElseThrow().active()).isZero();
            assertThat(db.sql("select coalesce(current_setting('app.tenant', true), '')")
                            .findAll(String.class))
                    .containsExactly("");
        }
    }

    @Test
    void every_read_sees_the_rows_of_its_tenant_alone() {
        Model<Ledgers, Ledger, Long> ledgers = acme.model(LEDGERS);

        assertThat(names(acme)).containsExactly("bank", "cash");
        assertThat(names(other)).containsExactly("cash");
        assertThat(ledgers.count()).isEqualTo(2);
        assertThat(ledgers.exists()).isTrue();
        assertThat(ledgers.findByPk(3L)).isEmpty();
        assertThat(ledgers.limit(1).offset(9).findAndCountAll().total()).isEqualTo(2);
        assertThat(ledgers.groupBy(l -> l.TENANT).select(l -> l.TENANT)).containsExactly("acme");
        assertThat(ledgers.countBy(l -> l.NAME)).hasSize(2);
        assertThat(acme.sql("select tenant from ledgers").findAll(String.class)).containsOnly("acme");
        assertThat(acme.sql("select * from ledgers").findAll(LEDGERS)).hasSize(2);
        List<String> batches = new ArrayList<>();
        ledgers.eachBatch(1, batch -> batch.forEach(ledger -> batches.add(ledger.getName())));
        assertThat(batches).containsExactly("cash", "bank");
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_tree_is_one_snapshot_of_the_tenant(Strategy strategy) {
        try (Database own = connect(c -> c.strategy(strategy))) {
            List<Ledger> tree = own.forTenant("acme")
                    .model(LEDGERS)
                    .orderBy(l -> l.NAME.asc())
                    .include(LEDGERS.LEDGER_LINES)
                    .findAll();

            assertThat(tree)
                    .extracting(ledger -> ledger.getLedgerLines().getFirst().getBody())
                    .containsExactly("acme bank", "acme cash");
            assertThat(tree.getFirst().ledgerLines().findAll()).hasSize(1);
            assertThat(tree.getFirst().ledgerLines().count()).isEqualTo(1);
        }
    }

    @Test
    void every_write_is_of_its_tenant_alone() {
        Model<Ledgers, Ledger, Long> ledgers = acme.model(LEDGERS);

        Ledger created = ledgers.create(ledger -> ledger.setName("new"));
        created.setName("newer");
        created.save();
        created.ledgerLines().create(line -> line.setBody("of acme"));
        ledgers.bulkCreate(List.of(named("many 1"), named("many 2")));
        ledgers.where(l -> l.NAME.eq("cash")).update(ledger -> ledger.setName("changed"));
        ledgers.where(l -> l.NAME.startsWith("many")).destroy();
        ledgers.findOrCreate(ledger -> ledger.setTenant("acme").setName("found"), ledger -> {});
        acme.sql("update ledgers set name = upper(name)").execute();

        assertThat(created.getTenant()).isEqualTo("acme");
        assertThat(plain.rows("select tenant, name from ledgers order by tenant, name"))
                .containsExactly("acme|BANK", "acme|CHANGED", "acme|FOUND", "acme|NEWER", "other|cash");
        assertThat(plain.value("select count(*) from ledger_lines where tenant = 'acme' and body = 'of acme'"))
                .isEqualTo("1");
        assertThatThrownBy(
                        () -> ledgers.create(ledger -> ledger.setTenant("other").setName("smuggled")))
                .isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> ledgers.create(ledger -> ledger.setName("BANK")))
                .isInstanceOf(UniqueConstraintException.class);
    }

    @Test
    void a_transaction_tells_the_server_once_and_everything_in_it_is_the_tenants() {
        Model<Ledgers, Ledger, Long> nobodys = db.model(LEDGERS);

        acme.transaction(() -> {
            assertThat(names(acme)).containsExactly("bank", "cash");
            // What a service holds from the Database of nobody works for the tenant inside.
            assertThat(nobodys.count()).isEqualTo(2);
            assertThat(acme.dsl().fetchCount(LEDGERS)).isEqualTo(2);
            assertThat(acme.model(LEDGERS).stream().map(Ledger::getTenant)).containsOnly("acme");
            db.transaction(() -> nobodys.create(ledger -> ledger.setName("inside")));
            acme.transaction(() -> acme.model(LEDGERS).create(ledger -> ledger.setName("nested")));
        });
        try (OpenTransaction tx = acme.begin()) {
            nobodys.create(ledger -> ledger.setName("by hand"));
            tx.commit();
        }
        acme.dsl()
                .transaction(jooq -> assertThat(jooq.dsl().fetchCount(LEDGERS)).isEqualTo(5));

        assertThat(plain.rows("select name from ledgers where tenant = 'acme' and id > 3 order by id"))
                .containsExactly("inside", "nested", "by hand");
    }

    @Test
    void nothing_runs_without_the_tenant() {
        assertThatThrownBy(() -> acme.dsl().fetchCount(LEDGERS))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "Plain jOOQ on the Database of a tenant needs its transaction, for only there the server knows"
                                + " the tenant; put it into forTenant(..).transaction(() -> ..).");
        assertThatThrownBy(() -> acme.model(LEDGERS).findAll().getFirst().refresh())
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("Plain jOOQ on the Database of a tenant needs its transaction");
        assertThatThrownBy(() -> acme.model(LEDGERS).stream())
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("stream() needs a transaction");
        assertThatThrownBy(() -> db.transaction(() -> acme.model(LEDGERS).count()))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "The Database of tenant acme was asked inside a transaction of no tenant; end that one first,"
                                + " or say forTenant(..).transaction(t -> t.separate(), ..).");
        assertThatThrownBy(() -> acme.transaction(
                        t -> t.setting("app.tenant", "other"),
                        () -> acme.model(LEDGERS).count()))
                .isInstanceOf(TransactionException.class)
                .hasMessage("setting(\"app.tenant\", ..) is what tells the tenant, and this is the Database of tenant"
                        + " acme; take it out.");
        assertThatThrownBy(() -> acme.transaction(() -> acme.transaction(
                        t -> t.setting("app.tenant", "other"),
                        () -> acme.model(LEDGERS).count())))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("say so on the outermost");
    }

    @Test
    void one_tenant_inside_another_is_refused_and_harms_neither() {
        acme.transaction(() -> {
            assertThatThrownBy(() -> other.model(LEDGERS).findAll())
                    .isInstanceOf(TransactionException.class)
                    .hasMessage(
                            "The Database of tenant other was asked inside a transaction of tenant acme; end that one"
                                    + " first, or say forTenant(..).transaction(t -> t.separate(), ..).");
            assertThatThrownBy(() -> other.transaction(() -> names(other))).isInstanceOf(TransactionException.class);
            assertThatThrownBy(() -> other.begin()).isInstanceOf(TransactionException.class);
            assertThatThrownBy(() -> other.model(LEDGERS).create(ledger -> ledger.setName("never")))
                    .isInstanceOf(TransactionException.class);
            acme.model(LEDGERS).create(ledger -> ledger.setName("still"));
        });

        assertThat(names(acme)).containsExactly("bank", "cash", "still");
        assertThatThrownBy(() -> acme.forTenant("other"))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("forTenant(\"other\") was said on the Database of tenant acme; say it on the one that is"
                        + " nobody's.");
    }

    @Test
    void a_separate_transaction_is_of_another_tenant() {
        try (Database two = connect(c -> c.poolSize(2))) {
            Database first = two.forTenant("acme");
            Database second = two.forTenant("other");
            first.transaction(() -> {
                assertThat(names(first)).hasSize(2);
                second.transaction(t -> t.separate(), () -> {
                    assertThat(names(second)).containsExactly("cash");
                    second.model(LEDGERS).create(ledger -> ledger.setName("beside"));
                });
                assertThat(names(first)).hasSize(2);
            });
            assertThat(names(second)).containsExactly("beside", "cash");
        }
    }

    @Test
    void tenants_on_many_threads_never_see_each_other() throws Exception {
        try (Database many = connect(c -> c.poolSize(2));
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String tenant = i % 2 == 0 ? "acme" : "other";
                all.add(threads.submit(() -> {
                    Database own = many.forTenant(tenant);
                    assertThat(own.model(LEDGERS).findAll())
                            .extracting(Ledger::getTenant)
                            .containsOnly(tenant);
                    assertThatThrownBy(() -> own.transaction(() -> {
                                names(own);
                                throw new IllegalStateException("rolled back");
                            }))
                            .hasMessage("rolled back");
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    @Test
    void a_transaction_that_was_begun_elsewhere_takes_one_tenant() throws SQLException {
        try (OneConnection one = OneConnection.of(source(ROLE));
                Database own = Database.using(one, c -> c.tenantSetting("app.tenant"))) {
            Connection connection = one.connection();
            connection.setAutoCommit(false);

            assertThat(names(own.forTenant("acme"))).containsExactly("bank", "cash");
            own.forTenant("acme").model(LEDGERS).create(ledger -> ledger.setName("joined"));
            assertThatThrownBy(() -> names(own.forTenant("other")))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage(
                            "The Database of tenant other was asked inside a transaction, begun elsewhere, of another"
                                    + " tenant; end that one first.");
            connection.rollback();

            assertThat(names(own.forTenant("other"))).containsExactly("cash");
            connection.rollback();
        }
        assertThat(names(acme)).containsExactly("bank", "cash");
    }

    @Test
    void a_user_whom_no_policy_binds_is_refused() {
        try (Database mighty = Database.using(scratch.dataSource(), c -> c.tenantSetting("app.tenant"))) {
            assertThatThrownBy(() -> names(mighty.forTenant("acme")))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage(
                            "The Database signs in as a superuser or with BYPASSRLS, whom row-level security does not"
                                    + " bind, so forTenant(..) would show every tenant's rows; sign in as a role"
                                    + " without.");
        }
    }

    @Test
    void a_table_that_no_policy_binds_is_refused_before_any_row_is_read() {
        plain.run("grant select on countries to %1$s; grant select (body), delete on comments to %1$s".formatted(ROLE));

        assertThatThrownBy(() -> names(acme))
                .isInstanceOf(TransactionException.class)
                .hasMessage(
                        "Row-level security does not bind the role tenant_it on comments, countries, so forTenant(..)"
                                + " would show every tenant's rows there; give each a policy and say: alter table comments"
                                + " enable row level security; alter table countries enable row level security. Or sign in as"
                                + " a role that is not the owner, take the role's rights away, or name what is meant for all"
                                + " tenants in c.sharedByTenants(..).");
        assertThat(db.model(COUNTRIES).count()).as("nobody's Database").isZero();
        plain.run("alter table comments enable row level security");

        try (Database said = connect(c -> c.sharedByTenants(COUNTRIES))) {
            assertThat(names(said.forTenant("acme"))).hasSize(2);
            assertThat(said.forTenant("acme").model(COUNTRIES).count()).isZero();
        }
    }

    @Test
    void an_owner_whom_policies_do_not_bind_is_refused_until_they_are_forced() {
        plain.run("""
            alter table ledgers owner to %1$s;
            alter table ledgers no force row level security;
            alter table ledger_lines owner to %1$s;
            alter table ledger_lines no force row level security, disable row level security;
            """.formatted(ROLE));

        assertThatThrownBy(() -> acme.transaction(() -> names(acme)))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("on ledger_lines, ledgers, so forTenant(..) would show every tenant's rows there")
                .hasMessageContaining(
                        ": alter table ledger_lines enable row level security, force row level security; alter table"
                                + " ledgers force row level security. Or");
        plain.run("""
            alter table ledger_lines enable row level security, force row level security;
            alter table ledgers force row level security
            """);

        assertThat(names(acme)).containsExactly("bank", "cash");
    }

    @Test
    void a_view_with_the_rights_of_its_owner_is_refused() {
        plain.run("create view every_ledger as select * from ledgers; grant select on every_ledger to " + ROLE);

        assertThatThrownBy(() -> acme.sql("select tenant from every_ledger").findAll(String.class))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining(": alter view every_ledger set (security_invoker = true). Or");
        plain.run("alter view every_ledger set (security_invoker = true)");

        assertThat(acme.sql("select tenant from every_ledger").findAll(String.class))
                .containsOnly("acme");
    }

    @Test
    void a_transaction_that_was_begun_elsewhere_is_looked_at_as_well() throws SQLException {
        plain.run("grant select on countries to " + ROLE);
        try (OneConnection one = OneConnection.of(source(ROLE));
                Database own = Database.using(one, c -> c.tenantSetting("app.tenant"))) {
            one.connection().setAutoCommit(false);

            assertThatThrownBy(() -> names(own.forTenant("acme")))
                    .hasMessageStartingWith("Row-level security does not bind the role tenant_it on countries,");
            one.connection().rollback();
        }
    }

    @Test
    void the_server_is_asked_once_for_all_tenants(ServerLog log) {
        List<String> statements = log.of(() -> {
            names(acme);
            other.transaction(() -> names(other));
            acme.model(LEDGERS).create(ledger -> ledger.setName("new"));
        });

        assertThat(statements)
                .filteredOn(statement -> statement.contains("row_security_active"))
                .hasSize(1);
    }

    @Test
    void no_tenant_truncates_what_belongs_to_all() {
        String refused = "truncate() on Ledger would take every tenant's rows, for row-level security does not hold for"
                + " TRUNCATE; say everyRow().forceDestroy(), which takes those of tenant acme.";
        Model<Ledgers, Ledger, Long> nobodys = db.model(LEDGERS);

        assertThatThrownBy(() -> acme.model(LEDGERS).truncate(t -> t.cascade()))
                .isInstanceOf(TransactionException.class)
                .hasMessage(refused);
        acme.transaction(
                () -> assertThatThrownBy(() -> nobodys.truncate(t -> t.cascade().withoutHooks()))
                        .isInstanceOf(TransactionException.class)
                        .hasMessage(refused));
        assertThat(plain.value("select count(*) from ledgers")).isEqualTo("3");

        acme.model(LEDGER_LINES).everyRow().forceDestroy();
        assertThat(plain.rows("select distinct tenant from ledger_lines")).containsExactly("other");
    }

    @Test
    void an_entity_stays_with_its_tenant() {
        Ledger cash =
                acme.model(LEDGERS).where(l -> l.NAME.eq("cash")).findOne().orElseThrow();

        other.transaction(() -> assertThatThrownBy(() -> {
                    cash.setName("changed");
                    cash.save();
                })
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("The Database of tenant acme was asked inside a transaction of tenant other"));
        cash.save();

        assertThat(names(acme)).containsExactly("bank", "changed");
    }

    @Test
    void a_tenant_costs_a_transaction_of_its_own() {
        assertThat(acme.countingStatements(() -> names(acme)).statements()).hasSize(1);
        assertThat(db.transactionCounts().committed()).isEqualTo(1);
        acme.transaction(() -> {
            names(acme);
            names(acme);
        });
        assertThat(db.transactionCounts().committed()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_a_tenant_is_refused() {
        assertThatThrownBy(() -> db.forTenant(" "))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("forTenant(\" \") names no tenant; give its key.");
        assertThatThrownBy(() -> Database.using(scratch.dataSource(), c -> c.sharedByTenants(COUNTRIES)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("sharedByTenants(..) means nothing without tenants; say c.tenantSetting(\"app.tenant\"), or"
                        + " take it out.");
        assertThatThrownBy(() -> connect(c -> c.tenantSetting("tenant")))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("tenantSetting(\"tenant\") is no name of a setting of one's own, which has a dot in it; say"
                        + " \"app.tenant\".");
        try (Database none = Database.using(scratch.dataSource(), c -> {})) {
            assertThatThrownBy(() -> none.forTenant("acme"))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessage("forTenant(\"acme\") does not know which setting the policies read; say"
                            + " c.tenantSetting(\"app.tenant\") in the builder.");
        }
    }

    @Test
    void hostile_keys_are_values() {
        String hostile = "acme' or true; drop table ledgers; --";

        assertThat(names(db.forTenant(hostile))).isEmpty();
        db.forTenant(hostile).model(LEDGERS).create(ledger -> ledger.setName("theirs"));

        assertThat(plain.value("select tenant from ledgers where name = 'theirs'"))
                .isEqualTo(hostile);
    }

    private Database connect(Consumer<? super DatabaseBuilder> setup) {
        return Database.connect(scratch.url(), ROLE, ROLE, c -> {
            c.poolSize(1).tenantSetting("app.tenant");
            setup.accept(c);
        });
    }

    private PGSimpleDataSource source(String role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(scratch.url());
        source.setUser(role);
        source.setPassword(role);
        return source;
    }

    private static Ledger named(String name) {
        return new Ledger().setName(name);
    }

    private static List<String> names(Database database) {
        return database.model(LEDGERS).orderBy(l -> l.NAME.asc()).findAll().stream()
                .map(Ledger::getName)
                .toList();
    }
}
