/** What is asked for of one table, as an immutable value. */
@NullMarked
package dev.canopy.selection;

import org.jspecify.annotations.NullMarked;
