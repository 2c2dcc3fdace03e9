/** Canopy, by each strategy and by its own choice. */
@NullMarked
package dev.canopy.bench.canopy;

import org.jspecify.annotations.NullMarked;
