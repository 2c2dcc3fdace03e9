package dev.canopy.bench;

import static dev.canopy.bench.schema.Tables.MEASUREMENTS;

import dev.canopy.Database;
import dev.canopy.bench.schema.tables.records.Measurement;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads a million rows in a JVM whose heap is far too small to hold them. */
public final class StreamedMillion {
    private static final int ROWS = 1_000_000;
    private static final int HEAP_MEGABYTES = 64;

    private long rows;
    private long sum;
    private long mostHeld;

    private StreamedMillion() {}

    /** How the rows are read. */
    enum Way {
        JDBC,
        CANOPY_RECORDS,
        CANOPY_ENTITIES
    }

    /** A row; its name is the table's columns. */
    public record Row(long id, String label, int amount, OffsetDateTime at) {}

    /** How long it took, and the most of the heap that was alive at one of ten moments on the way. */
    static List<Constant> inSmallHeap(Way way, Lab lab) {
        String[] parts = ChildJvm.answer(StreamedMillion.class, way.name(), List.of("-Xmx" + HEAP_MEGABYTES + "m"), lab)
                .split(" ", -1);
        String name = "a million rows by " + way.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return List.of(
                new Constant(name + ", most of the heap alive", Double.parseDouble(parts[0]), "MB", HEAP_MEGABYTES),
                new Constant(name + ", time", Double.parseDouble(parts[1]), "ms", 0));
    }

    /** The child's side: prints the megabytes and the milliseconds. */
    public static void main(String... arguments) throws SQLException {
        PGSimpleDataSource source = ChildJvm.database();
        StreamedMillion million = new StreamedMillion();
        long start = System.nanoTime();
        switch (Way.valueOf(arguments[0])) {
            case JDBC -> million.byJdbc(source);
            case CANOPY_RECORDS ->
                million.byCanopy(
                        source,
                        db -> db.from(MEASUREMENTS).into(Row.class).stream().map(row -> (long) row.amount()));
            case CANOPY_ENTITIES ->
                million.byCanopy(
                        source, db -> db.from(MEASUREMENTS).stream().map((Measurement row) -> (long) row.getAmount()));
        }
        if (million.rows != ROWS || million.sum != 499_500_000) {
            throw new IllegalStateException("read %d rows of %d in all".formatted(million.rows, million.sum));
        }
        System.out.printf(Locale.ROOT, "%.1f %.0f%n", million.mostHeld / 1e6, (System.nanoTime() - start) / 1e6);
    }

    /** Opens a stream of the amounts. */
    private interface Opening {
        Stream<Long> open(Database db);
    }

    private void byCanopy(PGSimpleDataSource source, Opening opening) {
        try (Database db = Database.using(source, c -> {})) {
            db.transaction(() -> {
                try (Stream<Long> amounts = opening.open(db)) {
                    amounts.forEach(this::read);
                }
            });
        }
    }

    private void byJdbc(PGSimpleDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement =
                    connection.prepareStatement("select id, label, amount, at from measurements")) {
                statement.setFetchSize(1000);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        Row row = new Row(
                                result.getLong(1),
                                result.getString(2),
                                result.getInt(3),
                                result.getObject(4, OffsetDateTime.class));
                        read(row.amount());
                    }
                }
            }
        }
    }

    private void read(long amount) {
        sum += amount;
        if (++rows % (ROWS / 10) == 0) {
            MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
            memory.gc();
            mostHeld = Math.max(mostHeld, memory.getHeapMemoryUsage().getUsed());
        }
    }
}
