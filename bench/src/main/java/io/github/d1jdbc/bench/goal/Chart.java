package io.github.d1jdbc.bench.goal;

import io.github.d1jdbc.bench.goal.Figures.Spread;
import java.util.List;
import java.util.Locale;

/**
 * Draws the goals as SVG: one bar a goal, how far it is reached (1 = just met, right is better) on a logarithmic scale,
 * with its smallest and largest round.
 */
final class Chart {

    private static final int ROW = 24;
    private static final int LEFT = 440;
    private static final int WIDTH = 420;
    private static final int RIGHT = 220;
    private static final int TOP = 46;
    private static final double LOWEST = 0.1;
    private static final double HIGHEST = 10;

    private Chart() {}

    /** The goals among the rows that have a figure. */
    static String svg(List<GoalRow> rows, String title) {
        List<GoalRow> goals = rows.stream()
                .filter(row -> row.goal() != null && row.spread() != null)
                .toList();
        int height = TOP + ROW * goals.size() + 34;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(LEFT + WIDTH + RIGHT)
                .append(' ');
        svg.append(height).append("\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        text(svg, 10, 20, "start", "#000", title);
        for (double tick : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10}) tick(svg, tick, height);
        for (int i = 0; i < goals.size(); i++) bar(svg, goals.get(i), TOP + ROW * i);
        return svg.append("</svg>\n").toString();
    }

    private static void tick(StringBuilder svg, double tick, int height) {
        double x = x(tick);
        String color = tick == 1 ? "#000" : "#ddd";
        line(svg, x, TOP - 6, x, height - 26, color, 1);
        text(svg, x, height - 10, "middle", "#555", GoalRow.number(tick) + "×");
    }

    private static void bar(StringBuilder svg, GoalRow row, int y) {
        Spread spread = row.spread();
        Double goal = row.goal();
        if (spread == null || goal == null) return;
        boolean met = Boolean.TRUE.equals(row.met());
        double median = reached(row, spread.median(), goal);
        double one = x(1);
        double end = x(median);
        text(svg, LEFT - 10, y + 15, "end", "#000", row.path() + ": " + row.measure());
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                Math.min(one, end),
                y + 5,
                Math.max(1, Math.abs(end - one)),
                ROW - 10,
                met ? "#3a8a4d" : "#c8553d"));
        double low = x(reached(row, spread.low(), goal));
        double high = x(reached(row, spread.high(), goal));
        line(svg, low, y + ROW / 2.0, high, y + ROW / 2.0, "#222", 1.5);
        line(svg, low, y + 8, low, y + ROW - 8, "#222", 1.5);
        line(svg, high, y + 8, high, y + ROW - 8, "#222", 1.5);
        text(
                svg,
                LEFT + WIDTH + 10,
                y + 15,
                "start",
                met ? "#2a6b39" : "#a03a25",
                GoalRow.number(spread.median()) + " [" + GoalRow.number(spread.low()) + "–"
                        + GoalRow.number(spread.high()) + "], goal " + row.goalText());
    }

    private static double reached(GoalRow row, double value, double goal) {
        return row.atLeast() ? value / goal : goal / value;
    }

    private static double x(double reached) {
        double inside = Math.max(LOWEST, Math.min(HIGHEST, reached));
        return LEFT + WIDTH * Math.log(inside / LOWEST) / Math.log(HIGHEST / LOWEST);
    }

    private static void line(
            StringBuilder svg, double x1, double y1, double x2, double y2, String color, double width) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>%n",
                x1,
                y1,
                x2,
                y2,
                color,
                width));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String color, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                color,
                escaped(text)));
    }

    /** Text for XML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
