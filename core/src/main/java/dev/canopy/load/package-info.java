/** Runs a plan: builds its SQL and reads rows and nested JSON straight into entities. */
@NullMarked
package dev.canopy.load;

import org.jspecify.annotations.NullMarked;
