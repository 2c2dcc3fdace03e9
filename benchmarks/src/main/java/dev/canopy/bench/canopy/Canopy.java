package dev.canopy.bench.canopy;

import static dev.canopy.bench.schema.Tables.ACCOUNTS;
import static dev.canopy.bench.schema.Tables.MOVIES;
import static dev.canopy.bench.schema.Tables.PERSONS;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.association.BelongsToMany;
import dev.canopy.association.Computed;
import dev.canopy.association.Pairing;
import dev.canopy.association.Strategy;
import dev.canopy.bench.Contender;
import dev.canopy.bench.Rows.AccountRow;
import dev.canopy.bench.Target;
import dev.canopy.bench.schema.tables.Actors;
import dev.canopy.bench.schema.tables.Directors;
import dev.canopy.bench.schema.tables.Movies;
import dev.canopy.bench.schema.tables.Persons;
import dev.canopy.bench.schema.tables.records.Actor;
import dev.canopy.bench.schema.tables.records.Director;
import dev.canopy.bench.schema.tables.records.Person;
import dev.canopy.model.ModelBuilder;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A Database with the models that the workloads need. */
abstract class Canopy implements Contender {
    static final Computed<Movies, BigDecimal> AVG_RATING =
            Computed.of("avgRating", MOVIES, m -> m.REVIEWS.avg(r -> r.RATING));

    static final Computed<Persons, String> FULL_NAME = Computed.of(
            "fullName",
            PERSONS,
            p -> DSL.field(
                    "concat_ws(' ', {0}, nullif({1}, ''), {2})",
                    String.class, p.FIRST_NAME, p.MIDDLE_NAME, p.LAST_NAME));

    static final BelongsToMany<Movies, Directors, Director, Persons, Person> DIRECTED_BY = BelongsToMany.of(
            "directors",
            MOVIES,
            dev.canopy.bench.schema.Tables.DIRECTORS,
            PERSONS,
            Pairing.on(MOVIES.ID, dev.canopy.bench.schema.Tables.DIRECTORS.MOVIE_ID),
            Pairing.on(dev.canopy.bench.schema.Tables.DIRECTORS.PERSON_ID, PERSONS.ID));

    static final BelongsToMany<Movies, Actors, Actor, Persons, Person> PLAYED_BY = BelongsToMany.of(
            "cast",
            MOVIES,
            dev.canopy.bench.schema.Tables.ACTORS,
            PERSONS,
            Pairing.on(MOVIES.ID, dev.canopy.bench.schema.Tables.ACTORS.MOVIE_ID),
            Pairing.on(dev.canopy.bench.schema.Tables.ACTORS.PERSON_ID, PERSONS.ID));

    final Database db;
    private final @Nullable Strategy strategy;

    Canopy(DataSource pool, @Nullable Strategy strategy) {
        this.strategy = strategy;
        this.db = Database.using(pool, c -> define(strategy == null ? c : c.strategy(strategy)));
    }

    @Override
    public String name() {
        return strategy == null ? "canopy" : "canopy-" + strategy.name().toLowerCase(Locale.ROOT);
    }

    /** Writes are the same by every strategy, so one of them writes. */
    final boolean writes() {
        return strategy == null && target() == Target.ENTITY;
    }

    static String accountName(int n) {
        return "account " + n;
    }

    static String accountEmail(int n) {
        return "account" + n + "@example.com";
    }

    static <V> V there(@Nullable V value) {
        return Objects.requireNonNull(value);
    }

    private static DatabaseBuilder define(DatabaseBuilder builder) {
        // A validator and a hook are there, as in a real model, and have nothing to do.
        return builder.define(
                        ACCOUNTS,
                        (ModelBuilder<
                                                dev.canopy.bench.schema.tables.Accounts,
                                                dev.canopy.bench.schema.tables.records.Account>
                                        m) -> {
                            m.version(a -> a.VERSION);
                            m.validate(
                                    a -> a.EMAIL,
                                    dev.canopy.validation.Validators.check("must not be empty", e -> !e.isEmpty()));
                            m.beforeCreate((account, operation) -> {});
                        })
                .define(MOVIES, (ModelBuilder<Movies, dev.canopy.bench.schema.tables.records.Movie> m) -> {
                    m.computed(AVG_RATING);
                })
                .define(PERSONS, (ModelBuilder<Persons, Person> m) -> m.computed(FULL_NAME));
    }

    /** For checks alone. */
    static AccountRow row(dev.canopy.bench.schema.tables.records.Account account) {
        return new AccountRow(account.getName(), account.getEmail(), account.getLogins(), account.getVersion());
    }
}
