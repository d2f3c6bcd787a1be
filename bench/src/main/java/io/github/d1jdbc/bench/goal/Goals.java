package io.github.d1jdbc.bench.goal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures every speed goal and writes a report. Arguments: the form ({@code short} or {@code full}), the path of
 * {@code d1dump.jar}, and the folders that take the report.
 */
public final class Goals {

    private Goals() {}

    /** Runs a form; Maven's profiles {@code bench} and {@code bench-full} call it. */
    public static void main(String... arguments) throws IOException {
        if (arguments.length < 3) {
            System.err.println("arguments: short|full, the path of d1dump.jar, the folders that take the report");
            System.exit(2);
        }
        PrintStream log = System.err;
        long start = System.nanoTime();
        Form form = Form.named(arguments[0]);
        Map<String, String> machine = Machine.facts(form);
        Figures figures = new Figures();
        List<GoalRow> rows = measure(form, Path.of(arguments[1]), figures, log);
        machine.put("minutes", GoalRow.number((System.nanoTime() - start) / 60e9));
        Report report = new Report(machine, rows, figures);
        for (String folder : List.of(arguments).subList(2, arguments.length)) report.write(Path.of(folder));
        for (GoalRow row : rows) {
            Figures.Spread spread = row.spread();
            String figure = spread == null
                    ? "no figure"
                    : GoalRow.number(spread.median()) + " [" + GoalRow.number(spread.low()) + "–"
                            + GoalRow.number(spread.high()) + "]";
            String met = row.met() == null ? "" : Boolean.TRUE.equals(row.met()) ? "met" : "MISSED";
            log.printf("%-36s %-36s %-24s %-10s %s%n", row.path(), row.measure(), figure, row.goalText(), met);
        }
        log.printf("%s minutes; the report is %s%n", machine.get("minutes"), Path.of(arguments[2], "goals.html"));
    }

    static List<GoalRow> measure(Form form, Path jar, Figures figures, PrintStream log) throws IOException {
        Contenders all = new Contenders(form.loadRows());
        Rounds rounds = new Rounds(form, figures, log);
        List<GoalRow> processes = ProcessRows.of(form, jar, log);
        rounds.runOnce(all.ofLoads(), form.loadRounds());
        rounds.run(all.ofGoals(), form.rounds());
        if (form.otherRounds() > 0) rounds.run(all.others(), form.otherRounds());
        List<GoalRow> rows = new ArrayList<>(JmhRows.of(figures, all));
        rows.addAll(processes);
        return rows;
    }
}
