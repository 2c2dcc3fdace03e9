package dev.canopy;

import dev.canopy.association.Association;
import dev.canopy.association.Link;
import dev.canopy.error.DefinitionException;
import dev.canopy.error.ValidationException;
import dev.canopy.model.ModelName;
import dev.canopy.model.PropertyName;
import dev.canopy.validation.Violation;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** Rows that refer to an entity and are to do so no more. */
record TakenOut<C extends Table<R>, R extends Record>(Entity<?> from, Association<?, C> association, Link link) {
    /**
     * Does what was decided.
     *
     * @param removed null where nobody did: the rows are detached where that is possible, else somebody must say
     */
    void by(@Nullable Removed removed, Writes writes, List<R> rows) {
        if (rows.isEmpty()) {
            return;
        }
        switch (removed) {
            case DETACH -> detach(writes, rows);
            case DESTROY -> writes.destroy(association.target(), rows);
            case KEEP -> {}
            case REFUSE ->
                throw new ValidationException(List.of(new Violation(
                        near(),
                        association.associationName(),
                        "removed",
                        "must keep %s, which would be taken out".formatted(named(rows)),
                        null)));
            case null -> {
                requireDecided(rows);
                detach(writes, rows);
            }
        }
    }

    private void requireDecided(List<R> rows) {
        notNull().ifPresent(column -> {
            throw new DefinitionException(
                    "%1$s.%2$s must not be null, so %3$s cannot be taken out of %4$s and stay. Say set(.., Removed.DESTROY) to destroy what is taken out, or add(row) it to another %5$s first."
                            .formatted(model(), PropertyName.of(column), named(rows), association, near()));
        });
    }

    private void detach(Writes writes, List<R> rows) {
        requireDetachable();
        writes.keep(rows);
        rows.forEach(row -> link.far().forEach(column -> Near.put(row, column, null)));
        writes.update(association.target(), rows);
    }

    /** Refuses to leave rows without what they must refer to. */
    void requireDetachable() {
        notNull().ifPresent(column -> {
            throw new DefinitionException(
                    "%1$s.%2$s must not be null, so a %1$s cannot be taken out of %3$s and stay. Destroy it with destroy(row), or add(row) it to another %4$s."
                            .formatted(model(), PropertyName.of(column), association, near()));
        });
    }

    private Optional<? extends TableField<?, ?>> notNull() {
        return Near.notNull(link.far());
    }

    private String named(List<R> rows) {
        return String.join(
                ", ",
                rows.stream()
                        .map(row -> model() + " " + RowKey.of(row, association.target()))
                        .toList());
    }

    private String model() {
        return ModelName.of(association.target());
    }

    private String near() {
        return ModelName.of(from);
    }
}
