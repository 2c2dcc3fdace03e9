package dev.canopy.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.canopy.bench.Rows.CommentRow;
import dev.canopy.bench.Rows.PostTree;
import dev.canopy.bench.Rows.UserTree;
import dev.canopy.bench.canopy.CanopyRecords;
import dev.canopy.bench.jdbc.JdbcFlat;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * What the first query of a shape costs, by a tree of three levels: where everything else is warm, which is what planning and
 * rendering cost; where the Database is new as well, and asks for the tables' sizes; and where the whole JVM is, which is to load
 * classes and to run them uncompiled.
 */
public final class FirstQuery {
    private static final int NEW_JVMS = 5;

    private FirstQuery() {}

    /** Who is asked in a JVM of its own. */
    private enum Way {
        JDBC,
        CANOPY
    }

    static List<Constant> of(Lab lab) {
        if (lab.rows("select 1 from users limit 1").isEmpty()) {
            Data.people(lab);
        }
        List<Constant> all = new ArrayList<>(inWarmJvm(lab.pool()));
        for (Way way : Way.values()) {
            double[] millis = IntStream.range(0, NEW_JVMS)
                    .mapToDouble(n ->
                            Double.parseDouble(ChildJvm.answer(FirstQuery.class, way.name(), List.of("-Xmx512m"), lab)))
                    .toArray();
            all.add(new Constant(
                    "first query of a JVM by %s, median".formatted(way.name().toLowerCase(Locale.ROOT)),
                    Samples.quantile(millis, 0.5),
                    "ms",
                    0));
        }
        return all;
    }

    /** Over what JDBC takes for the same rows by statements that it knows. */
    private static List<Constant> inWarmJvm(DataSource pool) {
        JdbcFlat byHand = new JdbcFlat(pool);
        double jdbc = median(n -> byHand.tree().run().apply(1L + n));
        CanopyRecords canopy = new CanopyRecords(pool, null);
        List<Class<?>> shapes = new ArrayList<>();
        List<CanopyRecords> fresh = new ArrayList<>();
        for (int n = 0; n < Constants.CALLS; n++) {
            shapes.add(new NewRows().tree());
            fresh.add(new CanopyRecords(pool, null));
        }
        double shape = median(n -> canopy.treeAs(shapes.get(n), 1L + n, -1 - n));
        double database = median(n -> fresh.get(n).tree().run().apply(1L + n));
        return List.of(
                new Constant("first query of a shape over JDBC's, median", shape - jdbc, "ms", 5),
                new Constant("first query of a Database over JDBC's, median", database - jdbc, "ms", 0));
    }

    private static double median(IntFunction<Object> call) {
        return Samples.quantile(Constants.millis(call), 0.5);
    }

    /** The classes of the rows once more, of which nobody knows anything yet. */
    private static final class NewRows extends ClassLoader {
        NewRows() {
            super(FirstQuery.class.getClassLoader());
        }

        /** The class of the tree's root; it and those below are loaded, so that this is not measured. */
        Class<?> tree() {
            try {
                for (Class<?> below : List.of(CommentRow.class, PostTree.class)) {
                    Class.forName(below.getName(), true, this);
                }
                return Class.forName(UserTree.class.getName(), true, this);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Rows.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = Objects.requireNonNull(file).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** The child's side: prints the milliseconds. The connection is open and the Database made before. */
    public static void main(String... arguments) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(ChildJvm.database());
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Contender contender = switch (Way.valueOf(arguments[0])) {
                case JDBC -> new JdbcFlat(pool);
                case CANOPY -> new CanopyRecords(pool, null);
            };
            Task<Long> tree = Objects.requireNonNull(contender.tree());
            long start = System.nanoTime();
            Blackhole.take(tree.run().apply(1L));
            System.out.printf(Locale.ROOT, "%.1f%n", Constants.millisSince(start));
        }
    }
}
