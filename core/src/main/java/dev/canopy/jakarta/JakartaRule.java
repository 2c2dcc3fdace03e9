package dev.canopy.jakarta;

import dev.canopy.model.Rejections;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.metadata.ConstraintDescriptor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jooq.Record;

/**
 * What a service has said with Jakarta Validation, as a rule of a model: {@code m.rule("sign up", JakartaRule.of(validator, user ->
 * new SignUp(user.getEmail())))}. Its violations are told with all others, of the property that their path names, by the
 * annotation's name ({@code Size}) and in the message that the validator made; {@code c.messages(..)} and {@code m.sensitive(..)}
 * hold for them as well. Needs {@code jakarta.validation:jakarta.validation-api} and an implementation of the service's own.
 * Immutable, and safe between threads as validators are.
 *
 * @param <R> the rows
 */
@SuppressWarnings("exports") // a service that uses it requires Jakarta Validation itself
public final class JakartaRule<R extends Record> implements BiConsumer<R, Rejections<R>> {
    private static final Set<String> OF_ALL = Set.of("message", "groups", "payload");

    private final Validator validator;
    private final Function<? super R, ?> bean;
    private final Class<?>[] groups;

    private JakartaRule(Validator validator, Function<? super R, ?> bean, Class<?>... groups) {
        this.validator = validator;
        this.bean = bean;
        this.groups = groups.clone();
    }

    /**
     * What must hold of the generated record itself: constraints that are said outside it, in XML or by the implementation's own
     * API, for nothing that is generated has annotations.
     *
     * @param groups those of Jakarta Validation that are asked; none for its default group
     */
    public static <R extends Record> JakartaRule<R> of(Validator validator, Class<?>... groups) {
        return new JakartaRule<>(validator, row -> row, groups);
    }

    /**
     * What must hold of a bean or Java record with annotations that is made of each row.
     *
     * @param bean makes it; must not change the row, whose columns may be null
     * @param groups those of Jakarta Validation that are asked; none for its default group
     */
    public static <R extends Record> JakartaRule<R> of(
            Validator validator, Function<? super R, ?> bean, Class<?>... groups) {
        return new JakartaRule<>(validator, bean, groups);
    }

    /** Called by the pipeline, for each row that it validates. */
    @Override
    public void accept(R row, Rejections<R> errors) {
        inOrder(validator.validate(bean.apply(row), groups)).forEach(violation -> reject(violation, errors));
    }

    /** The set that a validator gives has no order, and a message should not change from call to call. */
    private static List<? extends ConstraintViolation<?>> inOrder(Set<? extends ConstraintViolation<?>> violations) {
        return violations.stream()
                .sorted(Comparator.<ConstraintViolation<?>, String>comparing(
                                violation -> violation.getPropertyPath().toString())
                        .thenComparing(JakartaRule::rule)
                        .thenComparing(ConstraintViolation::getMessage))
                .toList();
    }

    private static void reject(ConstraintViolation<?> violation, Rejections<?> errors) {
        Map<String, Object> parameters =
                new LinkedHashMap<>(violation.getConstraintDescriptor().getAttributes());
        parameters.keySet().removeAll(OF_ALL);
        errors.reject(
                violation.getPropertyPath().toString(),
                rule(violation),
                violation.getMessage(),
                parameters,
                violation.getInvalidValue());
    }

    private static String rule(ConstraintViolation<?> violation) {
        ConstraintDescriptor<?> descriptor = violation.getConstraintDescriptor();
        return descriptor.getAnnotation().annotationType().getSimpleName();
    }
}
