/** Sequelize on Node, in a process of its own. */
@NullMarked
package dev.canopy.bench.sequelize;

import org.jspecify.annotations.NullMarked;
