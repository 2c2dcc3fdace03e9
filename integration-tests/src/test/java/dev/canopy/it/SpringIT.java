package dev.canopy.it;

import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.AfterCommitException;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.TransactionException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.spring.SpringTransactions;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ScratchDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** Inside Spring's transactions, over a pool of two connections: one for what is set aside. */
@CanopyTest(isolation = Isolation.DATABASE)
class SpringIT {
    private final ScratchDatabase scratch;
    private final PlainSql plain;
    private final HikariDataSource pool;
    private final PlatformTransactionManager manager;
    private final TransactionTemplate spring;
    private final Database db;
    private final Model<Tags, Tag, Long> tags;
    private final List<String> heard = new ArrayList<>();

    SpringIT(ScratchDatabase scratch) {
        this.scratch = scratch;
        plain = new PlainSql(scratch.dataSource());
        pool = pool(scratch, true);
        manager = new JdbcTransactionManager(pool);
        spring = new TransactionTemplate(manager);
        // @start region="spring"
        db = Database.using(new TransactionAwareDataSourceProxy(pool), c -> c.ambient(new SpringTransactions(manager)));
        // @end
        tags = db.model(TAGS);
    }

    @AfterEach
    void every_connection_is_back() {
        try (pool) {
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
            assertThat(db.isInTransaction()).isFalse();
        }
    }

