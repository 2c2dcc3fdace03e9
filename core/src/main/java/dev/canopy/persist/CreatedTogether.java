package dev.canopy.persist;

import dev.canopy.model.BulkCreate;
import java.util.List;
import org.jooq.Record;

/** A create of many rows, as its hooks see it. */
final class CreatedTogether<R extends Record> extends Reaching implements BulkCreate<R> {
    private final List<R> rows;

    CreatedTogether(Surroundings surroundings, List<R> rows) {
        super(surroundings);
        this.rows = List.copyOf(rows);
    }

    @Override
    public List<R> rows() {
        return rows;
    }
}
