/** Canopy beside hand-written JDBC, hand-written jOOQ and other libraries: the same work, the same rows, side by side. */
@NullMarked
package dev.canopy.bench;

import org.jspecify.annotations.NullMarked;
