package dev.canopy.it;

import static dev.canopy.sample.Tables.COUNTRIES;
import static dev.canopy.sample.Tables.MEMBERS;
import static dev.canopy.sample.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.Removed;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ForeignKeyException;
import dev.canopy.error.NotFoundException;
import dev.canopy.sample.tables.records.Address;
import dev.canopy.sample.tables.records.Locker;
import dev.canopy.sample.tables.records.Member;
import dev.canopy.sample.tables.records.Profile;
import dev.canopy.sample.tables.records.Task;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.testing.ServerLog;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Handles on the one row that an entity refers to, or that refers to it. */
@CanopyTest(define = HasManyHandleIT.Models.class)
class ToOneHandleIT {
    private final Database db;
    private final PlainSql sql;
    private final ServerLog log;

    ToOneHandleIT(Database db, DataSource dataSource, ServerLog log) {
        this.db = db;
        this.sql = new PlainSql(dataSource);
        this.log = log;
    }

    @Test
    void the_row_that_an_entity_refers_to_is_found_set_created_and_cleared() {
        User ann = user("ann");
        User bob = user("bob");
        assertThat(ann.manager().find()).isEmpty();

        ann.manager().set(bob);
        assertThat(ann.manager().find()).map(User::getEmail).contains("bob@example.com");
        assertThat(sql.value("select manager_id from users where email = 'ann@example.com'"))
                .isEqualTo(bob.getId().toString());

        User eve = ann.manager().create(user -> named(user, "eve"));
        assertThat(ann.getManagerId()).isEqualTo(eve.getId());
        assertThat(sql.value("select manager_id from users where email = 'ann@example.com'"))
                .isEqualTo(eve.getId().toString());

        ann.manager().clear();
        assertThat(sql.value("select manager_id is null from users where email = 'ann@example.com'"))
                .isEqualTo("t");
    }

    @Test
    void a_key_stands_for_the_row_it_is_the_key_of() {
        User ann = user("ann");
        User bob = user("bob");

        assertThat(log.of(() -> ann.manager().set(bob.getId()))).hasSize(1);
        assertThat(ann.manager().find()).contains(bob);
        assertThatThrownBy(() -> ann.manager().set(4711L)).isInstanceOf(ForeignKeyException.class);
        assertThat(ann.getManagerId()).as("as it was").isEqualTo(bob.getId());
        assertThat(ann.changedFields()).isEmpty();
    }

    @Test
    void a_key_that_refers_to_another_column_than_the_primary_key_is_filled_by_way_of_the_row() {
        User ann = user("ann");
        db.model(COUNTRIES).create(c -> c.setCode("NO").setName("Norway"));
        Long sweden = db.model(COUNTRIES)
                .create(c -> c.setCode("SE").setName("Sweden"))
                .getId();
        Address address = ann.addresses().create(a -> a.setStreet("Main").setCountryCode("NO"));

        address.countryByCountryCode().set(sweden);

        assertThat(sql.value("select country_code from addresses")).isEqualTo("SE");
        assertThatThrownBy(() -> address.countryByCountryCode().set(4711L))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("There is no Country with the key 4711, or a default scope or soft deletion hides it.");
    }

    @Test
    void a_reference_that_must_be_there_cannot_be_cleared() {
        Task task = user("ann").tasks().create(t -> t.setTitle("Water it"));

        assertThatThrownBy(() -> task.user().clear())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("Task.userId must not be null, so a Task cannot be without TASKS.USER;"
                        + " give it another one with set(row), or destroy the Task.");
    }

    @Test
    void a_row_that_may_stand_alone_gives_its_place_to_another() {
        Member eve = member("eve");
        Locker first = eve.locker().create(l -> l.setLabel("A1"));
        Locker second = eve.locker().create(l -> l.setLabel("A2"));

        assertThat(sql.rows("select label, member_id is null from lockers order by label"))
                .containsExactly("A1|t", "A2|f");
        assertThat(eve.locker().find()).contains(second);

        eve.locker().set(first.getId());
        assertThat(sql.rows("select label, member_id is null from lockers order by label"))
                .containsExactly("A1|f", "A2|t");

        eve.locker().clear();
        assertThat(eve.locker().find()).isEmpty();
        assertThat(sql.value("select count(*) from lockers where member_id is null"))
                .isEqualTo("2");
    }

    @Test
    @Fault("0.17")
    void a_row_that_must_not_stand_alone_asks_what_becomes_of_it() {
        User ann = user("ann");
        Profile old = ann.profile().create(p -> p.setBio("old"));
        Profile fresh = new Profile();
        fresh.setBio("new");

        assertThatThrownBy(() -> ann.profile().set(fresh))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "Profile.userId must not be null, so Profile %d cannot be taken out of USERS.PROFILE and stay."
                                        .formatted(old.getId())
                                + " Say set(.., Removed.DESTROY) to destroy what is taken out, or add(row) it to"
                                + " another User first.");
        assertThat(fresh.getUserId()).as("as it was").isNull();
        assertThatThrownBy(() -> ann.profile().set(fresh, Removed.KEEP))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("set(row, Removed.KEEP) would leave two rows in USERS.PROFILE, which has one;"
                        + " say DETACH, DESTROY or REFUSE.");
        assertThatThrownBy(() -> ann.profile().clear())
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "Profile.userId must not be null, so a Profile cannot be taken out of USERS.PROFILE and stay."
                                + " Destroy it with destroy(row), or add(row) it to another User.");

        ann.profile().set(fresh, Removed.DESTROY);
        assertThat(sql.rows("select user_id, bio from profiles")).containsExactly(ann.getId() + "|new");

        ann.profile().destroy();
        assertThat(sql.rows("select * from profiles")).isEmpty();
    }

    @Test
    @CanopyTest(isolation = Isolation.DATABASE)
    void a_row_that_cannot_be_written_leaves_the_one_before_it() {
        Member eve = member("eve");
        eve.locker().create(l -> l.setLabel("A1"));

        assertThatThrownBy(() -> eve.locker().create(l -> l.setId(null).setLabel("a label that is far too long")))
                .isInstanceOf(RuntimeException.class);

        assertThat(sql.rows("select label, member_id from lockers")).containsExactly("A1|" + eve.getId());
    }

    private User user(String name) {
        return db.model(USERS).create(user -> named(user, name));
    }

    private static void named(User user, String name) {
        user.setFirstName(name).setLastName("X").setEmail(name + "@example.com");
    }

    private Member member(String name) {
        return db.model(MEMBERS).create(m -> m.setName(name));
    }
}
