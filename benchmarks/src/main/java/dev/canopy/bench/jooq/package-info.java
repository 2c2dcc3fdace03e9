/** Hand-written jOOQ. */
@NullMarked
package dev.canopy.bench.jooq;

import org.jspecify.annotations.NullMarked;
