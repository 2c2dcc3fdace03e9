/** How values travel from the server: as columns of a result, and as elements of a JSON array. */
@NullMarked
package dev.canopy.codec;

import org.jspecify.annotations.NullMarked;
