/**
 * The tables as Jimmer's entities: interfaces, whose immutable objects, drafts, tables and fetchers its annotation processor writes.
 */
@NullMarked
package dev.canopy.bench.jimmer.mapping;

import org.jspecify.annotations.NullMarked;