    @Test
    void what_is_done_inside_is_committed_and_rolled_back_with_springs() {
        JdbcTemplate jdbc = new JdbcTemplate(pool);

        spring.executeWithoutResult(status -> {
            assertThat(db.isInTransaction()).isTrue();
            create("one");
            assertThat(jdbc.queryForObject("select count(*) from tags", Long.class))
                    .isEqualTo(1);
            jdbc.update("insert into tags (name) values ('two')");
            assertThat(tags.count()).isEqualTo(2);
            assertThat(names()).isEmpty();
        });
        assertThat(names()).containsExactly("one", "two");

        assertThatThrownBy(() -> spring.executeWithoutResult(status -> {
                    create("three");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(names()).containsExactly("one", "two");
    }

    @Test
    void outside_of_springs_transactions_it_has_its_own() {
        create("alone");
        db.transaction(() -> create("together"));

        assertThat(names()).containsExactly("alone", "together");
        assertThat(db.transactionCounts().committed()).isEqualTo(1);
    }

    @Test
    void actions_after_the_commit_run_once_after_springs_and_what_they_write_stays() {
        spring.executeWithoutResult(status -> {
            db.transaction(() -> {
                create("inside");
                db.currentTransaction().afterCommit(() -> {
                    heard.add("sees " + names());
                    create("after");
                    db.transaction(() -> create("after, together"));
                });
                db.currentTransaction().afterRollback(() -> heard.add("never"));
            });
            db.currentTransaction().afterCommit(() -> heard.add("second"));
            heard.add("body");
        });

        assertThat(heard).containsExactly("body", "sees [inside]", "second");
        assertThat(names()).containsExactly("after", "after, together", "inside");
    }

    @Test
    void actions_after_a_rollback_run_once_after_springs_and_what_they_write_stays() {
        spring.executeWithoutResult(status -> {
            create("inside");
            db.currentTransaction().afterCommit(() -> heard.add("never"));
            db.currentTransaction().afterRollback(() -> {
                heard.add("rolled back, sees " + names());
                create("after");
            });
            status.setRollbackOnly();
        });

        assertThat(heard).containsExactly("rolled back, sees []");
        assertThat(names()).containsExactly("after");
    }

    @Test
    void a_failure_after_the_commit_says_that_it_is_committed() {
        assertThatThrownBy(() -> spring.executeWithoutResult(status -> {
                    create("committed");
                    db.currentTransaction().afterCommit(() -> {
                        throw new IllegalStateException("mail server away");
                    });
                }))
                .isInstanceOf(AfterCommitException.class);

        assertThat(names()).containsExactly("committed");
    }

    @Test
    void a_failure_that_was_swallowed_lets_spring_commit_nothing() {
        assertThatThrownBy(() -> spring.executeWithoutResult(status -> {
                    create("first");
                    assertThatThrownBy(() -> create("first")).isInstanceOf(UniqueConstraintException.class);
                }))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(names()).isEmpty();
    }

    @Test
    void a_nested_transaction_is_a_savepoint_in_springs() {
        spring.executeWithoutResult(status -> {
            create("outer");
            assertThatThrownBy(() -> db.transaction(() -> {
                        create("inner");
                        db.currentTransaction().afterRollback(() -> heard.add("inner undone"));
                        throw new IllegalStateException("inner failed");
                    }))
                    .hasMessage("inner failed");
            db.transaction(() -> create("second inner"));
            db.dsl().transaction(jooq -> create("by jOOQ"));
        });

        assertThat(names()).containsExactly("by jOOQ", "outer", "second inner");
        assertThat(heard).containsExactly("inner undone");
    }

    @Test
    void springs_own_savepoints_hold_what_is_done_in_them() {
        TransactionTemplate nested = template(TransactionDefinition.PROPAGATION_NESTED);

        spring.executeWithoutResult(status -> {
            create("outer");
            assertThatThrownBy(() -> nested.executeWithoutResult(inner -> {
                        create("inner");
                        throw new IllegalStateException("inner failed");
                    }))
                    .hasMessage("inner failed");
            create("after");
        });

        assertThat(names()).containsExactly("after", "outer");
    }

    @Test
    void a_new_transaction_of_springs_is_another_one() {
        TransactionTemplate anew = template(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        spring.executeWithoutResult(status -> {
            create("outer");
            db.currentTransaction().afterRollback(() -> heard.add("outer rolled back"));
            anew.executeWithoutResult(inner -> {
                assertThat(tags.count()).isZero();
                create("inner");
                db.currentTransaction().afterCommit(() -> heard.add("inner committed"));
            });
            heard.add("body goes on");
            status.setRollbackOnly();
        });

        assertThat(heard).containsExactly("inner committed", "body goes on", "outer rolled back");
        assertThat(names()).containsExactly("inner");
    }

    @Test
    void a_read_only_transaction_of_springs_writes_nothing() {
        TransactionTemplate reading = new TransactionTemplate(manager);
        reading.setReadOnly(true);

        assertThatThrownBy(() -> reading.executeWithoutResult(status -> create("never")))
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("The transaction is read-only: ");
        assertThat(reading.<Long>execute(status -> tags.count())).isZero();
    }

    @Test
    void what_springs_transaction_has_not_is_refused() {
        spring.executeWithoutResult(status -> {
            assertThatThrownBy(() -> db.transaction(t -> t.serializable(), () -> tags.count()))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage("A transaction with serializable() was asked for inside one that was begun elsewhere"
                            + " without; say so where it begins, or take the words out here.");
            assertThatThrownBy(() -> db.transaction(t -> t.separate(), () -> tags.count()))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageStartingWith("separate() cannot be had inside a transaction that was begun elsewhere");
        });
        TransactionTemplate strict = new TransactionTemplate(manager);
        strict.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        strict.executeWithoutResult(status -> db.transaction(t -> t.serializable(), () -> create("in order")));
        assertThat(names()).containsExactly("in order");
    }

    @Test
    void connections_that_are_not_springs_are_refused() {
        try (Database beside = Database.using(pool, c -> c.ambient(new SpringTransactions(manager)))) {
            assertThatThrownBy(() -> spring.executeWithoutResult(status ->
                            beside.transaction(() -> beside.model(TAGS).count())))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageStartingWith(
                            "A framework's transaction is active, but the DataSource gave a connection outside it");
        }
    }

    @Test
    void a_pool_without_autocommit_works_inside_and_is_refused_outside() {
        try (HikariDataSource lazy = pool(scratch, false)) {
            PlatformTransactionManager own = new DataSourceTransactionManager(lazy);
            Database inside = Database.using(
                    new TransactionAwareDataSourceProxy(lazy), c -> c.ambient(new SpringTransactions(own)));

            new TransactionTemplate(own)
                    .executeWithoutResult(status -> inside.model(TAGS).create(tag -> tag.setName("kept")));
            assertThatThrownBy(() -> inside.model(TAGS).create(tag -> tag.setName("lost")))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("come with autoCommit=false though nobody has begun a transaction");
        }
        assertThat(names()).containsExactly("kept");
    }

    private void create(String name) {
        tags.create(tag -> tag.setName(name));
    }

    private TransactionTemplate template(int propagation) {
        TransactionTemplate template = new TransactionTemplate(manager);
        template.setPropagationBehavior(propagation);
        return template;
    }

    private List<String> names() {
        return plain.rows("select name from tags order by name");
    }

    private static HikariDataSource pool(ScratchDatabase scratch, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(scratch.dataSource());
        config.setMaximumPoolSize(2);
        config.setAutoCommit(autoCommit);
        config.setConnectionTimeout(2_000);
        return new HikariDataSource(config);
    }
}
