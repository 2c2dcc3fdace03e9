package dev.canopy.sql;

import dev.canopy.error.ConstraintFacts;
import dev.canopy.validation.Violation;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is told of the fields that a constraint refused.
 *
 * @param violations one for each field
 * @param own whether the model has words of its own for it
 */
record Told(String model, ConstraintFacts facts, List<Violation> violations, boolean own) {
    /**
     * In the words of the model.
     *
     * @param usual what is said of a field where the model has none
     */
    static Told of(
            ConstraintNames names,
            @Nullable String schema,
            String model,
            ConstraintFacts facts,
            String rule,
            UnaryOperator<String> usual) {
        List<Violation> violations = facts.fields().stream()
                .map(field -> new Violation(
                        model,
                        field,
                        rule,
                        names.message(schema, facts.table(), facts.constraint(), field, rule, usual.apply(field)),
                        null))
                .toList();
        boolean own =
                violations.stream().anyMatch(violation -> !violation.message().equals(usual.apply(violation.field())));
        return new Told(model, facts, violations, own);
    }

    /** {@code User.email is taken (constraint users_email_key).}, or else what is usually said. */
    String sentence(String usual) {
        return own
                ? "%s.%s %s (constraint %s)."
                        .formatted(
                                model,
                                String.join(", ", facts.fields()),
                                violations.getFirst().message(),
                                facts.constraint())
                : usual;
    }
}
