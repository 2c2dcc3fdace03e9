/** The front door: connect, take a model, read trees, write entities. */
@NullMarked
package dev.canopy;

import org.jspecify.annotations.NullMarked;
