package dev.canopy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The results of a run, as a table for programs, one for people, and a picture. */
final class Report {
    private static final String HEADER =
            "setting,workload,contender,target,median_us,p95_us,ratio,alloc_bytes,rounds,ratio_lo,ratio_hi";

    private final String server;
    private final LocalDateTime started = LocalDateTime.now(ZoneOffset.UTC);
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder notes = new StringBuilder();
    private final List<Constant> constants = new ArrayList<>();

    /** A line of the results. */
    record Row(Setting setting, Workload<?> workload, Measured measured) {}

    Report(String server) {
        this.server = server;
    }

    void add(Setting setting, Workload<?> workload, List<Measured> measured) {
        measured.forEach(each -> rows.add(new Row(setting, workload, each)));
    }

    void add(List<Constant> figures) {
        constants.addAll(figures);
    }

    void absent(String contender, String reason) {
        notes.append("\n%s is missing: %s.\n".formatted(contender, reason));
    }

    /** The latest run, and the same once more under its date. */
    void write(Path folder) {
        try {
            Path runs = Files.createDirectories(folder.resolve("runs"));
            String date = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmm", Locale.ROOT)
                    .format(started);
            for (Path name : List.of(folder.resolve("latest"), runs.resolve(date))) {
                Files.writeString(Path.of(name + ".csv"), csv());
                Files.writeString(Path.of(name + ".md"), markdown());
                Files.writeString(Path.of(name + "-constants.csv"), constantsCsv());
            }
            Files.writeString(folder.resolve("latest.svg"), Chart.of(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String csv() {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (Row row : rows) {
            Measured m = row.measured();
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%s,%.1f,%.1f,%.3f,%s,%d,%.3f,%.3f%n",
                    row.setting().name(),
                    row.workload().name(),
                    m.contender(),
                    m.target(),
                    m.medianMicros(),
                    m.p95Micros(),
                    m.ratio(),
                    m.allocatedBytes() < 0 ? "" : String.format(Locale.ROOT, "%.0f", m.allocatedBytes()),
                    m.rounds(),
                    m.ratioLow(),
                    m.ratioHigh()));
        }
        return csv.toString();
    }

    private String constantsCsv() {
        StringBuilder csv = new StringBuilder("name,value,unit,goal\n");
        for (Constant constant : constants) {
            csv.append(String.format(
                    Locale.ROOT,
                    "\"%s\",%.1f,%s,%s%n",
                    constant.name(),
                    constant.value(),
                    constant.unit(),
                    constant.goal() == 0 ? "" : String.format(Locale.ROOT, "%.0f", constant.goal())));
        }
        return csv.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("""
            %s UTC; %s. Java %s, PostgreSQL %s, jOOQ %s, pgjdbc %s, Hibernate %s, Ebean %s, Jimmer %s.

            Times over the best hand-written JDBC of the same round, median over the rounds; in brackets microseconds, then kilobytes allocated.
            """.formatted(
                        started.withNano(0),
                        Machine.described(),
                        Runtime.version(),
                        server,
                        org.jooq.Constants.FULL_VERSION,
                        org.postgresql.util.DriverInfo.DRIVER_VERSION,
                        org.hibernate.Version.getVersionString(),
                        io.ebean.EbeanVersion.getVersion(),
                        org.babyfish.jimmer.JimmerVersionsKt.currentVersion()));
        text.append(notes);
        Set<Setting> settings = new LinkedHashSet<>();
        rows.forEach(row -> settings.add(row.setting()));
        for (Setting setting : settings) {
            for (Target target : Target.values()) {
                table(setting, target, text);
            }
        }
        return text.append(Comparisons.of(rows)).append(constantsTable()).toString();
    }

    private String constantsTable() {
        StringBuilder text = new StringBuilder();
        if (!constants.isEmpty()) {
            text.append(
                    "\n## Paid once, and what must not grow\n\n| what | measured | goal |\n| --- | ---: | ---: |\n");
        }
        for (Constant constant : constants) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f %s | %s |%n",
                    constant.name(),
                    constant.value(),
                    constant.unit(),
                    constant.goal() == 0
                            ? "–"
                            : String.format(
                                    Locale.ROOT,
                                    "below %.0f %s%s",
                                    constant.goal(),
                                    constant.unit(),
                                    constant.meetsGoal() ? "" : ", not met")));
        }
        return text.toString();
    }

    /** A column for each contender; those that read something else, or write, have tables of their own. */
    private void table(Setting setting, Target target, StringBuilder text) {
        Set<String> columns = new LinkedHashSet<>();
        Map<String, Map<String, Measured>> lines = new LinkedHashMap<>();
        for (Row row : rows) {
            Measured measured = row.measured();
            if (row.setting().equals(setting) && measured.target() == target) {
                columns.add(measured.contender());
                lines.computeIfAbsent(row.workload().name(), name -> new LinkedHashMap<>())
                        .put(measured.contender(), measured);
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        text.append("\n## %s, %s\n\n".formatted(setting.name(), target.plural()));
        text.append("| workload | ").append(String.join(" | ", columns)).append(" |\n");
        text.append("| --- |").append(" ---: |".repeat(columns.size())).append('\n');
        lines.forEach((workload, measured) -> {
            text.append("| ").append(workload).append(" |");
            for (String column : columns) {
                Measured m = measured.get(column);
                text.append(m == null ? " – |" : " " + cell(m) + " |");
            }
            text.append('\n');
        });
    }

    private static String cell(Measured m) {
        String memory = m.allocatedBytes() < 0 ? "" : String.format(Locale.ROOT, ", %.1f", m.allocatedBytes() / 1000);
        return String.format(Locale.ROOT, "**%.2f** (%.0f%s)", m.ratio(), m.medianMicros(), memory);
    }
}
