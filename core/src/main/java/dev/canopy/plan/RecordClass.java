package dev.canopy.plan;

import dev.canopy.error.DefinitionException;
import dev.canopy.selection.Count;
import dev.canopy.selection.From;
import dev.canopy.selection.Through;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Java record's class, as reflection shows it; looked at once.
 *
 * @param constructor the canonical constructor, as a function of one array of arguments
 */
record RecordClass(Class<?> type, MethodHandle constructor, List<Component> components) {
    private static final MethodHandle OPTIONAL = optional();

    private static final ClassValue<RecordClass> KNOWN = new ClassValue<>() {
        @Override
        protected RecordClass computeValue(Class<?> type) {
            return read(type);
        }
    };

    /** What a component holds of what its name says. */
    enum Role {
        /** The thing itself. */
        VALUE,
        /** A column of the junction. */
        THROUGH,
        /** How many rows there are. */
        COUNT
    }

    /**
     * @param source the name of what it holds; its own unless it says otherwise
     * @param type its class; of an {@code Optional}, that of the value
     * @param element of a {@code List}, the class of its elements; null for everything else
     * @param optional whether it is an {@code Optional}
     */
    record Component(
            String name,
            String source,
            Role role,
            Class<?> type,
            @Nullable Class<?> element,
            boolean optional) {
        /** As it is written in code. */
        String written() {
            String value = element == null ? type.getSimpleName() : "List<%s>".formatted(element.getSimpleName());
            return optional ? "Optional<%s>".formatted(value) : value;
        }

        boolean isRenamed() {
            return !source.equals(name);
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
            MethodHandle constructor = MethodHandles.lookup().unreflectConstructor(canonical);
            for (int i = 0; i < components.length; i++) {
                if (components[i].getType() == Optional.class) {
                    constructor = MethodHandles.filterArguments(constructor, i, OPTIONAL);
                }
            }
            return constructor
                    .asSpreader(Object[].class, components.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new DefinitionException(
                    "The constructor of %s is out of reach: %s. Open its package to the module dev.canopy."
                            .formatted(type.getName(), e.getMessage()),
                    e);
        }
    }

    private static MethodHandle optional() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(Optional.class, "ofNullable", MethodType.methodType(Optional.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Component component(RecordComponent component) {
        From from = component.getAnnotation(From.class);
        boolean optional = component.getType() == Optional.class;
        return new Component(
                component.getName(),
                from == null ? component.getName() : from.value(),
                role(component),
                optional ? argument(component) : component.getType(),
                component.getType() == List.class ? argument(component) : null,
                optional);
    }

    private static Role role(RecordComponent component) {
        if (component.isAnnotationPresent(Count.class)) {
            return Role.COUNT;
        }
        return component.isAnnotationPresent(Through.class) ? Role.THROUGH : Role.VALUE;
    }

    /** The class between the angle brackets. */
    private static Class<?> argument(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> named) {
            return named;
        }
        return Object.class;
    }
}
