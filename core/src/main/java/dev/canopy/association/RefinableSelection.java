package dev.canopy.association;

import org.jooq.Table;

/** The seam at which a layer above, the selections, joins the family of what a scope can refine. */
public non-sealed interface RefinableSelection<T extends Table<?>> extends Refinable<T> {}
