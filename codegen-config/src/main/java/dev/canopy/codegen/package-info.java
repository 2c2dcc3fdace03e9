/**
 * From migrations to table classes: jOOQ's generator with associations, and the program that starts a database, migrates it
 * and generates.
 *
 * <p>{@link dev.canopy.codegen.GenerateMain} is the program,
 * and {@link dev.canopy.codegen.CanopyGenerator} with {@link dev.canopy.codegen.CanopyNaming} the same within jOOQ's own
 * configuration.
 */
@NullMarked
package dev.canopy.codegen;

import org.jspecify.annotations.NullMarked;
