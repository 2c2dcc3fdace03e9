package dev.canopy.it;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which faults a test would find: numbers of {@code faults.txt}, as in {@code @Fault("2.24")}. On a class it speaks for all
 * tests of the class. {@link FaultsIT} prints the numbers that no test bears.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Fault {
    String[] value();
}
