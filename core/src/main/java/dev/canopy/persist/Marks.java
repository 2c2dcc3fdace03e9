package dev.canopy.persist;

import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** Conditions on the column that marks a row as deleted. */
final class Marks {
    private Marks() {}

    static Condition isNull(Table<?> alias, Field<?> mark) {
        return Objects.requireNonNull(alias.field(mark)).isNull();
    }
}
