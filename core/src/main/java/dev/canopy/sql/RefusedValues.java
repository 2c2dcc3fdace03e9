package dev.canopy.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values that a constraint refused, as the server tells them in the detail of its refusal: its text is in the server's language
 * and is not read; values that a statement was given are looked for in it. Immutable.
 */
public final class RefusedValues {
    private final String detail;

    private RefusedValues(String detail) {
        this.detail = detail;
    }

    /** Those of a refusal; empty where the server told none. */
    public static Optional<RefusedValues> of(@Nullable Throwable refusal) {
        return Optional.ofNullable(refusal == null ? null : Refusal.detail(refusal))
                .map(RefusedValues::new);
    }

    /**
     * Whether the key that was refused is this one.
     *
     * @param values in the key's order, as the server writes them; null for one that is not known
     */
    public boolean areKey(List<@Nullable String> values) {
        return !values.contains(null) && detail.contains(")=(" + String.join(", ", values) + ")");
    }

    /**
     * Whether the row that was refused may be this one.
     *
     * @param values in the table's order, as the server writes them; null for one that is not known
     */
    public boolean mayBeRow(List<@Nullable String> values) {
        int from = 0;
        for (String known : between(values)) {
            int found = detail.indexOf(known, from);
            if (found < 0) {
                return false;
            }
            from = found + known.length();
        }
        return true;
    }

    /** What must follow each other, with the values that are not known between. */
    private static List<String> between(List<@Nullable String> values) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder("(");
        for (int i = 0; i < values.size(); i++) {
            part.append(i == 0 ? "" : ", ");
            String value = values.get(i);
            if (value == null) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(value);
            }
        }
        parts.add(part.append(')').toString());
        return parts;
    }

    /** Nothing, for the values may be secret. */
    @Override
    public String toString() {
        return "RefusedValues";
    }
}
