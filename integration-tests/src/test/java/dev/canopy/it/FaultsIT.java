package dev.canopy.it;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Each of the known faults is borne by a test. */
class FaultsIT {
    @Test
    void a_test_bears_only_faults_that_are_known() {
        assertThat(known().keySet()).containsAll(borne());
    }

    @Test
    void every_fault_that_is_known_is_borne_by_a_test() {
        Map<String, String> open = known();
        open.keySet().removeAll(borne());

        assertThat(open).as("faults that no test bears").isEmpty();
    }

    private static Map<String, String> known() {
        Map<String, String> faults = new LinkedHashMap<>();
        try (InputStream file = Objects.requireNonNull(FaultsIT.class.getResourceAsStream("/faults.txt"))) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> faults.put(
                            line.substring(0, line.indexOf(' ')),
                            line.substring(line.indexOf(' ')).strip()));
        } catch (IOException unreadable) {
            throw new AssertionError("faults.txt cannot be read", unreadable);
        }
        return faults;
    }

    private static Set<String> borne() {
        return ReflectionSupport.findAllClassesInPackage("dev.canopy", type -> true, name -> true).stream()
                .flatMap(FaultsIT::numbers)
                .collect(toCollection(TreeSet::new));
    }

    /** Those of the class count if it has a test; those of a method, if it is one. */
    private static Stream<String> numbers(Class<?> type) {
        List<? extends AnnotatedElement> tests = ReflectionSupport.findMethods(
                type, method -> AnnotationSupport.isAnnotated(method, Testable.class), HierarchyTraversalMode.TOP_DOWN);
        return tests.isEmpty()
                ? Stream.empty()
                : Stream.concat(Stream.of(type), tests.stream()).flatMap(FaultsIT::said);
    }

    private static Stream<String> said(AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, Fault.class).stream()
                .flatMap(fault -> Stream.of(fault.value()));
    }
}
