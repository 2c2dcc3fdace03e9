/** Hand-written JDBC, in each form that is worth writing. */
@NullMarked
package dev.canopy.bench.jdbc;

import org.jspecify.annotations.NullMarked;
