package dev.canopy.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures all workloads and writes the results. Arguments narrow it: {@code workloads=by-key|1x10.*}, {@code
 * contenders=jdbc.*|canopy}, {@code settings=loopback}, {@code rounds=25}, {@code block=25} and {@code warmup=1200} in
 * milliseconds, {@code preset=short} for 9 rounds of 20 ms after 400 ms, {@code results=<directory>}. The names of {@link Constants}
 * count as workloads. Only a run of everything becomes the latest.
 */
public final class Benchmarks {
    private final Arena arena;
    private final Pattern workloads;
    private final Pattern contenders;
    private final Pattern settings;

    private Benchmarks(Map<String, String> said) {
        boolean shorter = "short".equals(said.get("preset"));
        this.arena = new Arena(
                Integer.parseInt(said.getOrDefault("rounds", shorter ? "9" : "25")),
                Duration.ofMillis(Long.parseLong(said.getOrDefault("block", shorter ? "20" : "25"))),
                Duration.ofMillis(Long.parseLong(said.getOrDefault("warmup", shorter ? "400" : "1200"))));
        this.workloads = Pattern.compile(said.getOrDefault("workloads", ".*"));
        this.contenders = Pattern.compile(said.getOrDefault("contenders", ".*"));
        this.settings = Pattern.compile(said.getOrDefault("settings", ".*"));
    }

    public static void main(String... arguments) {
        Map<String, String> said = new TreeMap<>();
        for (String argument : arguments) {
            // Maven hands over all that was said as one argument.
            StringTokenizer parts = new StringTokenizer(argument);
            while (parts.hasMoreTokens()) {
                String part = parts.nextToken();
                said.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
            }
        }
        Path folder = Path.of(said.getOrDefault("results", "results"));
        boolean whole = Stream.of("workloads", "contenders", "settings").noneMatch(said::containsKey);
        try (Lab lab = new Lab()) {
            Report report = new Report(lab.version());
            new Benchmarks(said).run(lab, report);
            System.out.println(report.markdown());
            if (whole) {
                report.write(folder);
            }
        }
    }

    private void run(Lab lab, Report report) {
        List<Workload<?>> chosen = Workloads.all(lab).stream()
                .filter(workload -> workloads.matcher(workload.name()).matches())
                .toList();
        fill(lab, chosen);
        Map<String, String> absences = Contenders.absences();
        absences.forEach(report::absent);
        for (Setting setting : List.of(Setting.LOOPBACK, Setting.ONE_MILLISECOND)) {
            if (!settings.matcher(setting.name()).matches()) {
                continue;
            }
            lab.enter(setting);
            List<Contender> present = Contenders.in(lab, contenders, absences);
            for (Workload<?> workload : chosen) {
                // Growth is about rows, of which distance makes no more.
                if (setting.addedMicros() == 0 || workload.group() != Workload.Group.GROWTH) {
                    List<Measured> measured = arena.measure(workload, present, lab);
                    report.add(setting, workload, measured);
                    tell(setting, workload, measured);
                }
            }
            present.forEach(Contender::close);
            lab.leave();
        }
        lab.enter(Setting.LOOPBACK);
        report.add(new Constants(lab).of(workloads));
        lab.leave();
    }

    private static void fill(Lab lab, List<Workload<?>> chosen) {
        List<Workload.Group> groups =
                chosen.stream().<Workload.Group>map(Workload::group).distinct().toList();
        if (groups.contains(Workload.Group.READ)) {
            Data.people(lab);
        }
        if (groups.contains(Workload.Group.MOVIES)) {
            Data.movies(lab);
        }
        if (groups.contains(Workload.Group.GROWTH)) {
            Data.growth(lab);
        }
    }

    private static void tell(Setting setting, Workload<?> workload, List<Measured> measured) {
        System.out.printf("%n%s, %s%n", workload.name(), setting.name());
        for (Measured each : measured) {
            System.out.printf(
                    "  %-16s %-7s %10.1f us %6.2f [%.2f %.2f] %8.1f us of processor %10.0f bytes%n",
                    each.contender(),
                    each.target(),
                    each.medianMicros(),
                    each.ratio(),
                    each.ratioLow(),
                    each.ratioHigh(),
                    each.processorMicros(),
                    each.allocatedBytes());
        }
    }
}
