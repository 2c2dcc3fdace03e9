/** What a model means beyond its table: validators, hooks, scopes, virtual fields, timestamps, soft deletion, version. */
@NullMarked
package dev.canopy.model;

import org.jspecify.annotations.NullMarked;
