package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.Manifest;
import io.github.d1jdbc.dump.verify.Comparison;
import io.github.d1jdbc.dump.verify.Comparison.Outcome;
import io.github.d1jdbc.dump.verify.Difference;
import io.github.d1jdbc.dump.verify.Difference.Kind;
import io.github.d1jdbc.dump.verify.Level;
import io.github.d1jdbc.dump.verify.TableContent;
import io.github.d1jdbc.dump.verify.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** A {@link Verification} as lines for people. */
final class VerificationText {

    private static final int WIDEST_NAME = 40;
    private static final int SHOWN_HASH = 16;
    private static final int SHOWN = 50;

    private final Verification verification;
    private final List<String> lines = new ArrayList<>();

    private VerificationText(Verification verification) {
        this.verification = verification;
    }

    static List<String> of(Verification verification, Optional<Comparison> comparison) {
        VerificationText text = new VerificationText(verification);
        text.head();
        text.tables();
        text.facts();
        List<Difference> differences = new ArrayList<>(verification.differences());
        comparison.ifPresent(one -> {
            text.against(one);
            differences.addAll(one.differences());
        });
        table(text.lines, differences);
        return text.lines;
    }

    private void head() {
        lines.add(verification.file() + ": " + Quantity.count(verification.statements(), "statement") + ", "
                + Quantity.count(verification.rows(), "row") + ", loaded into SQLite");
    }

    private void tables() {
        if (verification.tables().isEmpty()) return;
        int width = 5;
        for (TableContent table : verification.tables()) {
            width = Math.max(width, Math.min(WIDEST_NAME, visible(table.name()).length()));
        }
        String row = "  %-" + width + "s  %13s  %s";
        lines.add("");
        lines.add(String.format(Locale.ROOT, row, "table", "rows", "content hash"));
        for (TableContent table : verification.tables()) {
            lines.add(String.format(
                    Locale.ROOT,
                    row,
                    visible(table.name()),
                    table.hash()
                            .map(hash -> String.format(Locale.ROOT, "%,d", hash.rows()))
                            .orElse("-"),
                    table.hash()
                            .map(hash -> hash.sum().substring(0, SHOWN_HASH) + "…")
                            .orElse("none, it stores no rows of its own")));
        }
    }

    private void facts() {
        lines.add("");
        fact("integrity", Kind.INTEGRITY, "ok");
        fact("foreign keys", Kind.FOREIGN_KEY, "ok");
        fact("rows", Kind.LOADED_ROWS, "as many as the dump has");
        Optional<Manifest> manifest = verification.manifest();
        if (manifest.isEmpty()) {
            lines.add(line("manifest", "none"));
        } else if (!verification.clean(Kind.MANIFEST_STALE)) {
            fact("manifest", Kind.MANIFEST_STALE, "");
        } else {
            boolean hashes = !manifest.get().contentHashes().isEmpty();
            fact(
                    "manifest",
                    Kind.MANIFEST_TABLE,
                    "right, by " + sums(manifest.get()) + " and the rows" + (hashes ? " and content" : "")
                            + " of each table");
        }
    }

    private void against(Comparison comparison) {
        long equal = comparison.tables().stream()
                .filter(table -> table.outcome() == Outcome.EQUAL)
                .count();
        String how =
                comparison.level() == Level.HASH ? "equal" : "equal as far as " + lower(comparison.level()) + " tell";
        lines.add(line(
                "against",
                visible(comparison.database()) + ": " + equal + " of "
                        + Quantity.count(comparison.tables().size(), "table") + " " + how + " ("
                        + Quantity.count(comparison.rowsRead(), "row") + " read)"));
        for (Comparison.Table table : comparison.tables()) {
            if (table.outcome() != Outcome.AS_EXPORTED) continue;
            List<String> columns = new ArrayList<>();
            new TreeMap<>(table.lossy())
                    .forEach((column, count) ->
                            columns.add(visible(column) + " (" + Quantity.count(count, "value") + ")"));
            lines.add(line(
                    "",
                    visible(table.name()) + " is as exported: D1's export does not keep "
                            + String.join(", ", columns)));
        }
        if (!comparison.leftOut().isEmpty()) {
            lines.add(line("", "left out by the export: " + visible(String.join(", ", comparison.leftOut()))));
        }
        if (comparison.differences().isEmpty()) return;
        switch (comparison.writes()) {
            case SOME -> lines.add(line("", "the database was written to meanwhile: differences may come from that"));
            case UNKNOWN -> lines.add(line("", "whether it was written to meanwhile nobody can tell"));
            case NONE -> {}
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String sums(Manifest manifest) {
        return manifest.file().sha256() == null ? "size, CRC-32C" : "size, SHA-256";
    }

    private void fact(String label, Kind kind, String well) {
        List<Difference> found = verification.differences().stream()
                .filter(difference -> difference.kind() == kind)
                .toList();
        String more = found.size() > 1 ? " (and " + (found.size() - 1) + " more)" : "";
        lines.add(line(label, found.isEmpty() ? well : visible(found.get(0).message()) + more));
    }

    private static String line(String label, String value) {
        return String.format(Locale.ROOT, "  %-13s %s", label, value);
    }

    /** Adds a table of differences, nothing where there are none. */
    static void table(List<String> lines, List<Difference> differences) {
        if (differences.isEmpty()) return;
        int what = "difference".length();
        int object = "in".length();
        int expected = "expected".length();
        for (Difference one : differences) {
            what = Math.max(what, label(one.kind()).length());
            object =
                    Math.max(object, Math.min(WIDEST_NAME, visible(one.object()).length()));
            expected = Math.max(expected, cell(one.expected()).length());
        }
        String row = "  %-" + what + "s  %-" + object + "s  %-" + expected + "s  %s";
        lines.add("");
        lines.add(String.format(Locale.ROOT, row, "difference", "in", "expected", "found"));
        for (Difference one : differences.subList(0, Math.min(SHOWN, differences.size()))) {
            lines.add(String.format(
                    Locale.ROOT,
                    row,
                    label(one.kind()),
                    visible(one.object()),
                    cell(one.expected()),
                    cell(one.found())));
        }
        if (differences.size() > SHOWN) lines.add("  and " + (differences.size() - SHOWN) + " more (--json has all)");
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String cell(String value) {
        boolean hash = value.matches("[0-9a-f]{64}");
        return hash ? value.substring(0, SHOWN_HASH) + "…" : visible(value);
    }

    /** A name may hold what a terminal would obey. */
    static String visible(String name) {
        return name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "?");
    }
}
