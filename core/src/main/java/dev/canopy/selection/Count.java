package dev.canopy.selection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a Java record that is how many rows a to-many association has, beside the rows or instead of them: {@code record
 * UserCard(String lastName, @Count long posts)}, or {@code @Count @From("posts") long postCount}. An include of the selection
 * that refines the association says which rows are counted; its limit and offset do not matter.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Count {}
