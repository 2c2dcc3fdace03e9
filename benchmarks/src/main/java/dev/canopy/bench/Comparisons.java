package dev.canopy.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Where Canopy is not ahead of a peer of its own kind, and where its planner is not within a tenth of the better strategy. */
final class Comparisons {
    private static final double NEAR = 1.1;

    private Comparisons() {}

    /** Results that compete: of one setting and workload, and of one kind. */
    private record Field(Setting setting, String workload, Target target) {}

    static String of(List<Report.Row> rows) {
        Map<Field, List<Measured>> fields = new LinkedHashMap<>();
        for (Report.Row row : rows) {
            fields.computeIfAbsent(
                            new Field(
                                    row.setting(),
                                    row.workload().name(),
                                    row.measured().target()),
                            field -> new ArrayList<>())
                    .add(row.measured());
        }
        StringBuilder lost = new StringBuilder();
        StringBuilder planned = new StringBuilder();
        fields.forEach((field, measured) -> {
            best(measured, "canopy"::equals).ifPresent(canopy -> {
                best(measured, Comparisons::isPeer)
                        .filter(peer -> peer.ratio() < canopy.ratio())
                        .ifPresent(peer -> lost.append(line(field, canopy, peer)));
                best(measured, name -> name.startsWith("canopy-"))
                        .filter(strategy -> canopy.ratio() > NEAR * strategy.ratio())
                        .filter(strategy -> differ(measured))
                        .ifPresent(strategy -> planned.append(line(field, canopy, strategy)));
            });
        });
        return table("Where Canopy does not win against a peer of its own kind", "best peer", lost)
                + table(
                        "Where the planner's choice is not within 10 % of the better strategy",
                        "better strategy", planned);
    }

    /** Without an include there is nothing to choose, and what lies between the strategies then is chance. */
    private static boolean differ(List<Measured> measured) {
        DoubleSummaryStatistics ratios = measured.stream()
                .filter(each -> each.contender().startsWith("canopy-"))
                .mapToDouble(Measured::ratio)
                .summaryStatistics();
        return ratios.getMax() > NEAR * ratios.getMin();
    }

    private static boolean isPeer(String contender) {
        return !contender.startsWith("jdbc") && !contender.startsWith("canopy");
    }

    private static Optional<Measured> best(List<Measured> measured, Predicate<String> names) {
        return measured.stream()
                .filter(each -> names.test(each.contender()))
                .min(Comparator.comparingDouble(Measured::ratio));
    }

    private static String line(Field field, Measured canopy, Measured other) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %.2f | %s |%n",
                field.setting().name(),
                field.workload(),
                field.target(),
                canopy.ratio(),
                other.ratio(),
                other.contender());
    }

    private static String table(String title, String other, StringBuilder lines) {
        String heading = "\n## " + title + "\n\n";
        return lines.isEmpty()
                ? heading + "Nowhere.\n"
                : heading + "| setting | workload | kind | canopy | " + other
                        + " | which |\n| --- | --- | --- | ---: | ---: | --- |\n" + lines;
    }
}
