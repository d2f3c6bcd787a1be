package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.dump.Finding;
import io.github.d1jdbc.dump.Inspection;
import io.github.d1jdbc.dump.Loss;
import io.github.d1jdbc.export.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An {@link Inspection} as lines for people. */
final class InspectionText {

    /** More of a kind are only counted, unless everything is asked for. */
    private static final int SHOWN = 20;

    private static final int WIDEST_NAME = 40;

    private final Inspection inspection;
    private final int shown;
    private final List<String> lines = new ArrayList<>();

    private InspectionText(Inspection inspection, int shown) {
        this.inspection = inspection;
        this.shown = shown;
    }

    static List<String> of(String file, Inspection inspection, boolean all) {
        InspectionText text = new InspectionText(inspection, all ? Integer.MAX_VALUE : SHOWN);
        text.head(file);
        text.tables();
        text.facts();
        text.verdict();
        text.losses();
        return text.lines;
    }

    private void head(String file) {
        String kind = inspection.compression() == Compression.NONE
                ? ""
                : ", " + inspection.compression().name().toLowerCase(Locale.ROOT);
        lines.add(file + ": " + Quantity.bytes(inspection.sqlBytes()) + " of SQL" + kind + ", "
                + Quantity.count(inspection.statements(), "statement") + ", "
                + Quantity.count(inspection.rows(), "row"));
    }

    private void tables() {
        if (inspection.tables().isEmpty()) return;
        int width = 5;
        for (Inspection.Table table : inspection.tables()) {
            width = Math.max(width, Math.min(WIDEST_NAME, name(table).length()));
        }
        lines.add("");
        lines.add(row(width, "table", "columns", "rows", "size"));
        int count = 0;
        for (Inspection.Table table : inspection.tables()) {
            if (count++ == shown * 5L) {
                lines.add("  and " + (inspection.tables().size() - count + 1) + " more (-v shows all)");
                break;
            }
            lines.add(row(
                    width,
                    name(table),
                    Integer.toString(table.columns()),
                    Quantity.number(table.rows()),
                    Quantity.bytes(table.bytes())));
        }
    }

    private static String row(int width, String name, String columns, String rows, String size) {
        return "  " + left(width, name) + "  " + right(7, columns) + "  " + right(13, rows) + "  " + right(10, size);
    }

    private static String left(int width, String text) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(int width, String text) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String name(Inspection.Table table) {
        boolean own = table.created() || table.name().startsWith("sqlite_");
        return visible(table.name()) + (own ? "" : " (rows only)");
    }

    // A name may hold what a terminal would obey.
    private static String visible(String name) {
        return name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "?");
    }

    private void facts() {
        Inspection.Objects objects = inspection.objects();
        lines.add("");
        fact(
                "objects",
                Quantity.count(objects.tables(), "table") + ", "
                        + Quantity.count(objects.virtualTables(), "virtual table") + ", " + objects.indexes()
                        + (objects.indexes() == 1 ? " index" : " indexes") + ", "
                        + Quantity.count(objects.triggers(), "trigger")
                        + ", " + Quantity.count(objects.views(), "view"));
        String label = "largest";
        for (Inspection.LargeStatement one :
                inspection.largest().subList(0, Math.min(3, inspection.largest().size()))) {
            String place = " (line " + Quantity.number(one.line()) + ", byte " + Quantity.number(one.offset()) + ")";
            fact(label, Quantity.number(one.bytes()) + " bytes: " + one.type() + " " + one.object() + place);
            label = "";
        }
        fact("characters", characters(inspection.encoding()));
        label = "written by";
        for (String hint : inspection.dialect().hints()) {
            fact(label, hint);
            label = "";
        }
    }

    private void fact(String label, String value) {
        lines.add("  " + left(11, label) + " " + value);
    }

    private static String characters(Inspection.Encoding encoding) {
        if (encoding.clean()) return "UTF-8 without fault";
        List<String> faults = new ArrayList<>();
        if (encoding.invalidUtf8() > 0) {
            faults.add(Quantity.number(encoding.invalidUtf8()) + " × no UTF-8 (first at byte "
                    + Quantity.number(encoding.firstInvalid()) + ")");
        }
        if (encoding.replacements() > 0) faults.add(Quantity.number(encoding.replacements()) + " × U+FFFD");
        if (encoding.nuls() > 0) faults.add(Quantity.number(encoding.nuls()) + " × NUL");
        return String.join(", ", faults);
    }

    private void verdict() {
        lines.add("");
        lines.add(
                inspection.importable()
                        ? "D1 would import it, as far as reading it tells (constraints are only found by loading it)."
                        : "D1 would not import it as it is:");
        findings(inspection.refusals());
        if (!inspection.notes().isEmpty()) {
            lines.add("To know before an import:");
            findings(inspection.notes());
        }
    }

    private void findings(List<Finding> findings) {
        int count = 0;
        for (Finding finding : findings) {
            if (count++ == shown) {
                lines.add("  - and " + (findings.size() - shown) + " more (-v shows all)");
                return;
            }
            String times = finding.count() > 1 ? ", " + Quantity.number(finding.count()) + " times" : "";
            String place = finding.line() > 0 ? "line " + Quantity.number(finding.line()) + times + ": " : "";
            lines.add("  - " + place + finding.message());
        }
    }

    private void losses() {
        lines.add("");
        if (inspection.losses().isEmpty()) {
            lines.add(
                    inspection.dialect().origin() == Inspection.Origin.SQLITE_SHELL
                            ? "Not by D1's exporter, so nothing is lost."
                            : "Nothing in it looks as if D1's exporter had lost anything.");
            return;
        }
        lines.add(
                inspection.lossy()
                        ? "D1's exporter may have lost:"
                        : "D1's exporter may have lost (nothing certain; the dump alone cannot tell):");
        List<Loss> values = inspection.losses().stream()
                .filter(loss -> loss.kind() != Loss.Kind.ROWID)
                .toList();
        for (Loss loss : values.subList(0, Math.min(shown, values.size()))) {
            lines.add("  - " + loss.certainty().name().toLowerCase(Locale.ROOT) + ", "
                    + visible(loss.table() + "." + loss.column()) + ", " + Quantity.count(loss.count(), "value") + ": "
                    + loss.message());
        }
        if (values.size() > shown) lines.add("  - and " + (values.size() - shown) + " more (-v shows all)");
        rowids();
    }

    private void rowids() {
        List<String> tables = inspection.losses().stream()
                .filter(loss -> loss.kind() == Loss.Kind.ROWID)
                .map(loss -> visible(loss.table()))
                .toList();
        if (tables.isEmpty()) return;
        int some = Math.min(shown, tables.size());
        lines.add("  - possible, the rowids of tables without INTEGER PRIMARY KEY, which no dump has: "
                + String.join(", ", tables.subList(0, some)) + (some < tables.size() ? ", …" : ""));
    }
}
