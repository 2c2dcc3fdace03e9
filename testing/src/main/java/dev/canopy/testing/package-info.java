/**
 * A real PostgreSQL for tests and code generation: {@link dev.canopy.testing.PostgresServer} decides which one, and
 * {@link dev.canopy.testing.CanopyTest} gives each test class a migrated database of its own.
 */
@NullMarked
package dev.canopy.testing;

import org.jspecify.annotations.NullMarked;
