package io.github.d1jdbc.bench.goal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.d1jdbc.bench.CostProfiler;
import io.github.d1jdbc.bench.goal.Figures.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a run down: {@code goals.json}, {@code goals.html} (self-contained) and {@code goals.svg}. */
final class Report {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, String> machine;
    private final List<GoalRow> rows;
    private final Figures figures;
    private final List<Limit> limits;

    Report(Map<String, String> machine, List<GoalRow> rows, Figures figures) throws IOException {
        this.machine = machine;
        this.rows = List.copyOf(rows);
        this.figures = figures;
        this.limits = Limit.all();
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("goals.json"), json() + "\n");
        Files.writeString(folder.resolve("goals.svg"), svg());
        Files.writeString(folder.resolve("goals.html"), html());
    }

    private String svg() {
        return Chart.svg(
                rows,
                "How far each goal is reached (" + machine.get("form") + " run, " + machine.get("date") + ", "
                        + machine.get("processor") + ")");
    }

    /** The rows as an array of objects, the machine beside it. */
    String json() throws IOException {
        ObjectNode all = MAPPER.createObjectNode();
        ObjectNode facts = all.putObject("machine");
        machine.forEach(facts::put);
        ArrayNode goals = all.putArray("goals");
        for (GoalRow row : rows) goals.add(object(row));
        ArrayNode contenders = all.putArray("contenders");
        for (Contender contender : figures.contenders()) {
            ObjectNode node = contenders.addObject();
            node.put("label", contender.label()).put("benchmark", contender.benchmark());
            ObjectNode parameters = node.putObject("parameters");
            contender.parameters().forEach(parameters::put);
            node.put("unit", contender.unit());
            spread(node, figures.of(contender, Rounds.SPEED), "speed");
            for (String metric :
                    List.of(Rounds.ALLOCATED, CostProfiler.CPU, CostProfiler.REQUESTS, CostProfiler.BYTES)) {
                if (figures.has(contender, metric))
                    node.put(metric, figures.of(contender, metric).median());
            }
        }
        return MAPPER.writeValueAsString(all);
    }

    private ObjectNode object(GoalRow row) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("path", row.path()).put("measure", row.measure());
        Spread spread = row.spread();
        if (spread == null) node.putNull("ratio").putNull("spread");
        else spread(node, spread, "ratio");
        node.put("goal", row.goalText()).put("met", row.met()).put("note", row.note());
        Limit limit = limit(row);
        if (limit != null) {
            ArrayNode tried = node.putArray("tried");
            limit.tried().forEach(tried::add);
            node.put("limit", limit.limit());
        }
        return node;
    }

    // A goal that this run met needs no excuse.
    private @Nullable Limit limit(GoalRow row) {
        if (!Boolean.FALSE.equals(row.met())) return null;
        return limits.stream().filter(limit -> limit.explains(row)).findFirst().orElse(null);
    }

    private static void spread(ObjectNode node, Spread spread, String name) {
        node.put(name, rounded(spread.median()));
        node.putArray("spread").add(rounded(spread.low())).add(rounded(spread.high()));
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(java.util.Locale.ROOT, "%.4g", value));
    }

    private String html() {
        StringBuilder page = new StringBuilder();
        page.append(
                        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>d1-jdbc: speed</title><style>")
                .append("body{font:14px sans-serif;max-width:1100px;margin:2em auto;padding:0 1em}")
                .append("table{border-collapse:collapse;margin:1em 0}td,th{padding:.25em .7em;text-align:left;")
                .append("border-bottom:1px solid #ddd}td.n{text-align:right}.yes{color:#2a6b39}.no{color:#a03a25}")
                .append("svg{width:100%;height:auto}</style></head><body>\n<h1>d1-jdbc: speed</h1>\n<p>");
        machine.forEach((name, value) ->
                page.append(name).append(": <b>").append(Chart.escaped(value)).append("</b> &nbsp; "));
        page.append("</p>\n<p>A ratio is the median of rounds, each of which ran both sides in turn; in brackets the")
                .append(" smallest and the largest round.</p>\n");
        page.append(svg());
        goalTable(page);
        missed(page);
        contenderTable(page);
        return page.append("</body></html>\n").toString();
    }

    private void goalTable(StringBuilder page) {
        page.append("<h2>Goals</h2>\n<table><tr><th>path<th>measure<th>figure<th>spread<th>goal<th>met<th>note</tr>\n");
        for (GoalRow row : rows) {
            Spread spread = row.spread();
            Boolean met = row.met();
            page.append("<tr><td>")
                    .append(Chart.escaped(row.path()))
                    .append("<td>")
                    .append(Chart.escaped(row.measure()));
            page.append("<td class=n>").append(spread == null ? "–" : GoalRow.number(spread.median()));
            page.append("<td class=n>").append(spread == null ? "–" : range(spread));
            page.append("<td>")
                    .append(row.goalText())
                    .append("<td class=")
                    .append(Boolean.TRUE.equals(met) ? "yes" : "no");
            page.append('>').append(met == null ? "–" : met ? "met" : "missed");
            page.append("<td>").append(Chart.escaped(row.note())).append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private void missed(StringBuilder page) {
        if (rows.stream().noneMatch(row -> Boolean.FALSE.equals(row.met()))) return;
        page.append("<h2>Missed goals: what was tried, and what limits them</h2>\n<dl>");
        for (GoalRow row : rows) {
            if (!Boolean.FALSE.equals(row.met())) continue;
            page.append("<dt><b>")
                    .append(Chart.escaped(row.path() + ", " + row.measure()))
                    .append("</b><dd>");
            Limit limit = limit(row);
            if (limit == null) {
                page.append("<p>Met in the run that bench/results keeps.</p>\n");
                continue;
            }
            page.append("<ul>");
            limit.tried()
                    .forEach(one ->
                            page.append("<li>").append(Chart.escaped(one)).append("</li>"));
            page.append("</ul><p>").append(Chart.escaped(limit.limit())).append("</p>\n");
        }
        page.append("</dl>\n");
    }

    private void contenderTable(StringBuilder page) {
        page.append("<h2>Contenders</h2>\n<table><tr><th>contender<th>benchmark<th>speed<th>spread<th>unit")
                .append("<th>kB allocated/op<th>CPU-s/op<th>requests/op<th>bytes/op</tr>\n");
        for (Contender contender : figures.contenders()) {
            Spread speed = figures.of(contender, Rounds.SPEED);
            page.append("<tr><td>")
                    .append(Chart.escaped(contender.label()))
                    .append("<td>")
                    .append(contender.benchmark());
            page.append("<td class=n>")
                    .append(GoalRow.number(speed.median()))
                    .append("<td class=n>")
                    .append(range(speed));
            page.append("<td>").append(contender.unit());
            page.append("<td class=n>").append(metric(contender, Rounds.ALLOCATED, 1e-3));
            page.append("<td class=n>").append(metric(contender, CostProfiler.CPU, 1));
            page.append("<td class=n>").append(metric(contender, CostProfiler.REQUESTS, 1));
            page.append("<td class=n>")
                    .append(metric(contender, CostProfiler.BYTES, 1))
                    .append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private String metric(Contender contender, String metric, double unit) {
        if (!figures.has(contender, metric)) return "";
        return String.format(
                java.util.Locale.ROOT, "%.4g", figures.of(contender, metric).median() * unit);
    }

    private static String range(Spread spread) {
        return "[" + GoalRow.number(spread.low()) + "–" + GoalRow.number(spread.high()) + "]";
    }
}
