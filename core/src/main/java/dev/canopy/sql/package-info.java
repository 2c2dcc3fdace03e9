/** Connections, transactions, and what the server answers when it refuses. */
@NullMarked
package dev.canopy.sql;

import org.jspecify.annotations.NullMarked;
