/** The Maven goal around the program that generates. */
@NullMarked
package dev.canopy.maven;

import org.jspecify.annotations.NullMarked;
