package dev.canopy.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the root.
 *
 * @param made what it was read as, with all that hangs on it
 * @param beside the values of the fields that were read beside it
 */
public record Row(@Nullable Object made, List<@Nullable Object> beside) {}
