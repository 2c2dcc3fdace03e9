/** The one pipeline that every write of a record passes. */
@NullMarked
package dev.canopy.persist;

import org.jspecify.annotations.NullMarked;
