package dev.canopy.load;

import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A row of the root.
 *
 * @param entity the row, with all that hangs on it
 * @param beside the values of the fields that were read beside it
 */
public record Row(Record entity, List<@Nullable Object> beside) {}
