package dev.canopy.constraint;

import dev.canopy.constraint.Expression.Comparator;
import dev.canopy.constraint.Expression.Comparison;
import dev.canopy.constraint.Expression.Constant;
import dev.canopy.constraint.Expression.Length;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in words what an expression over one column wants: {@code must be at least 0}. */
final class Sentence {
    private Sentence() {}

    /** Without a subject; empty if it has no plain form. */
    static Optional<String> of(Expression expression) {
        return switch (expression) {
            case Comparison comparison -> comparison(comparison);
            case Expression.Membership membership ->
                Optional.of((membership.wanted() ? "must be one of " : "must be none of ")
                        + membership.options().stream().map(Constant::value).toList());
            case Expression.Match match ->
                Optional.of((match.wanted() ? "must match " : "must not match ") + match.source());
            case Expression.IsNull test -> Optional.of(test.wanted() ? "must be null" : "must not be null");
            case Expression.And and -> all(and.parts());
            case Expression.Or or -> besidesNull(or.parts());
            default -> Optional.empty();
        };
    }

    private static Optional<String> comparison(Comparison comparison) {
        if (!(comparison.right() instanceof Constant constant)) {
            return Optional.empty();
        }
        @Nullable Object value = constant.value();
        return switch (comparison.left()) {
            case Expression.Column column -> Optional.of("must " + compared(comparison.by(), value));
            case Expression.As as -> Optional.of("must " + compared(comparison.by(), value));
            case Length length ->
                Optional.of("must have " + counted(comparison.by()) + plain(value) + unit(length.by()));
            case Expression.Trimmed trimmed ->
                comparison.by() == Comparator.UNEQUAL && "".equals(value)
                        ? Optional.of("must not be blank")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String compared(Comparator by, @Nullable Object constant) {
        String value = constant instanceof String text ? "\"" + text + "\"" : plain(constant);
        return switch (by) {
            case EQUAL -> "be " + value;
            case UNEQUAL -> "".equals(constant) ? "not be empty" : "not be " + value;
            case LESS -> "be less than " + value;
            case AT_MOST -> "be at most " + value;
            case MORE -> "be more than " + value;
            case AT_LEAST -> "be at least " + value;
        };
    }

    private static String counted(Comparator by) {
        return switch (by) {
            case EQUAL -> "";
            case UNEQUAL -> "other than ";
            case LESS -> "fewer than ";
            case AT_MOST -> "at most ";
            case MORE -> "more than ";
            case AT_LEAST -> "at least ";
        };
    }

    private static String unit(Expression.Measure by) {
        return switch (by) {
            case CHARACTERS -> " characters";
            case BYTES -> " bytes";
            case ELEMENTS, FIRST_DIMENSION -> " elements";
        };
    }

    private static Optional<String> all(List<Expression> parts) {
        if (parts.size() == 2
                && parts.getFirst() instanceof Comparison from
                && parts.getLast() instanceof Comparison to
                && from.by() == Comparator.AT_LEAST
                && to.by() == Comparator.AT_MOST
                && from.left().equals(to.left())
                && from.right() instanceof Constant least
                && to.right() instanceof Constant most) {
            return Optional.of(between(from.left(), plain(least.value()), plain(most.value())));
        }
        List<String> sentences = new ArrayList<>();
        for (Expression part : parts) {
            Optional<String> sentence = of(part);
            if (sentence.isEmpty()) {
                return Optional.empty();
            }
            String said = sentence.get();
            sentences.add(sentences.isEmpty() ? said : said.replaceFirst("^must ", ""));
        }
        return Optional.of(String.join(" and ", sentences));
    }

    private static String between(Expression measured, String least, String most) {
        return measured instanceof Length length
                ? "must have %s to %s%s".formatted(least, most, unit(length.by()))
                : "must be from %s to %s".formatted(least, most);
    }

    /** That a value may be null, every check says that does not say otherwise. */
    private static Optional<String> besidesNull(List<Expression> parts) {
        List<Expression> others = parts.stream()
                .filter(part -> !(part instanceof Expression.IsNull test && test.wanted()))
                .toList();
        return others.size() == 1 ? of(others.getFirst()) : Optional.empty();
    }

    private static String plain(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }
}
