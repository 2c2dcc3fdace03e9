package dev.canopy.it;

import static dev.canopy.sample.Tables.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.Model;
import dev.canopy.error.ValidationException;
import dev.canopy.jakarta.JakartaRule;
import dev.canopy.model.Definition;
import dev.canopy.sample.tables.Tickets;
import dev.canopy.sample.tables.records.Ticket;
import dev.canopy.testing.CanopyTest;
import dev.canopy.testing.Isolation;
import dev.canopy.validation.RuleGroup;
import dev.canopy.validation.Violation;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.hibernate.validator.cfg.defs.EmailDef;
import org.hibernate.validator.cfg.defs.MinDef;
import org.hibernate.validator.cfg.defs.SizeDef;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A validator of Jakarta Validation as a rule of a model. */
@CanopyTest(isolation = Isolation.DATABASE)
class JakartaRuleIT {
    private static final RuleGroup FORM = RuleGroup.of("form");

    interface Urgent {}

    record Contact(@Email @NotNull String address) {}

    @Consistent
    record Form(
            @NotBlank @Size(min = 3, max = 20) String title,
            @Max(value = 2, groups = Urgent.class) Integer priority,
            @Valid Contact contact) {
        static Form of(Ticket ticket) {
            return new Form(ticket.getTitle(), ticket.getPriority(), new Contact(ticket.getEmail()));
        }
    }

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = IsConsistent.class)
    @interface Consistent {
        String message() default "must not be about itself";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    public static final class IsConsistent implements ConstraintValidator<Consistent, Form> {
        @Override
        public boolean isValid(Form form, ConstraintValidatorContext context) {
            return form.title() == null || !form.title().equals(form.contact().address());
        }
    }

    private final DataSource dataSource;
    private Validator validator;

    JakartaRuleIT(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @BeforeEach
    void validator() {
        validator = with(configuration());
    }

    @Test
    void a_bean_is_made_of_each_row_and_its_violations_are_told_with_all_others() {
        Model<Tickets, Ticket, Long> tickets = tickets(m -> m.rule("form", JakartaRule.of(validator, Form::of)));

        assertThatThrownBy(() -> tickets.create(
                        t -> t.setNumber("J").setTitle("ab").setEmail("ab").setPriority(9)))
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        refused -> assertThat(refused.violations())
                                .containsExactly(
                                        new Violation("Ticket", "", "Consistent", "must not be about itself", null),
                                        new Violation(
                                                "Ticket",
                                                "contact.address",
                                                "Email",
                                                "must be a well-formed email address",
                                                null),
                                        new Violation("Ticket", "title", "Size", "size must be between 3 and 20", "ab"),
                                        new Violation(
                                                "Ticket",
                                                "priority",
                                                "tickets_priority_check",
                                                "must be from 1 to 5",
                                                9)))
                .hasMessage("Ticket must not be about itself; Ticket.contact.address must be a well-formed email"
                        + " address; Ticket.title size must be between 3 and 20, but is \"ab\"; Ticket.priority must"
                        + " be from 1 to 5, but is 9.");
    }

    @Test
    void every_door_asks_it_and_what_the_database_says_as_well_is_told_once() {
        Model<Tickets, Ticket, Long> tickets =
                tickets(m -> m.rule("form", JakartaRule.of(validator, Form::of)).in(FORM));
        Ticket ticket = tickets.create(t -> t.setNumber("J").setTitle("abc").setEmail("a@example.com"));

        assertThatThrownBy(() -> ticket.update(t -> t.setTitle("a")))
                .hasMessage("Ticket.title size must be between 3 and 20, but is \"a\".");
        assertThatThrownBy(() -> tickets.everyRow().update(t -> t.setTitle("a")))
                .hasMessage("Ticket.title size must be between 3 and 20, but is \"a\".");
        assertThatThrownBy(() -> tickets.create(t -> t.setNumber("J").setEmail("a@example.com")))
                .hasMessage("Ticket.title must not be blank; Ticket.title must not be null.");
    }

    @Test
    void the_groups_of_Jakarta_Validation_are_asked_that_are_named() {
        Model<Tickets, Ticket, Long> tickets =
                tickets(m -> m.rule("urgent form", JakartaRule.of(validator, Form::of, Urgent.class))
                        .when(ticket -> ticket.getEmail() == null));

        assertThatThrownBy(
                        () -> tickets.create(t -> t.setNumber("J").setTitle("a").setPriority(3)))
                .hasMessage("Ticket.priority must be less than or equal to 2, but is 3.");
        tickets.create(t -> t.setNumber("J").setTitle("a").setPriority(3).setEmail("none"));
    }

    @Test
    void the_generated_record_is_validated_by_what_is_said_outside_it() {
        HibernateValidatorConfiguration configuration = configuration();
        ConstraintMapping said = configuration.createConstraintMapping();
        said.type(Ticket.class)
                .getter("email")
                .constraint(new EmailDef())
                .getter("title")
                .constraint(new SizeDef().min(3));
        configuration.addMapping(said);
        Model<Tickets, Ticket, Long> tickets =
                tickets(m -> m.rule("said outside", JakartaRule.of(with(configuration))));

        assertThatThrownBy(
                        () -> tickets.create(t -> t.setNumber("J").setTitle("a").setEmail("b")))
                .hasMessage("Ticket.email must be a well-formed email address, but is \"b\"; Ticket.title size must be"
                        + " between 3 and 2147483647, but is \"a\".");
    }

    @Test
    void a_sensitive_value_is_neither_shown_nor_told_by_the_validators_message() {
        HibernateValidatorConfiguration configuration = configuration();
        ConstraintMapping said = configuration.createConstraintMapping();
        said.type(Ticket.class)
                .getter("email")
                // As ${validatedValue} of an expression language would have put it there.
                .constraint(new EmailDef().message("is no address: secret"))
                .constraint(new SizeDef().min(9).message("is too short"))
                .getter("priority")
                .constraint(new MinDef().value(3));
        configuration.addMapping(said);
        Model<Tickets, Ticket, Long> tickets = tickets(m -> {
            m.sensitive(t -> t.EMAIL);
            m.rule("said outside", JakartaRule.of(with(configuration)));
        });

        assertThatThrownBy(() -> tickets.create(
                        t -> t.setNumber("J").setTitle("a").setEmail("secret").setPriority(2)))
                .hasMessage("Ticket.email must meet Email; Ticket.email is too short; Ticket.priority must be greater"
                        + " than or equal to 3, but is 2.");
    }

    @Test
    void its_violations_are_told_in_the_words_of_the_Database() {
        Model<Tickets, Ticket, Long> tickets = Database.using(
                        dataSource,
                        c -> c.define(TICKETS, m -> m.rule("form", JakartaRule.of(validator, Form::of)))
                                .messages(JakartaRuleIT::bundle, () -> Locale.GERMAN))
                .model(TICKETS);

        assertThatThrownBy(
                        () -> tickets.create(t -> t.setNumber("J").setTitle("q").setEmail("q")))
                .hasMessage("Ticket passt nicht; Ticket.contact.address must be a well-formed email address;"
                        + " Ticket.title braucht 3 bis 20 Zeichen, but is \"q\".");
    }

    private static ResourceBundle bundle(Locale locale) {
        return new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return new Object[][] {{"Size", "braucht {min} bis {max} Zeichen"}, {"Ticket.Consistent", "passt nicht"}
                };
            }
        };
    }

    private static HibernateValidatorConfiguration configuration() {
        return Validation.byProvider(HibernateValidator.class)
                .configure()
                .defaultLocale(Locale.ENGLISH)
                .messageInterpolator(new ParameterMessageInterpolator());
    }

    private static Validator with(HibernateValidatorConfiguration configuration) {
        return configuration.buildValidatorFactory().getValidator();
    }

    private Model<Tickets, Ticket, Long> tickets(Definition<Tickets, Ticket> definition) {
        Consumer<DatabaseBuilder> setup = c -> c.define(TICKETS, definition);
        return Database.using(dataSource, setup).model(TICKETS);
    }
}
