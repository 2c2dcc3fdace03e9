package dev.canopy.it;

import static dev.canopy.sample.Tables.PURSES;
import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.SerializationException;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.sample.tables.Purses;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Purse;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.sql.TransactionCounts;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ScratchDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that are run anew, over a pool of one connection. */
@CanopyTest
class RetryIT {
    private final PlainSql plain;
    private final Database db;
    private final Model<Tags, Tag, Long> tags;
    private final Model<Purses, Purse, Long> purses;

    RetryIT(ScratchDatabase scratch) {
        plain = new PlainSql(scratch.dataSource());
        db = Connected.withFew(scratch, 1);
        tags = db.model(TAGS);
        purses = db.model(PURSES);
    }

    @BeforeEach
    void rows() {
        plain.run("""
            truncate purses, tags restart identity cascade;
            insert into purses (owner, balance) values ('Ann', 100), ('Ben', 100);
            """);
    }

    @AfterEach
    void the_one_connection_is_back() {
        try (db) {
            assertThat(db.health().pool().orElseThrow().active()).isZero();
        }
    }

    @Test
    void a_retry_runs_the_work_anew_and_finds_entities_as_they_were() {
        Purse ann = purses.requireByPk(1L);
        ann.setOwner("Ann Lee");
        Purse cid = db.dsl().newRecord(PURSES);
        cid.setOwner("Cid").setBalance(BigDecimal.ZERO);
        List<String> seen = new ArrayList<>();

        int attempts = db.transaction(t -> t.retry(3).backoff(Duration.ofMillis(1), Duration.ofMillis(2)), () -> {
            seen.add(ann.getOwner() + " " + ann.changedFields().size() + " " + cid.getId() + " " + cid.isNew());
            ann.save();
            cid.save();
            int attempt = db.currentTransaction().attempt();
            if (attempt < 3) {
                throw new IllegalStateException("wrapped", new SerializationException("lost"));
            }
            return attempt;
        });

        assertThat(attempts).isEqualTo(3);
        assertThat(seen).containsExactly("Ann Lee 1 null true", "Ann Lee 1 null true", "Ann Lee 1 null true");
        assertThat(ann.changedFields()).isEmpty();
        assertThat(plain.rows("select owner from purses order by id")).containsExactly("Ann Lee", "Ben", "Cid");
        assertThat(db.transactionCounts()).isEqualTo(new TransactionCounts(1, 2, 2, 0));
    }

    @Test
    void a_retry_gives_up_after_so_many_and_says_so() {
        AtomicReference<Integer> runs = new AtomicReference<>(0);

        assertThatThrownBy(() ->
                        db.transaction(t -> t.retry(2).backoff(Duration.ofMillis(1), Duration.ofMillis(1)), () -> {
                            runs.getAndUpdate(n -> n + 1);
                            throw new SerializationException("lost");
                        }))
                .isInstanceOf(SerializationException.class)
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .asString()
                        .endsWith(
                                "The transaction was run 3 times and lost each time; retry(..) more often, or let fewer"
                                        + " run at the same time."));
        assertThat(runs).hasValue(3);
    }

    @Test
    void a_retry_inside_another_transaction_is_that_ones_business() {
        AtomicReference<Integer> runs = new AtomicReference<>(0);

        assertThatThrownBy(() -> db.transaction(() -> db.transaction(t -> t.retry(5), () -> {
                    runs.getAndUpdate(n -> n + 1);
                    throw new SerializationException("lost");
                })))
                .isInstanceOf(SerializationException.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void other_failures_are_not_retried() {
        AtomicReference<Integer> runs = new AtomicReference<>(0);

        assertThatThrownBy(() -> db.transaction(t -> t.retry(5), () -> {
                    runs.getAndUpdate(n -> n + 1);
                    tags.create(tag -> tag.setName("twice"));
                    tags.create(tag -> tag.setName("twice"));
                }))
                .isInstanceOf(UniqueConstraintException.class);
        assertThat(runs).hasValue(1);
    }
}
