package dev.canopy.constraint;

import org.jspecify.annotations.Nullable;

/** A row's values as its columns would hold them; {@link Unsure#UNSURE} for one that is not known here. */
interface Values {
    @Nullable
    Object of(int column);
}
