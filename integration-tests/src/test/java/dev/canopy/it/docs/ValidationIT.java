package dev.canopy.it.docs;

import static dev.canopy.sample.Tables.CONTRACTS;
import static dev.canopy.sample.Tables.USERS;
import static dev.canopy.validation.Validators.check;
import static dev.canopy.validation.Validators.isEmail;
import static dev.canopy.validation.Validators.len;
import static dev.canopy.validation.Validators.matches;
import static dev.canopy.validation.Validators.max;
import static dev.canopy.validation.Validators.notNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.Permitted;
import dev.canopy.error.UniqueConstraintException;
import dev.canopy.error.ValidationException;
import dev.canopy.jakarta.JakartaRule;
import dev.canopy.model.Definition;
import dev.canopy.model.ModelBuilder;
import dev.canopy.model.Virtual;
import dev.canopy.sample.Keys;
import dev.canopy.sample.tables.Contracts;
import dev.canopy.sample.tables.Users;
import dev.canopy.sample.tables.records.Contract;
import dev.canopy.sample.tables.records.User;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.validation.RuleGroup;
import dev.canopy.validation.Validator;
import dev.canopy.validation.Violation;
import jakarta.validation.Validation;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@CanopyTest(isolation = Isolation.DATABASE, define = ValidationIT.Models.class)
@ExtendWith(ShownSql.class)
class ValidationIT {
    // @start region="model"
    static final class PersonModel implements Definition<Users, User> {
        static final RuleGroup REGISTRATION = RuleGroup.of("registration");

        static final Virtual<User, String> FULL_NAME = Virtual.of(
                        "fullName", USERS, user -> user.getFirstName() + " " + user.getLastName())
                .reads(USERS.FIRST_NAME, USERS.LAST_NAME)
                .writes((user, name) -> {
                    user.setFirstName(name.substring(0, name.indexOf(' ')));
                    user.setLastName(name.substring(name.indexOf(' ') + 1));
                });

        @Override
        public void define(ModelBuilder<Users, User> m) {
            m.normalize(u -> u.EMAIL, email -> email.strip().toLowerCase(Locale.ROOT))
                    .inConditions();
            m.validate(u -> u.EMAIL, isEmail(), check("must be from example.com", e -> e.endsWith("@example.com")));
            m.validate(u -> u.LOGINS, max(1_000_000));
            m.validate(u -> u.PASSWORD_HASH, notNull(), len(8, 200).withoutValue())
                    .in(REGISTRATION);
            m.validate(u -> u.NOTE, notNull()).when(user -> Objects.equals(user.getActive(), false));
            m.virtual(FULL_NAME, len(3, 60));
            m.rule("names differ", (user, errors) -> {
                if (Objects.equals(user.getFirstName(), user.getLastName())) {
                    errors.reject(USERS.LAST_NAME, "must not be the first name");
                }
            });
            m.message(Keys.USERS_EMAIL_KEY, "is taken");
            m.sensitive(u -> u.PASSWORD_HASH);
        }
    }
    // @end

    record Clerk(String name) {}

    // @start region="fields"
    static final class ContractModel implements Definition<Contracts, Contract> {
        @Override
        public void define(ModelBuilder<Contracts, Contract> m) {
            m.defaults(k -> k.NUMBER, () -> "K-" + UUID.randomUUID());
            m.immutable(k -> k.NUMBER);
            m.timestamps(k -> k.CREATED_AT, k -> k.UPDATED_AT);
            m.createdBy(k -> k.CREATED_BY, Clerk.class, Clerk::name);
            m.updatedBy(k -> k.UPDATED_BY, Clerk.class, Clerk::name);
            m.softDelete(k -> k.DELETED_AT);
            m.version(k -> k.VERSION);
            m.hidden(k -> k.SEAL);
        }
    }
    // @end

    static final class Models implements Consumer<DatabaseBuilder> {
        @Override
        public void accept(DatabaseBuilder c) {
            c.define(USERS, new PersonModel());
            c.define(CONTRACTS, new ContractModel());
        }
    }

    private static final RuleGroup REGISTRATION = PersonModel.REGISTRATION;
    private static final Virtual<User, String> FULL_NAME = PersonModel.FULL_NAME;

    private final Database db;
    private final DataSource dataSource;
    private final Model<Users, User, Long> users;
    private final Model<Contracts, Contract, Long> contracts;

    ValidationIT(Database db, DataSource dataSource) {
        this.db = db;
        this.dataSource = dataSource;
        this.users = db.model(USERS);
        this.contracts = db.model(CONTRACTS);
    }

    private User ann() {
        return users.create(user -> user.setFirstName("Ann")
                .setLastName("Lee")
                .setEmail("ann@example.com")
                .setPasswordHash("0123456789"));
    }

    @Test
    @SuppressWarnings("UnusedVariable") // the example shows where it comes from
    void everything_at_once() {
        String said = "";
        // @start region="violations"
        try {
            users.create(user ->
                    user.setFirstName("Ann").setEmail("ann").setLogins(-1).setPasswordHash("secret"));
        } catch (ValidationException invalid) {
            List<Violation> all = invalid.violations();
            said = invalid.getMessage();
        }
        // @end

        assertThat(said)
                .isEqualTo("User.email must be an e-mail address, but is \"ann\"; User.email must be from example.com,"
                        + " but is \"ann\"; User.passwordHash must have 8 to 200 characters; User.lastName must not"
                        + " be null; User.logins must be at least 0, but is -1.");
    }

