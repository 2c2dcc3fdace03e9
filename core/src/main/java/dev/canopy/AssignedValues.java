package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.validation.Violation;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Values by property name on their way into a row: only into columns that are permitted, and only as these have them. */
final class AssignedValues {
    private final Record row;
    private final Map<String, Field<?>> permitted = new LinkedHashMap<>();
    private final Map<Field<?>, @Nullable Object> accepted = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private AssignedValues(Record row, List<? extends Field<?>> columns) {
        this.row = row;
        columns.forEach(column -> permitted.put(PropertyName.of(column), column));
    }

    /** Puts all of them into the row, or refuses them all and leaves it as it is. */
    static void into(Record row, Map<String, ? extends @Nullable Object> values, List<? extends Field<?>> permitted) {
        AssignedValues assigned = new AssignedValues(row, permitted);
        values.forEach(assigned::accept);
        if (!assigned.violations.isEmpty()) {
            throw new ValidationException(assigned.violations);
        }
        assigned.accepted.forEach((column, value) -> put(row, column, value));
    }

    private void accept(String name, @Nullable Object value) {
        Field<?> column = permitted.get(name);
        if (column == null) {
            refuse(
                    name,
                    "permitted",
                    isColumn(name)
                            ? "is not permitted here"
                            : Whitelist.refusal(name, "field that is permitted", permitted.keySet()),
                    null);
        } else if (value == null) {
            accepted.put(column, null);
        } else {
            converted(column.getType(), value)
                    .ifPresentOrElse(
                            exact -> accepted.put(column, exact),
                            () -> refuse(
                                    name,
                                    "type",
                                    "must be of type " + column.getType().getSimpleName(),
                                    value));
        }
    }

    private boolean isColumn(String name) {
        for (Field<?> column : row.fields()) {
            if (PropertyName.of(column).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void refuse(String name, String rule, String message, @Nullable Object value) {
        violations.add(new Violation(ModelName.of(row), name, rule, message, value));
    }

    private static Optional<Object> converted(Class<?> type, Object value) {
        if (type.isInstance(value)) {
            return Optional.of(value);
        }
        if (type == JSONB.class) {
            return Optional.of(JSONB.valueOf(JsonText.of(value)));
        }
        if (type == JSON.class) {
            return Optional.of(JSON.valueOf(JsonText.of(value)));
        }
        return switch (value) {
            case Number number -> number(type, number);
            case String text -> text(type, text);
            case Collection<?> all -> array(type.getComponentType(), all);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> number(Class<?> type, Number number) {
        try {
            BigDecimal exact = new BigDecimal(number.toString());
            if (type == Long.class) {
                return Optional.of(exact.longValueExact());
            }
            if (type == Integer.class) {
                return Optional.of(exact.intValueExact());
            }
            if (type == Short.class) {
                return Optional.of(exact.shortValueExact());
            }
            if (type == BigInteger.class) {
                return Optional.of(exact.toBigIntegerExact());
            }
            if (type == Double.class) {
                return Optional.of(exact.doubleValue());
            }
            return type == BigDecimal.class ? Optional.of(exact) : Optional.empty();
        } catch (ArithmeticException | NumberFormatException inexact) {
            return Optional.empty();
        }
    }

    private static Optional<Object> text(Class<?> type, String text) {
        ValueText<?> reader;
        try {
            reader = ValueText.of("value", type);
        } catch (DefinitionException unreadable) {
            return Optional.empty();
        }
        return reader.read(text).map(Object.class::cast);
    }

    private static Optional<Object> array(@Nullable Class<?> element, Collection<?> all) {
        if (element == null) {
            return Optional.empty();
        }
        Object array = Array.newInstance(element, all.size());
        int index = 0;
        for (Object each : all) {
            if (each != null) {
                Optional<Object> exact = converted(element, each);
                if (exact.isEmpty()) {
                    return Optional.empty();
                }
                Array.set(array, index, exact.get());
            }
            index++;
        }
        return Optional.of(array);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // it was converted to the column's type; NULL is any type's
    private static <V> void put(Record row, Field<V> column, @Nullable Object value) {
        row.set(column, (V) value);
    }
}
