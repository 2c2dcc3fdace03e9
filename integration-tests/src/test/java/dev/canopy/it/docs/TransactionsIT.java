package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.PURSES;
import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.sample.tables.Purses;
import dev.canopy.sample.tables.Tags;
import dev.canopy.sample.tables.records.Purse;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest(isolation = Isolation.DATABASE)
@ExtendWith(ShownSql.class)
class TransactionsIT {
    private final Database db;
    private final Model<Purses, Purse, Long> purses;
    private final Model<Tags, Tag, Long> tags;
    private final List<String> log = new ArrayList<>();
    private final BigDecimal ten = BigDecimal.TEN;

    TransactionsIT(Database db) {
        this.db = db;
        purses = db.model(PURSES);
        tags = db.model(TAGS);
    }

    @BeforeEach
    void rows() {
        purses.create(purse -> purse.setOwner("Ann").setBalance(new BigDecimal(100)));
        purses.create(purse -> purse.setOwner("Ben").setBalance(new BigDecimal(100)));
    }

    @Test
    void together() {
        // @start region="together"
        db.transaction(() -> {
            purses.where(p -> p.OWNER.eq("Ann")).update((p, set) -> set.set(p.BALANCE, p.BALANCE.minus(ten)));
            purses.where(p -> p.OWNER.eq("Ben")).update((p, set) -> set.set(p.BALANCE, p.BALANCE.plus(ten)));
        });
        // @end

        assertThat(balances()).containsExactly(90, 110);
    }

    @Test
    void as_it_is_asked_for() {
        // @start region="options"
        db.transaction(t -> t.serializable().retry(5).lockTimeout(Duration.ofMillis(500)), () -> {
            purses.where(p -> p.OWNER.eq("Ann")).update((p, set) -> set.set(p.BALANCE, p.BALANCE.minus(ten)));
        });
        // @end

        assertThat(balances()).containsExactly(90, 100);
    }

    @Test
    void nested() {
        // @start region="nested"
        db.transaction(() -> {
            tags.create(tag -> tag.setName("kept"));
            try {
                db.transaction(() -> {
                    tags.create(tag -> tag.setName("undone"));
                    throw new IllegalStateException("no");
                });
            } catch (IllegalStateException no) {
                log.add("went on without it");
            }
        });
        // @end

        assertThat(tags.findAll()).extracting(Tag::getName).containsExactly("kept");
        assertThat(log).containsExactly("went on without it");
    }

    @Test
    void after_its_end() {
        // @start region="after"
        db.transaction(() -> {
            tags.create(tag -> tag.setName("welcome"));
            db.currentTransaction().afterCommit(() -> log.add("mail sent"));
            db.currentTransaction().afterRollback(() -> log.add("never mind"));
        });
        // @end

        assertThat(log).containsExactly("mail sent");
    }

    @Test
    void a_refusal_knows_the_fields() {
        tags.create(tag -> tag.setName("kept"));

        // @start region="taken"
        try {
            tags.create(tag -> tag.setName("kept"));
        } catch (UniqueConstraintException taken) {
            log.addAll(taken.fields());
        }
        // @end

        assertThat(log).containsExactly("name");
    }

    private List<Integer> balances() {
        return purses.orderBy(p -> p.OWNER.asc()).findAll().stream()
                .map(purse -> purse.getBalance().intValueExact())
                .toList();
    }
}
