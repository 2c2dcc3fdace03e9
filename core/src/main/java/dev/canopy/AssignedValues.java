package dev.canopy;

import dev.canopy.error.ValidationException;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.persist.Snapshot;
import dev.canopy.validation.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** Values by property name on their way into a row: only into what is permitted, and only as it has them. */
final class AssignedValues<R extends Record> {
    private final R row;
    private final Permitted<R> permitted;
    private final Set<String> sensitive;
    private final Map<Field<?>, @Nullable Object> accepted = new LinkedHashMap<>();
    private final Map<Permitted.Written<R, ?>, Object> written = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private AssignedValues(R row, Permitted<R> permitted, Set<String> sensitive) {
        this.row = row;
        this.permitted = permitted;
        this.sensitive = sensitive;
    }

    /**
     * Puts all of them into the row, or refuses them all and leaves it as it is.
     *
     * @param sensitive names of the columns whose values are not shown
     */
    static <R extends Record> void into(
            R row, Map<String, ? extends @Nullable Object> values, Permitted<R> permitted, Set<String> sensitive) {
        AssignedValues<R> assigned = new AssignedValues<>(row, permitted, sensitive);
        values.forEach(assigned::accept);
        assigned.put();
    }

    private void accept(String name, @Nullable Object value) {
        TableField<R, ?> column = permitted.column(name);
        Permitted.Written<R, ?> virtual = permitted.virtual(name);
        if (column != null) {
            accept(name, column, value);
        } else if (virtual != null) {
            accept(name, virtual, value);
        } else {
            refuse(
                    name,
                    "permitted",
                    isColumn(name)
                            ? "is not permitted here"
                            : Whitelist.refusal(name, "field that is permitted", permitted.names()),
                    null);
        }
    }

    private void accept(String name, TableField<R, ?> column, @Nullable Object value) {
        if (value == null) {
            accepted.put(column, null);
            return;
        }
        Optional<Object> exact = ExactValue.of(column, value);
        if (exact.isPresent()) {
            accepted.put(column, exact.get());
        } else {
            boolean shown = !sensitive.contains(column.getName());
            refuse(name, "type", "must be " + ExactValue.what(column), shown ? value : null);
        }
    }

    private void accept(String name, Permitted.Written<R, ?> virtual, @Nullable Object value) {
        if (value == null) {
            refuse(name, "notNull", "must not be null", null);
            return;
        }
        Optional<Object> exact = ExactValue.of(virtual.type(), value);
        if (exact.isPresent()) {
            written.put(virtual, exact.get());
        } else {
            refuse(name, "type", "must be " + ExactValue.what(virtual.type()), null);
        }
    }

    private void put() {
        if (!violations.isEmpty()) {
            throw new ValidationException(violations);
        }
        Snapshot before = Snapshot.of(row);
        try {
            accepted.forEach((column, value) -> put(row, column, value));
            written.forEach((virtual, value) -> virtual.set(row, value));
        } catch (RuntimeException | Error failure) {
            before.restore(row);
            throw failure;
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

    @SuppressWarnings({"unchecked", "NullAway"}) // it was converted to the column's type; NULL is any type's
    private static <V> void put(Record row, Field<V> column, @Nullable Object value) {
        row.set(column, (V) value);
    }
}
