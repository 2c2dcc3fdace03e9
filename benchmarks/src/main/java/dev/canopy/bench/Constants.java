package dev.canopy.bench;

import dev.canopy.Database;
import dev.canopy.DatabaseBuilder;
import dev.canopy.bench.schema.Public;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jooq.Record;
import org.jooq.Table;

/** What is paid once: the start, the first query of a shape; and what must not grow: the memory of a stream. */
final class Constants {
    private static final int WARM_UP = 60;
    private static final int TIMES = 15;

    /** How often {@link #millis} calls. */
    static final int CALLS = WARM_UP + TIMES;

    private final Lab lab;

    Constants(Lab lab) {
        this.lab = lab;
    }

    /** Those of such names: {@code start}, {@code first-query} and {@code stream}. */
    List<Constant> of(Pattern names) {
        List<Constant> all = new ArrayList<>();
        if (names.matcher("start").matches()) {
            all.addAll(start());
        }
        if (names.matcher("first-query").matches()) {
            all.addAll(FirstQuery.of(lab));
        }
        if (names.matcher("stream").matches()) {
            Data.measurements(lab);
            for (StreamedMillion.Way way : StreamedMillion.Way.values()) {
                all.addAll(StreamedMillion.inSmallHeap(way, lab));
            }
        }
        return all;
    }

    /** A Database of fifty models with a hook each, in a JVM that has made some before. */
    private List<Constant> start() {
        DataSource pool = lab.pool();
        List<? extends Table<?>> tables = Public.PUBLIC.getTables().stream()
                .filter(table -> table.getName().startsWith("gadgets_"))
                .toList();
        double[] millis = millis(n -> Database.using(pool, builder -> tables.forEach(table -> define(builder, table))));
        return List.of(
                new Constant("start of " + tables.size() + " models, median", Samples.quantile(millis, 0.5), "ms", 150),
                new Constant("start of " + tables.size() + " models, slowest", Samples.quantile(millis, 1), "ms", 150));
    }

    private static <R extends Record> void define(DatabaseBuilder builder, Table<R> table) {
        builder.define(table, model -> model.beforeCreate((row, operation) -> {}));
    }

    /** What the last of the calls took, each of which is given another number. */
    static double[] millis(IntFunction<Object> call) {
        double[] millis = new double[TIMES];
        for (int n = 0; n < CALLS; n++) {
            long start = System.nanoTime();
            Blackhole.take(call.apply(n));
            if (n >= WARM_UP) {
                millis[n - WARM_UP] = millisSince(start);
            }
        }
        return millis;
    }

    static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
