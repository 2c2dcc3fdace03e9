package dev.canopy.selection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a Java record that is called otherwise than what it holds, be it a column, a virtual field, a computed value or
 * an association: {@code record Author(@From("lastName") String name, @From("posts") List<Article> articles)}. With {@link
 * Count} and {@link Through} it names what is counted, or the junction's column.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface From {
    /** The name that the component would have without it. */
    String value();
}
