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

    /** No component of a Java record may be called so. */
    static final Set<String> OF_OBJECTS = visible(Object.class);

    private InheritedMethods() {}

    private static Set<String> visible(Class<?> type) {
        return collect(type, new HashSet<>());
    }

    private static Set<String> collect(Class<?> type, Set<String> names) {
        for (Method method : type.getDeclaredMethods()) {
            boolean visible = (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
            if (visible && method.getParameterCount() == 0) {
                names.add(method.getName());
            }
        }
        if (type.getSuperclass() != null) {
            collect(type.getSuperclass(), names);
        }
        for (Class<?> contract : type.getInterfaces()) {
            collect(contract, names);
        }
        return names;
    }
}
