package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.restore.RestoreOptions.Existing;
import io.github.d1jdbc.dump.restore.RestoreOptions.Way;
import io.github.d1jdbc.dump.restore.RestorePlan;
import io.github.d1jdbc.dump.restore.Restored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The plan of a restore and its result, as lines for people. */
final class RestoreText {

    /** Prices change: developers.cloudflare.com/d1/platform/pricing, as it was in autumn 2026. */
    private static final long FREE_ROWS_A_DAY = 100_000;

    private RestoreText() {}

    static List<String> plan(RestorePlan plan, String target) {
        List<String> lines = new ArrayList<>();
        lines.add("Plan: restore " + plan.dump() + " into " + target
                + plan.databaseId().map(id -> " (" + id + ")").orElse(", a new database"));
        lines.add(fact("target", found(plan)));
        if (plan.existing() == Existing.CLEAN && !plan.drops().isEmpty()) {
            lines.add(fact(
                    "removes", "all of that, by " + Quantity.count(plan.drops().size(), "DROP statement")));
        }
        lines.add(fact(
                "sends",
                Quantity.bytes(plan.bytes()) + " in " + Quantity.count(plan.statements(), "statement") + ", "
                        + way(plan)));
        lines.add(fact(
                "inserts",
                Quantity.count(plan.rows(), "row") + " into "
                        + Quantity.count(plan.rowsPerTable().size(), "table")));
        lines.add(fact("bills", bill(plan.rowsWritten())));
        lines.add(fact(
                "reads",
                "about " + Quantity.count(plan.rows(), "row") + " afterwards, to compare the counts with the dump's"));
        lines.add(fact("undo", "the target's bookmark is noted before the first write (Time Travel)"));
        for (String change : plan.changes()) lines.add(fact("rewrites", change));
        for (String note : plan.notes()) lines.add(fact("note", note));
        plan.refusal()
                .ifPresent(refusal ->
                        lines.add(fact("refused", OptionNames.asFlags(refusal.message()) + ": " + refusal.hint())));
        return lines;
    }

    private static String found(RestorePlan plan) {
        if (plan.target().equals("nothing")) return "empty";
        String rows = plan.found().entrySet().stream()
                .map(entry -> entry.getKey() + " " + counted(entry))
                .collect(Collectors.joining(", "));
        return "has " + plan.target() + (rows.isEmpty() ? "" : "; rows: " + rows);
    }

    // Counting more would be billed as rows read.
    private static String counted(Map.Entry<String, Long> table) {
        String prefix = table.getValue() >= RestorePlan.COUNTED ? "at least " : "";
        return prefix + String.format(Locale.ROOT, "%,d", table.getValue());
    }

    private static String way(RestorePlan plan) {
        if (plan.way() == Way.REQUESTS) {
            return "by requests; each is carried out as a whole or not at all";
        }
        return plan.parts() == 1
                ? "by D1's import; the database answers nobody else while it runs"
                : "by " + plan.parts() + " of D1's imports, not atomic together; the database answers nobody else while"
                        + " one runs and is half restored in between";
    }

    private static String bill(long written) {
        String about = "about " + Quantity.count(written, "row")
                + " written, an estimate: each row and each entry of its indexes. ";
        String free = written > FREE_ROWS_A_DAY
                ? "More than the 100,000 that the Free plan allows a day"
                : String.format(
                        Locale.ROOT,
                        "%.1f %% of the 100,000 that the Free plan allows a day",
                        100.0 * written / FREE_ROWS_A_DAY);
        return about + free + "; the Paid plan includes 50 million a month, then $1.00 a million";
    }

    static List<String> done(Restored restored, String dump) {
        List<String> lines = new ArrayList<>();
        lines.add("Restored " + dump + " into " + restored.databaseName() + " (" + restored.databaseId() + ")");
        lines.add(fact(
                "content",
                Quantity.count(restored.rowsPerTable().size(), "table") + ", " + Quantity.count(restored.rows(), "row")
                        + ", counted in the target"));
        String how = restored.way() == Way.IMPORT ? "import" : "request";
        lines.add(fact(
                "sent",
                Quantity.bytes(restored.bytes()) + " in " + Quantity.count(restored.statements(), "statement") + ", "
                        + Quantity.count(restored.parts(), how)));
        restored.rowsWritten()
                .ifPresent(rows -> lines.add(fact("billed", Quantity.count(rows, "row") + " written, as D1 says")));
        lines.add(fact("took", Quantity.time(restored.duration())));
        lines.add(fact("before", "bookmark " + restored.bookmarkBefore()));
        for (String note : restored.notes()) lines.add("  note: " + note);
        return lines;
    }

    private static String fact(String name, String value) {
        return String.format(Locale.ROOT, "  %-9s %s", name, value);
    }
}
