/** Hibernate ORM. */
@NullMarked
package dev.canopy.bench.hibernate;

import org.jspecify.annotations.NullMarked;