    @Test
    void own() {
        // @start region="own"
        Validator<CharSequence> domain = Validator.<CharSequence>of(
                        "domain",
                        "must end with {domain}",
                        text -> text.toString().endsWith("@example.com"))
                .with("domain", "@example.com");
        Validator<CharSequence> code = matches("[A-Z]{3}-[0-9]+").withMessage("must look like ABC-123");
        // @end

        assertThat(domain.message()).isEqualTo("must end with @example.com");
        assertThat(code.accepts("ABC-1")).isTrue();
    }

    @Test
    void groups() {
        // @start region="groups"
        User imported = db.skipping(
                REGISTRATION,
                () -> users.create(
                        user -> user.setFirstName("Ann").setLastName("Lee").setEmail("ann@example.com")));
        // @end

        assertThat(imported.getPasswordHash()).isNull();
    }

    // @start region="form"
    record SignUp(
            @Email String email, @Size(min = 2, max = 40) String firstName) {}
    // @end

    @Test
    void jakarta() {
        jakarta.validation.Validator validator = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
        Definition<Users, User> model = m -> {
            // @start region="jakarta"
            m.rule("sign up", JakartaRule.of(validator, user -> new SignUp(user.getEmail(), user.getFirstName())));
            // @end
        };
        Model<Users, User, Long> signedUp =
                Database.using(dataSource, c -> c.define(USERS, model)).model(USERS);

        assertThatThrownBy(() -> signedUp.create(
                        user -> user.setFirstName("A").setLastName("B").setEmail("x")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("User.email must be a well-formed email address, but is \"x\"");
    }

    @Test
    void bundle() {
        // @start region="bundle"
        Database german = Database.using(
                dataSource,
                c -> c.define(USERS, new PersonModel()).messages(ValidationIT::messages, () -> Locale.GERMAN));
        // @end

        assertThatThrownBy(() -> german.model(USERS).create(user -> user.setEmail("x")))
                .hasMessageContaining("User.email ist keine Adresse, but is \"x\"");
    }

    private static ResourceBundle messages(Locale locale) {
        return new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return new Object[][] {{"isEmail", "ist keine Adresse"}};
            }
        };
    }

    @Test
    @SuppressWarnings("UnusedVariable") // the example shows where it comes from
    void taken() {
        ann();
        UniqueConstraintException refused = null;
        // @start region="taken"
        List<User> rows = List.of(
                users.build(user -> user.setFirstName("Bob")
                        .setLastName("Ray")
                        .setEmail("bob@example.com")
                        .setPasswordHash("0123456789")),
                users.build(user -> user.setFirstName("Ann")
                        .setLastName("Fox")
                        .setEmail("ann@example.com")
                        .setPasswordHash("0123456789")));
        try {
            users.bulkCreate(rows);
        } catch (UniqueConstraintException taken) {
            List<Integer> which = taken.rows(); // the index 1
            refused = taken;
        }
        // @end

        assertThat(refused)
                .hasMessage("User.email is taken (constraint users_email_key). It is the row of index 1: email ="
                        + " \"ann@example.com\".");
    }

    @Test
    void normal() {
        ann();
        // @start region="normal"
        Optional<User> found = users.where(u -> u.EMAIL.eq(" Ann@Example.com ")).findOne();
        // @end

        assertThat(found).isPresent();
    }

    @Test
    void virtual() {
        User user = ann();
        // @start region="virtual"
        String name = user.get(FULL_NAME);
        user.set(FULL_NAME, "Ann Fox").save();
        // @end

        assertThat(name).isEqualTo("Ann Lee");
        assertThat(user.reload().getLastName()).isEqualTo("Fox");
    }

    @Test
    void signed() {
        // @start region="signed"
        Contract contract = db.actingAs(new Clerk("ann"), () -> contracts.create(c -> c.setTitle("Lease")));
        // @end

        assertThat(contract.getCreatedBy()).isEqualTo("ann");
        assertThat(contract.getNumber()).startsWith("K-");
    }

    @Test
    void clock() {
        // @start region="clock"
        Database frozen = Database.using(
                dataSource,
                c -> c.define(CONTRACTS, new ContractModel())
                        .clock(Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC)));
        // @end

        assertThat(frozen.model(CONTRACTS)
                        .create(c -> c.setTitle("Lease"))
                        .getUpdatedAt()
                        .toInstant())
                .isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));
    }

    // @start region="permitted"
    static final Permitted<User> FORM = Permitted.of(USERS.EMAIL, USERS.NOTE).and(FULL_NAME, String.class);
    // @end

    @Test
    void assigned() {
        User user = ann();
        String body = "{\"note\": \"likes oaks\", \"fullName\": \"Ann Fox\"}";
        // @start region="assign"
        user.assignJson(body, FORM).save();
        // @end

        assertThat(user.getLastName()).isEqualTo("Fox");
    }
}
