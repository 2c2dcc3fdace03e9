/** Spring's transactions, for services that have them. */
@NullMarked
package dev.canopy.spring;

import org.jspecify.annotations.NullMarked;
