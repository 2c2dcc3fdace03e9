/**
 * The tables as Hibernate's entities, with what its guide advises: every association lazy, ids from sequences that hand out fifty
 * at a time. Hibernate sets the fields, and what it left out is null, so nothing is promised about nulls.
 */
@NullUnmarked
package dev.canopy.bench.hibernate.mapping;

import org.jspecify.annotations.NullUnmarked;
