package dev.canopy.persist;

import dev.canopy.error.StaleEntityException;
import dev.canopy.model.Meaning;
import dev.canopy.model.ModelName;
import org.jooq.Record;

/** What is said of a row that a write did not find as it was read. */
final class Gone {
    private Gone() {}

    static <R extends Record> StaleEntityException of(Meaning<?, R> meaning, R row) {
        String model = ModelName.of(meaning.table());
        String key = RowIdentity.spoken(meaning, row);
        return meaning.upkeep().version() == null
                ? new StaleEntityException("%s %s is not there any more; nothing was written.".formatted(model, key))
                : new StaleEntityException(
                        "%s %s was changed or removed by somebody else since it was read; nothing was written. Call reload() and decide anew."
                                .formatted(model, key));
    }
}
