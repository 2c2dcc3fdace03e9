/** How tables are linked, and what a tree of rows asks of each link. Nothing here executes a statement. */
@NullMarked
package dev.canopy.association;

import org.jspecify.annotations.NullMarked;
