/** Jimmer. */
@NullMarked
package dev.canopy.bench.jimmer;

import org.jspecify.annotations.NullMarked;
