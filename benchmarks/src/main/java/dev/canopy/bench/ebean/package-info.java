/** Ebean. */
@NullMarked
package dev.canopy.bench.ebean;

import org.jspecify.annotations.NullMarked;
