package dev.canopy.constraint;

import dev.canopy.association.Demands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A check constraint, as far as it is understood.
 *
 * @param name the constraint's name
 * @param columns the columns that what is understood reads, by their places in the row
 * @param message what must hold
 */
record CheckRule(String name, List<Integer> columns, Expression expression, String message) {
    static Optional<CheckRule> of(Demands.Check check, Map<String, Expression.Column> known) {
        String column = check.column();
        Map<String, Expression.Column> visible = known;
        if (column != null) {
            Expression.Column own = known.get(column);
            if (own == null) {
                return Optional.empty();
            }
            visible = new HashMap<>(Map.of("VALUE", own));
        }
        return CheckReader.read(check.expression(), visible).flatMap(read -> of(check, read));
    }

    private static Optional<CheckRule> of(Demands.Check check, Expression read) {
        List<Integer> columns = new ArrayList<>();
        collect(read, columns);
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        String message = columns.size() == 1 ? Sentence.of(read).orElseGet(() -> whole(check)) : whole(check);
        return Optional.of(new CheckRule(check.name(), List.copyOf(columns), read, message));
    }

    boolean refuses(Values row) {
        return Boolean.FALSE.equals(expression.of(row));
    }

    private static String whole(Demands.Check check) {
        return "must meet the check constraint %s: %s".formatted(check.name(), check.expression());
    }

    private static void collect(Expression expression, List<Integer> columns) {
        switch (expression) {
            case Expression.Column column -> {
                if (!columns.contains(column.index())) {
                    columns.add(column.index());
                }
            }
            case Expression.And and -> and.parts().forEach(part -> collect(part, columns));
            case Expression.Or or -> or.parts().forEach(part -> collect(part, columns));
            case Expression.Not not -> collect(not.negated(), columns);
            case Expression.IsNull test -> collect(test.asked(), columns);
            case Expression.IsTruth test -> collect(test.asked(), columns);
            case Expression.Comparison comparison -> {
                collect(comparison.left(), columns);
                collect(comparison.right(), columns);
            }
            case Expression.Membership membership -> collect(membership.asked(), columns);
            case Expression.Match match -> collect(match.text(), columns);
            case Expression.Length length -> collect(length.measured(), columns);
            case Expression.Trimmed trimmed -> collect(trimmed.text(), columns);
            case Expression.Floating floating -> collect(floating.number(), columns);
            case Expression.As as -> collect(as.value(), columns);
            case Expression.Opaque opaque -> {}
            case Expression.Constant constant -> {}
            case Expression.Choice choice -> {}
        }
    }
}
