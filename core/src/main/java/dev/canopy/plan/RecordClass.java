package dev.canopy.plan;

import dev.canopy.error.DefinitionException;
import dev.canopy.selection.Through;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Java record's class, as reflection shows it; looked at once.
 *
 * @param constructor the canonical constructor, as a function of one array of arguments
 */
record RecordClass(Class<?> type, MethodHandle constructor, List<Component> components) {
    private static final ClassValue<RecordClass> KNOWN = new ClassValue<>() {
        @Override
        protected RecordClass computeValue(Class<?> type) {
            return read(type);
        }
    };

    /**
     * @param type the component's class
     * @param element of a {@code List}, the class of its elements; null for everything else
     * @param through whether it is a column of the junction
     */
    record Component(String name, Class<?> type, @Nullable Class<?> element, boolean through) {
        /** As it is written in code. */
        String written() {
            return element == null ? type.getSimpleName() : "List<%s>".formatted(element.getSimpleName());
        }
    }

    static RecordClass of(Class<?> type) {
        return KNOWN.get(type);
    }

    private static RecordClass read(Class<?> type) {
        if (!type.isRecord()) {
            throw new DefinitionException(
                    "%s is not a Java record, so rows cannot be read into it; make it a record, or use select(..)."
                            .formatted(type.getSimpleName()));
        }
        RecordComponent[] components = type.getRecordComponents();
        return new RecordClass(
                type,
                constructor(type, components),
                Arrays.stream(components).map(RecordClass::component).toList());
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectConstructor(canonical)
                    .asSpreader(Object[].class, components.length)
                    .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new DefinitionException(
                    "The constructor of %s is out of reach: %s. Open its package to the module dev.canopy."
                            .formatted(type.getName(), e.getMessage()),
                    e);
        }
    }

    private static Component component(RecordComponent component) {
        return new Component(
                component.getName(),
                component.getType(),
                element(component),
                component.isAnnotationPresent(Through.class));
    }

    private static @Nullable Class<?> element(RecordComponent component) {
        if (component.getType() != List.class || !(component.getGenericType() instanceof ParameterizedType list)) {
            return null;
        }
        Type element = list.getActualTypeArguments()[0];
        return element instanceof Class<?> named ? named : Object.class;
    }
}
