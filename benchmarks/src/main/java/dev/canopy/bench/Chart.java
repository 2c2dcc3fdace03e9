package dev.canopy.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A picture of the ratios on loopback: a group of bars for each workload, the shorter the faster; what is off the scale says so. */
final class Chart {
    private static final double LONGEST = 4;
    private static final int BAR = 9;
    private static final int LEFT = 150;
    private static final int WIDTH = 640;
    private static final List<String> COLOURS = List.of(
            "#9aa5b1", "#b8c1ca", "#cbd2d9", "#dde2e7", "#e0a458", "#f0c987", "#2f9e44", "#69db7c", "#1971c2",
            "#74c0fc", "#862e9c", "#cc5de8", "#c92a2a", "#fa5252", "#087f5b", "#5f3dc4");

    private Chart() {}

    static String of(List<Report.Row> rows) {
        Map<String, List<Report.Row>> workloads = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>();
        for (Report.Row row : rows) {
            if (row.setting().equals(Setting.LOOPBACK) && row.workload().group() != Workload.Group.GROWTH) {
                workloads
                        .computeIfAbsent(row.workload().name(), name -> new ArrayList<>())
                        .add(row);
                columns.add(row.column());
            }
        }
        List<String> order = List.copyOf(columns);
        StringBuilder bars = new StringBuilder();
        int y = legend(order, bars);
        int top = y;
        for (Map.Entry<String, List<Report.Row>> workload : workloads.entrySet()) {
            bars.append(text(LEFT - 8, y + BAR * workload.getValue().size() / 2 + 4, "end", workload.getKey()));
            for (Report.Row row : workload.getValue()) {
                double ratio = row.measured().ratio();
                int length = (int) (Math.min(ratio, LONGEST) / LONGEST * WIDTH);
                bars.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"><title>%s, %s:"
                                + " %.2f</title></rect>%n",
                        LEFT,
                        y,
                        length,
                        BAR - 1,
                        COLOURS.get(order.indexOf(row.column()) % COLOURS.size()),
                        workload.getKey(),
                        row.column(),
                        ratio));
                bars.append(small(LEFT + length + 4, y + BAR - 2, String.format(Locale.ROOT, "%.2f", ratio)));
                y += BAR;
            }
            y += 10;
        }
        int one = LEFT + (int) (WIDTH / LONGEST);
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif">
            <rect width="100%%" height="100%%" fill="white"/>
            %3$s<line x1="%4$d" y1="%5$d" x2="%4$d" y2="%6$d" stroke="#333" stroke-dasharray="3 3"/>
            </svg>
            """.formatted(LEFT + WIDTH + 60, y + 10, bars, one, top - 4, y);
    }

    private static int legend(List<String> columns, StringBuilder bars) {
        bars.append(text(10, 20, "start", "Times over the best hand-written JDBC (dashed line), loopback"));
        int y = 32;
        for (int i = 0; i < columns.size(); i++) {
            int x = 10 + i % 4 * 200;
            bars.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
                    x,
                    y + i / 4 * 16,
                    COLOURS.get(i % COLOURS.size())));
            bars.append(text(x + 16, y + i / 4 * 16 + 9, "start", columns.get(i)));
        }
        return y + (columns.size() + 3) / 4 * 16 + 16;
    }

    private static String text(int x, int y, String anchor, String text) {
        return "<text x=\"%d\" y=\"%d\" font-size=\"12\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text);
    }

    private static String small(int x, int y, String text) {
        return "<text x=\"%d\" y=\"%d\" font-size=\"8\" fill=\"#555\">%s</text>%n".formatted(x, y, text);
    }
}
