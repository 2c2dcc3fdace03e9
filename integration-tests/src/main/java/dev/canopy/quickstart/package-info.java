/** A program that shows what Canopy does, step by step, on a real database. */
@NullMarked
package dev.canopy.quickstart;

import org.jspecify.annotations.NullMarked;
