package dev.canopy.model;

import dev.canopy.error.DefinitionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hooks of one type while a definition is taken down: each point's in the order in which they were said. */
final class HookList<P, H> {
    private final Map<P, List<Said<H>>> byPoint = new LinkedHashMap<>();
    private final Function<? super P, String> word;

    /** @param word what one says to add a hook at a point */
    HookList(Function<? super P, String> word) {
        this.word = word;
    }

    /** A hook, and the name that it was given. */
    private static final class Said<H> {
        private final H hook;
        private @Nullable String name;

        Said(H hook) {
            this.hook = hook;
        }

        boolean isCalled(String other) {
            return other.equals(name);
        }
    }

    /** Adds a hook; what is returned gives it its name. */
    HookName add(P point, H hook) {
        List<Said<H>> here = at(point);
        Said<H> said = new Said<>(hook);
        here.add(said);
        return name -> {
            if (here.stream().anyMatch(other -> other.isCalled(name))) {
                throw new DefinitionException(
                        "Two hooks for %s are called \"%s\"; rename one, or take the first away with removeHook(\"%s\")."
                                .formatted(word.apply(point), name, name));
            }
            said.name = name;
        };
    }

    /** Takes the hooks of this name away; whether there were any. */
    boolean remove(String name) {
        boolean removed = false;
        for (List<Said<H>> here : byPoint.values()) {
            removed |= here.removeIf(said -> said.isCalled(name));
        }
        return removed;
    }

    /** Those of this list, then those of the other that are not called so. */
    HookList<P, H> and(HookList<P, H> others, Set<String> except) {
        HookList<P, H> all = new HookList<>(word);
        byPoint.forEach((point, hooks) -> all.at(point).addAll(hooks));
        others.byPoint.forEach((point, hooks) -> hooks.stream()
                .filter(said -> said.name == null || !except.contains(said.name))
                .forEach(all.at(point)::add));
        return all;
    }

    /** As they stand now. */
    Map<P, List<H>> hooks() {
        Map<P, List<H>> hooks = new LinkedHashMap<>();
        byPoint.forEach((point, said) ->
                hooks.put(point, said.stream().map(each -> each.hook).toList()));
        return Map.copyOf(hooks);
    }

    Stream<String> names() {
        return byPoint.values().stream().flatMap(Collection::stream).flatMap(said -> Stream.ofNullable(said.name));
    }

    private List<Said<H>> at(P point) {
        return byPoint.computeIfAbsent(point, p -> new ArrayList<>());
    }
}
