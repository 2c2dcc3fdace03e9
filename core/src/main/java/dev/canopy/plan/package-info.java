/** How a selection will be read: a tree of levels. */
@NullMarked
package dev.canopy.plan;

import org.jspecify.annotations.NullMarked;
