/** The tables as Ebean's beans. Ebean sets the fields, and what it left out is null, so nothing is promised about nulls. */
@NullUnmarked
package dev.canopy.bench.ebean.mapping;

import org.jspecify.annotations.NullUnmarked;
