package dev.canopy.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.association.Strategy;
import dev.canopy.bench.canopy.CanopyEntities;
import dev.canopy.bench.canopy.CanopyRecords;
import dev.canopy.bench.ebean.EbeanEntities;
import dev.canopy.bench.ebean.EbeanRecords;
import dev.canopy.bench.hibernate.HibernateEntities;
import dev.canopy.bench.hibernate.HibernateRecords;
import dev.canopy.bench.jdbc.JdbcArrays;
import dev.canopy.bench.jdbc.JdbcFlat;
import dev.canopy.bench.jdbc.JdbcJson;
import dev.canopy.bench.jdbc.JdbcTrip;
import dev.canopy.bench.jimmer.JimmerEntities;
import dev.canopy.bench.jimmer.JimmerRecords;
import dev.canopy.bench.jooq.JooqMultiset;
import dev.canopy.bench.jooq.JooqSeparate;
import dev.canopy.bench.sequelize.Sequelize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** All who take part; a new one is named here. */
final class Contenders {
    private static final List<Entrant> ALL = all();

    private Contenders() {}

    /** One that has not entered yet: some take seconds to set up. */
    private record Entrant(String name, Function<HikariDataSource, Contender> enter) {}

    /** Who cannot take part, and why. */
    static Map<String, String> absences() {
        return Sequelize.absence().map(reason -> Map.of("sequelize", reason)).orElse(Map.of());
    }

    /** Those of such names that are not absent, each with connections of its own, in the setting that the lab is in. */
    static List<Contender> in(Lab lab, Pattern names, Map<String, String> absences) {
        return ALL.stream()
                .filter(entrant -> names.matcher(entrant.name()).matches())
                .filter(entrant -> !absences.containsKey(entrant.name()))
                .map(entrant -> entrant.enter().apply(lab.pool()))
                .toList();
    }

    private static List<Entrant> all() {
        List<Entrant> all = new ArrayList<>(List.of(
                new Entrant("jdbc-flat", JdbcFlat::new),
                new Entrant("jdbc-trip", JdbcTrip::new),
                new Entrant("jdbc-json", JdbcJson::new),
                new Entrant("jdbc-arrays", JdbcArrays::new),
                new Entrant("jooq-multiset", JooqMultiset::new),
                new Entrant("jooq-separate", JooqSeparate::new),
                new Entrant("sequelize", Sequelize::new),
                new Entrant("hibernate", HibernateRecords::new),
                new Entrant("hibernate", HibernateEntities::new),
                new Entrant("ebean", EbeanRecords::new),
                new Entrant("ebean", EbeanEntities::new),
                new Entrant("jimmer", JimmerRecords::new),
                new Entrant("jimmer", JimmerEntities::new)));
        for (Strategy strategy : Strategy.values()) {
            String name = "canopy-" + strategy.name().toLowerCase(Locale.ROOT);
            all.add(new Entrant(name, pool -> new CanopyRecords(pool, strategy)));
            all.add(new Entrant(name, pool -> new CanopyEntities(pool, strategy)));
        }
        all.add(new Entrant("canopy", pool -> new CanopyRecords(pool, null)));
        all.add(new Entrant("canopy", pool -> new CanopyEntities(pool, null)));
        return all;
    }
}
