/** Enters by the front door, on a real PostgreSQL; what SQL and the server's own log say is the witness. */
@NullMarked
package dev.canopy.it;

import org.jspecify.annotations.NullMarked;
