package dev.canopy.association;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Associations one behind the other.
 *
 * @param steps each begins where the one before it ends
 */
public record Chain(List<Association<?, ?>> steps) {
    public Chain {
        steps = List.copyOf(steps);
    }

    Chain then(Association<?, ?> step) {
        List<Association<?, ?>> more = new ArrayList<>(steps);
        more.add(step);
        return new Chain(more);
    }

    /** Whether it is the other one and one step more. */
    boolean isBelow(@Nullable Chain other) {
        int last = steps.size() - 1;
        return other == null ? last == 0 : steps.subList(0, last).equals(other.steps);
    }

    /** The first part of it that begins and ends with the same step; empty where no step comes again. */
    public Optional<Chain> loop() {
        List<String> names = names();
        for (int end = 1; end < names.size(); end++) {
            int start = names.indexOf(names.get(end));
            if (start < end) {
                return Optional.of(new Chain(steps.subList(start, end + 1)));
            }
        }
        return Optional.empty();
    }

    /** What the rows are called from which it leads away. */
    public String model() {
        return steps.getFirst().source().getRecordType().getSimpleName();
    }

    /** {@code USERS.POSTS → POSTS.AUTHOR}, by the tables' own names, whatever their aliases. */
    @Override
    public String toString() {
        return names().stream().collect(joining(" → "));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        Table<?> source = steps.getFirst().source();
        for (Association<?, ?> step : steps) {
            String code = step.toString();
            names.add(source.getName().toUpperCase(Locale.ROOT) + code.substring(code.lastIndexOf('.')));
            source = step.target();
        }
        return names;
    }
}
