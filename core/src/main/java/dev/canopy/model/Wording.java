package dev.canopy.model;

import dev.canopy.validation.Messages;
import dev.canopy.validation.Template;
import dev.canopy.validation.Validator;
import dev.canopy.validation.Violation;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
        String found = own != null
                ? translated(Stream.of(own)).orElse(own)
                : translated(Stream.concat(Stream.of(place(field) + "." + rule), Stream.of(keys)))
                        .orElse(template);
        return Template.filled(found, parameters);
    }

    private String place(String field) {
        return field.isEmpty() ? model : model + "." + field;
    }

    private java.util.Optional<String> translated(Stream<String> keys) {
        return keys.flatMap(key -> Stream.ofNullable(messages.template(key))).findFirst();
    }
}
