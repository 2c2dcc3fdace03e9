package dev.canopy.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What all that a test reads through its {@link CountedReads} may cost; what it then does with what it read costs nothing. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Costs {
    /** How many round trips; within a statement, as many statements. */
    int value();

    /** How many selects where the reads are split, for each round trip takes several of them along then. */
    int split() default -1;
}
