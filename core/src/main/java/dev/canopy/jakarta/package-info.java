/** Rules that Jakarta Validation knows. */
@NullMarked
package dev.canopy.jakarta;

import org.jspecify.annotations.NullMarked;
