package dev.canopy.it;

import static dev.canopy.sample.Tables.USERS;

import dev.canopy.DatabaseBuilder;
import dev.canopy.association.Strategy;
import dev.canopy.quickstart.UserModel;
import java.util.List;
import java.util.function.Consumer;

/** The users of the quickstart; what their hooks say is heard by the thread that runs them. */
public final class SampleModels implements Consumer<DatabaseBuilder> {
    private static final Heard HEARD = new Heard();

    /** Called by the extension. */
    public SampleModels() {}

    /** What the hooks said on this thread since the last call. */
    static List<String> heard() {
        return HEARD.take();
    }

    @Override
    public void accept(DatabaseBuilder c) {
        c.strategy(Strategy.MULTISET).define(USERS, new UserModel(what -> HEARD.add(what)));
    }
}
