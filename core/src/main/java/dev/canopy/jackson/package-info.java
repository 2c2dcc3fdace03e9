/** Entities as JSON by Jackson 3, for services that have it. */
@NullMarked
package dev.canopy.jackson;

import org.jspecify.annotations.NullMarked;
