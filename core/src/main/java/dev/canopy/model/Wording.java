package dev.canopy.model;

import dev.canopy.validation.Messages;
import dev.canopy.validation.Template;
import dev.canopy.validation.Validator;
import dev.canopy.validation.Violation;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * How a model's violations are told: in which words, and with which values.
 *
 * @param model what the rows are called
 * @param byConstraint the definition's own messages, by constraint
 * @param sensitive names of the columns whose values are not shown
 * @param messages those of the Database
 */
record Wording(String model, Map<String, String> byConstraint, Set<String> sensitive, Messages messages) {
    Wording {
        byConstraint = Map.copyOf(byConstraint);
        sensitive = Set.copyOf(sensitive);
    }

    Wording in(Messages newMessages) {
        return new Wording(model, byConstraint, sensitive, newMessages);
    }

    /** Of a column's value. */
    Violation of(Field<?> column, Validator<?> validator, @Nullable Object value) {
        return of(
                column,
                validator.rule(),
                validator.template(),
                validator.parameters(),
                validator.isDiscreet() ? null : value);
    }

    /** Of a column's value. */
    Violation of(Field<?> column, String rule, String template, Map<String, ?> parameters, @Nullable Object value) {
        return named(
                PropertyName.of(column),
                rule,
                template,
                parameters,
                sensitive.contains(column.getName()) ? null : value);
    }

    /** Of a value of that name. */
    Violation named(String field, String rule, String template, Map<String, ?> parameters, @Nullable Object value) {
        return new Violation(model, field, rule, message(field, rule, template, parameters, rule), value);
    }

    /** The message of a constraint, or of a rule in its place. */
    String ofConstraint(String constraint, String field, String rule, String otherwise) {
        return message(field, constraint, otherwise, Map.of("constraint", constraint), constraint, rule);
    }

    private String message(String field, String rule, String template, Map<String, ?> parameters, String... keys) {
        String own = byConstraint.get(rule);
        return Template.filled(own == null ? translated(field, rule, template, keys) : translated(own), parameters);
    }

    /** By the most special key that has a translation. */
    private String translated(String field, String rule, String template, String... keys) {
        String found = messages.template(place(field) + "." + rule);
        for (int i = 0; found == null && i < keys.length; i++) {
            found = messages.template(keys[i]);
        }
        return found == null ? template : found;
    }

    private String translated(String own) {
        String found = messages.template(own);
        return found == null ? own : found;
    }

    private String place(String field) {
        return field.isEmpty() ? model : model + "." + field;
    }
}
