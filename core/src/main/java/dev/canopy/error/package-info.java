/** What can go wrong, one exception type per meaning; each says what failed, on what, and how to mend it. */
@NullMarked
package dev.canopy.error;

import org.jspecify.annotations.NullMarked;
