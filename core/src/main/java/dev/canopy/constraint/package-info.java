/** What the database demands of a row, as Java: asked before a statement is sent, so that all refusals come together. */
@NullMarked
package dev.canopy.constraint;

import org.jspecify.annotations.NullMarked;
