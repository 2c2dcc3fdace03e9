package dev.canopy.bench;

import dev.canopy.association.Strategy;
import dev.canopy.bench.canopy.CanopyEntities;
import dev.canopy.bench.canopy.CanopyRecords;
import dev.canopy.bench.jdbc.JdbcArrays;
import dev.canopy.bench.jdbc.JdbcFlat;
import dev.canopy.bench.jdbc.JdbcJson;
import dev.canopy.bench.jdbc.JdbcTrip;
import dev.canopy.bench.jooq.JooqMultiset;
import dev.canopy.bench.jooq.JooqSeparate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All who take part; a new one is named here. */
final class Contenders {
    private static final List<Function<Lab, Contender>> ALL = all();

    private Contenders() {}

    /** Each with connections of its own, in the setting that the lab is in. */
    static List<Contender> in(Lab lab) {
        return ALL.stream().map(contender -> contender.apply(lab)).toList();
    }

    private static List<Function<Lab, Contender>> all() {
        List<Function<Lab, Contender>> all = new ArrayList<>(List.of(
                lab -> new JdbcFlat(lab.pool()),
                lab -> new JdbcTrip(lab.pool()),
                lab -> new JdbcJson(lab.pool()),
                lab -> new JdbcArrays(lab.pool()),
                lab -> new JooqMultiset(lab.pool()),
                lab -> new JooqSeparate(lab.pool())));
        List<@Nullable Strategy> strategies = new ArrayList<>(Arrays.asList(Strategy.values()));
        strategies.add(null);
        for (@Nullable Strategy strategy : strategies) {
            all.add(lab -> new CanopyRecords(lab.pool(), strategy));
            all.add(lab -> new CanopyEntities(lab.pool(), strategy));
        }
        return all;
    }
}
