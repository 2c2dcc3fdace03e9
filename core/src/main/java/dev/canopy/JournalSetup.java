package dev.canopy;

import dev.canopy.error.DefinitionException;
import dev.canopy.sql.ExecutedStatement;
import dev.canopy.sql.Journal;
import dev.canopy.sql.OnLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was said about the telling of statements. */
final class JournalSetup {
    private final List<Consumer<ExecutedStatement>> observers = new ArrayList<>();
    private @Nullable Duration slow;
    private boolean development;
    private boolean comments;
    private int loop;
    private OnLoop onLoop = OnLoop.WARN;

    void observer(Consumer<ExecutedStatement> observer) {
        observers.add(observer);
    }

    void slow(Duration longest) {
        if (longest.isNegative()) {
            throw new DefinitionException(
                    "slowerThan(%s) is negative; zero tells of every statement.".formatted(longest));
        }
        slow = longest;
    }

    void development() {
        development = true;
    }

    void loops(int most, OnLoop response) {
        if (most < 1) {
            throw new DefinitionException("loops(%d, ..) allows no statement at all; say 1 at least.".formatted(most));
        }
        loop = most;
        onLoop = response;
    }

    void comments() {
        comments = true;
    }

    Journal.Wishes wishes() {
        return new Journal.Wishes(
                observers,
                development && slow == null ? Duration.ofMillis(200) : slow,
                development,
                comments,
                development && loop == 0 ? 10 : loop,
                onLoop);
    }
}
