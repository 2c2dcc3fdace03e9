/** What must hold of a value before it is written: validators, and the violations that they find. */
@NullMarked
package dev.canopy.validation;

import org.jspecify.annotations.NullMarked;
