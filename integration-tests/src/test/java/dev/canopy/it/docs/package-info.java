/** The examples of README.md and docs/, each in a test that runs it. */
@NullMarked
package dev.canopy.it.docs;

import org.jspecify.annotations.NullMarked;
