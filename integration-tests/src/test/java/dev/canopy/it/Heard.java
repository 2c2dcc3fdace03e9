package dev.canopy.it;

import java.util.ArrayList;
import java.util.List;

/** What hooks say, kept for the thread that runs them. */
final class Heard {
    private final ThreadLocal<List<String>> said = ThreadLocal.withInitial(ArrayList::new);

    void add(String what) {
        said.get().add(what);
    }

    /** What was said on this thread since the last call. */
    List<String> take() {
        List<String> all = List.copyOf(said.get());
        said.remove();
        return all;
    }
}
