package dev.canopy.it;

import static dev.canopy.sample.Tables.CONTRACTS;
import static dev.canopy.sample.Tables.COUNTRIES;
import static dev.canopy.sample.Tables.POSTS;
import static dev.canopy.sample.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Model;
import dev.canopy.WriteResult;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.StaleEntityException;
import dev.canopy.error.ValidationException;
import dev.canopy.it.KeptModels.Clerk;
import dev.canopy.sample.tables.Contracts;
import dev.canopy.sample.tables.records.Contract;
import dev.canopy.sample.tables.records.Country;
import dev.canopy.sample.tables.records.Post;
import dev.canopy.sample.tables.records.Tag;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.ServerLog;
import dev.canopy.validation.Violation;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@CanopyTest(define = KeptModels.class)
class EntityWriteIT {
    private final Database db;
    private final PlainSql sql;
    private final Model<Contracts, Contract, Long> contracts;

    EntityWriteIT(Database db, DataSource dataSource) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
        this.contracts = db.model(CONTRACTS);
    }

    @Test
    void what_nobody_sets_is_kept_by_the_model() {
        Contract lease = db.actingAs(new Clerk("ann"), () -> contracts.create(contract -> contract.setTitle("Lease")));

        assertThat(lease.getNumber()).startsWith("K-");
        assertThat(sql.value("select created_by, updated_by, created_at, updated_at at time zone 'UTC', version"
                        + " from contracts"))
                .isEqualTo("ann|ann|2030-01-02 03:04:05.678901|2030-01-02 03:04:05.678901|0");

        db.actingAs(new Clerk("bob"), () -> {
            lease.update(contract -> contract.setTitle("Long lease"));
        });
        assertThat(sql.value("select created_by, updated_by, version from contracts"))
                .isEqualTo("ann|bob|1");
    }

    @Test
    void nothing_is_signed_where_nobody_or_somebody_else_asks() {
        contracts.create(contract -> contract.setTitle("Lease"));
        db.actingAs("the night job", () -> {
            contracts.create(contract -> contract.setTitle("Deed"));
        });
        db.actingAs(
                new Clerk("ann"),
                () -> db.actingAs(new Clerk("bob"), () -> {
                    contracts.create(contract -> contract.setTitle("Will"));
                }));

        assertThat(sql.rows("select title, created_by from contracts order by id"))
                .containsExactly("Lease|null", "Deed|null", "Will|bob");
    }

    @Test
    void what_is_set_is_not_kept() {
        db.actingAs(new Clerk("ann"), () -> {
            contracts.create(contract -> contract.setTitle("Lease")
                    .setNumber("X-1")
                    .setCreatedBy("the import")
                    .setVersion(7L));
        });

        assertThat(sql.value("select number, created_by, updated_by, version from contracts"))
                .isEqualTo("X-1|the import|ann|7");
    }

    @Test
    @Fault("0.10")
    void an_immutable_column_is_refused_by_every_door() {
        Contract lease = lease();
        String refusal = "Contract.number must not change once the row is there, but is \"K-0\".";

        assertThatThrownBy(() -> lease.update(contract -> contract.setNumber("K-0")))
                .isInstanceOf(ValidationException.class)
                .hasMessage(refusal);
        lease.setNumber("K-0");
        assertThatThrownBy(lease::save).hasMessage(refusal);
        assertThatThrownBy(() ->
                        contracts.where(k -> k.ID.eq(lease.getId())).update(contract -> contract.setNumber("K-0")))
                .hasMessage(refusal);
        assertThatThrownBy(() -> contracts
                        .where(k -> k.ID.eq(lease.getId()))
                        .update((k, set) -> set.set(k.NUMBER, k.NUMBER.concat("0"))))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Contract.number must not change once the row is there; take it out of the update.");

        assertThat(sql.value("select count(*) from contracts where number = 'K-0'"))
                .isEqualTo("0");
    }

    @Test
    void an_update_that_fails_takes_its_patch_back_and_can_be_mended() {
        Contract lease = lease();
        lease.setTags(new String[] {"old"});

        assertThatThrownBy(() -> lease.update(contract -> contract.setTitle(contract.getNumber())))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Contract.title must not be the number, but is \"%s\".".formatted(lease.getNumber()));
        assertThat(lease.getTitle()).isEqualTo("Lease");
        assertThat(lease.changedFields()).containsExactly(CONTRACTS.TAGS);

        lease.update(contract -> contract.setTitle("Deed"));
        assertThat(sql.value("select title, tags, version from contracts")).isEqualTo("Deed|{old}|1");
    }

    @Test
    void some_columns_are_saved_alone_and_the_rest_stays_to_be_saved() {
        Contract lease = lease();
        lease.setTitle("Deed").setTags(new String[] {"new"});

        lease.save(CONTRACTS.TAGS);
        assertThat(sql.value("select title, tags from contracts")).isEqualTo("Lease|{new}");
        assertThat(lease.changedFields()).containsExactly(CONTRACTS.TITLE);

        lease.save();
        assertThat(sql.value("select title, tags, version from contracts")).isEqualTo("Deed|{new}|2");
    }

    @Test
    void a_refused_row_comes_back_to_be_mended_and_saved() {
        WriteResult<Contract> result =
                contracts.tryCreate(contract -> contract.setTitle("K-5").setNumber("K-5"));

        if (!(result instanceof WriteResult.Invalid<Contract> invalid)) {
            throw new AssertionError("valid: " + result);
        }
        assertThat(invalid.violations()).extracting(Violation::field).containsExactly("title");
        assertThat(invalid.row().isNew()).isTrue();
        assertThat(invalid.row().getCreatedAt())
                .as("what the pipeline set is gone as well")
                .isNull();
        assertThatThrownBy(result::orElseThrow).isSameAs(invalid.refusal());
        assertThat(invalid.row().setTitle("Lease").trySave()).isInstanceOf(WriteResult.Saved.class);
        assertThat(sql.value("select title, number from contracts")).isEqualTo("Lease|K-5");
    }

    @Test
    @Fault({"0.12", "2.36"})
    void a_stale_row_is_neither_saved_nor_destroyed_nor_restored() {
        Contract mine = lease();
        Contract theirs = contracts.requireByPk(mine.getId());
        theirs.update(contract -> contract.setTitle("Deed"));
        String stale =
                "Contract (id = %d) was changed or removed by somebody else since it was read; nothing was written."
                                .formatted(mine.getId())
                        + " Call reload() and decide anew.";

        assertThat(mine.setTitle("Will").trySave()).isInstanceOf(WriteResult.Stale.class);
        assertThatThrownBy(mine::destroy)
                .isInstanceOf(StaleEntityException.class)
                .hasMessage(stale);
        assertThatThrownBy(mine::forceDestroy)
                .isInstanceOf(StaleEntityException.class)
                .hasMessage(stale);
        assertThatThrownBy(mine::restore)
                .isInstanceOf(StaleEntityException.class)
                .hasMessage(stale);
        assertThat(mine.changedFields()).containsExactly(CONTRACTS.TITLE);
        assertThat(sql.value("select title, deleted_at, version from contracts"))
                .isEqualTo("Deed|null|1");
    }

    @Test
    void a_row_that_is_gone_is_stale_without_a_version_as_well() {
        Tag tag = db.model(TAGS).create(t -> t.setName("gone"));
        sql.run("delete from tags");

        assertThat(tag.setName("changed").trySave())
                .isInstanceOfSatisfying(
                        WriteResult.Stale.class,
                        stale -> assertThat((Throwable) stale.refusal())
                                .hasMessage("Tag (id = %d) is not there any more; nothing was written."
                                        .formatted(tag.getId())));
        assertThatThrownBy(tag::save).isInstanceOf(StaleEntityException.class);
        assertThatThrownBy(tag::destroy).isInstanceOf(StaleEntityException.class);
        assertThat(tag.changedFields()).containsExactly(TAGS.NAME);
    }

    @Test
    void what_a_constraint_says_of_fields_is_a_refusal_as_a_value() {
        WriteResult<Post> orphan =
                db.model(POSTS).tryCreate(post -> post.setAuthorId(99L).setTitle("Oaks"));
        sql.run("""
            insert into users (id, first_name, last_name, email) values (1, 'Ann', 'Lee', 'a');
            insert into countries (code, name) values ('NL', 'Netherlands');
            insert into addresses (user_id, country_code, street, is_default) values (1, 'NL', 'Damrak', true)\
            """);
        Country used = db.model(COUNTRIES).findAll().getFirst();

        if (!(orphan instanceof WriteResult.Invalid<Post> invalid)) {
            throw new AssertionError("not refused: " + orphan);
        }
        assertThat(invalid.violations())
                .extracting(Violation::toString)
                .containsExactly("Post.authorId must refer to a User that is there, but is 99");
        assertThat(invalid.refusal()).hasCauseInstanceOf(ForeignKeyException.class);
        assertThatThrownBy(orphan::orElseThrow)
                .isInstanceOf(ForeignKeyException.class)
                .hasMessageStartingWith("Post.authorId refers to a User that is not there");
        assertThatThrownBy(() -> used.setCode("DE").trySave())
                .as("of rows that refer to it")
                .isInstanceOf(ForeignKeyException.class);
    }

    @Test
    void a_version_that_is_set_is_the_one_that_the_row_must_have() {
        Contract lease = lease();
        lease.update(contract -> contract.setTitle("Deed"));

        assertThatThrownBy(
                        () -> lease.update(contract -> contract.setTitle("Will").setVersion(0L)))
                .isInstanceOf(StaleEntityException.class);
        lease.update(contract -> contract.setTitle("Will").setVersion(1L));
        assertThat(sql.value("select title, version from contracts")).isEqualTo("Will|2");
    }

    @Test
    @Fault("0.13")
    void soft_deletion_writes_its_own_columns_and_no_other_and_keeps_its_first_moment() {
        Contract lease = lease();
        sql.run("update contracts set deleted_at = '2020-01-01Z'");
        lease.setTitle("never saved");

        lease.destroy();
        assertThat(sql.value("select title, deleted_at at time zone 'UTC', version from contracts"))
                .isEqualTo("Lease|2020-01-01 00:00:00|1");
        assertThat(lease.isDeleted()).isTrue();
        assertThat(lease.changedFields()).containsExactly(CONTRACTS.TITLE);

        lease.restore();
        assertThat(sql.value("select title, deleted_at, version from contracts"))
                .isEqualTo("Lease|null|2");
    }

    @Test
    @Fault("2.30")
    void an_array_is_compared_by_its_content_and_one_that_was_changed_in_place_is_written_when_it_is_set(
            ServerLog log) {
        Contract lease = lease();
        lease.update(contract -> contract.setTags(new String[] {"a", "b"}).setSeal(new byte[] {1, 2}));

        lease.setTags(new String[] {"a", "b"}).setSeal(new byte[] {1, 2});
        assertThat(log.of(lease::save)).noneMatch(statement -> statement.startsWith("update"));

        String[] tags = lease.getTags();
        tags[0] = "z";
        lease.setTags(tags).save();
        assertThat(sql.value("select tags from contracts")).isEqualTo("{z,b}");
    }

    private Contract lease() {
        return contracts.create(contract -> contract.setTitle("Lease"));
    }
}
