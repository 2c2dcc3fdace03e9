package dev.canopy.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A picture of the ratios on loopback: a panel for each {@link Target}, in it a group of bars for each workload, the shorter the
 * faster; what is off the scale says so. What only shows how the best of a library came about stands in the tables alone: the
 * other forms of hand-written JDBC, whose best is the dashed line, and the strategies that Canopy was made to use.
 */
final class Chart {
    private static final double LONGEST = 4;
    private static final int BAR = 9;
    private static final int LEFT = 150;
    private static final int WIDTH = 640;
    private static final int IN_A_LINE = 4;
    private static final String ANY_OTHER = "#868e96";
    private static final Map<String, String> COLOURS = Map.of(
            "jdbc-flat", "#adb5bd",
            "jooq-separate", "#f59f00",
            "jooq-multiset", "#ffe066",
            "hibernate", "#a61e4d",
            "ebean", "#5f3dc4",
            "jimmer", "#1971c2",
            "sequelize", "#e8590c",
            "canopy", "#2f9e44");

    private final StringBuilder shapes = new StringBuilder();
    private int y;

    private Chart() {}

    static String of(List<Report.Row> rows) {
        return new Chart().drawn(rows);
    }

    private String drawn(List<Report.Row> rows) {
        Map<Target, Map<String, List<Measured>>> panels = new EnumMap<>(Target.class);
        Set<String> contenders = new LinkedHashSet<>();
        for (Report.Row row : rows) {
            Measured measured = row.measured();
            if (row.setting().equals(Setting.LOOPBACK)
                    && row.workload().group() != Workload.Group.GROWTH
                    && isDrawn(measured.contender())) {
                contenders.add(measured.contender());
                panels.computeIfAbsent(measured.target(), target -> new LinkedHashMap<>())
                        .computeIfAbsent(row.workload().name(), workload -> new ArrayList<>())
                        .add(measured);
            }
        }
        legend(List.copyOf(contenders));
        panels.forEach((target, workloads) -> panel(target.plural(), workloads));
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif">
            <rect width="100%%" height="100%%" fill="white"/>
            %3$s</svg>
            """.formatted(LEFT + WIDTH + 60, y, shapes);
    }

    private static boolean isDrawn(String contender) {
        return contender.equals("jdbc-flat") || (!contender.startsWith("jdbc-") && !contender.startsWith("canopy-"));
    }

    private void legend(List<String> contenders) {
        text(10, 20, "start", "Times over the best hand-written JDBC (dashed line), loopback");
        for (int i = 0; i < contenders.size(); i++) {
            int left = 10 + i % IN_A_LINE * 200;
            int top = 32 + i / IN_A_LINE * 16;
            box(left, top, 10, 10, contenders.get(i), contenders.get(i));
            text(left + 16, top + 9, "start", contenders.get(i));
        }
        y = 32 + (contenders.size() + IN_A_LINE - 1) / IN_A_LINE * 16 + 8;
    }

    private void panel(String title, Map<String, List<Measured>> workloads) {
        y += 18;
        text(LEFT, y, "start", title);
        y += 8;
        int top = y;
        workloads.forEach(this::group);
        int one = LEFT + (int) (WIDTH / LONGEST);
        shapes.append(
                "<line x1=\"%1$d\" y1=\"%2$d\" x2=\"%1$d\" y2=\"%3$d\" stroke=\"#333\" stroke-dasharray=\"3 3\"/>%n"
                        .formatted(one, top, y));
    }

    private void group(String workload, List<Measured> measured) {
        text(LEFT - 8, y + BAR * measured.size() / 2 + 4, "end", workload);
        for (Measured each : measured) {
            String ratio = String.format(Locale.ROOT, "%.2f", each.ratio());
            int length = (int) (Math.min(each.ratio(), LONGEST) / LONGEST * WIDTH);
            box(LEFT, y, length, BAR - 1, each.contender(), workload + ", " + each.contender() + ": " + ratio);
            shapes.append("<text x=\"%d\" y=\"%d\" font-size=\"8\" fill=\"#555\">%s</text>%n"
                    .formatted(LEFT + length + 4, y + BAR - 2, ratio));
            y += BAR;
        }
        y += 10;
    }

    private void box(int left, int top, int width, int height, String contender, String title) {
        shapes.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>%n"
                .formatted(left, top, width, height, COLOURS.getOrDefault(contender, ANY_OTHER), title));
    }

    private void text(int x, int bottom, String anchor, String text) {
        shapes.append("<text x=\"%d\" y=\"%d\" font-size=\"12\" text-anchor=\"%s\">%s</text>%n"
                .formatted(x, bottom, anchor, text));
    }
}
