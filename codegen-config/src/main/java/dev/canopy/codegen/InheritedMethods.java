package dev.canopy.codegen;

import dev.canopy.Entity;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;

/** Methods without parameters that a generated class inherits, so that it must not declare its own of that name. */
final class InheritedMethods {
    /** What a subclass in another package sees. */
    static final Set<String> OF_ENTITIES = visible(Entity.class);

    private InheritedMethods() {}

    static Set<String> visible(Class<?> type) {
        return collect(type, new HashSet<>(), true);
    }

    /** Private and package-private ones too: jOOQ's generator avoids all of them. */
    static Set<String> all(Class<?> type) {
        return collect(type, new HashSet<>(), false);
    }

    private static Set<String> collect(Class<?> type, Set<String> names, boolean onlyVisible) {
        for (Method method : type.getDeclaredMethods()) {
            boolean visible = (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
            if (method.getParameterCount() == 0 && (visible || !onlyVisible)) {
                names.add(method.getName());
            }
        }
        if (type.getSuperclass() != null) {
            collect(type.getSuperclass(), names, onlyVisible);
        }
        for (Class<?> contract : type.getInterfaces()) {
            collect(contract, names, onlyVisible);
        }
        return names;
    }
}
