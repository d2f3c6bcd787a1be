package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.Pragma;
import io.github.d1jdbc.dump.DumpStatement.Transaction;
import io.github.d1jdbc.dump.Inspection.Dialect;
import io.github.d1jdbc.dump.Inspection.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * Guesses from its form who wrote a dump and when. The dates are those of the changes to D1's exporter and its twin in
 * workers-sdk (pull requests 7701, 9866, 12277, 15420). One thread at a time.
 */
final class DialectGuess {

    private Origin origin = Origin.UNKNOWN;
    private boolean foreignKeysOff;
    private boolean namesColumns;
    private boolean namesNoColumns;
    private boolean bareNames;
    private boolean bareInfinity;
    private boolean writtenInfinity;
    private boolean unistr;
    private boolean replace;
    private boolean castText;
    private boolean severalRows;

    void statement(DumpStatement statement) {
        if (statement instanceof Pragma pragma && statement.number() == 1) {
            if (pragma.name().equals("defer_foreign_keys")) origin = Origin.D1;
            foreignKeysOff = pragma.name().equals("foreign_keys");
        }
        if (statement instanceof Transaction && foreignKeysOff && statement.number() == 2) origin = Origin.SQLITE_SHELL;
    }

    /** Looks at the first row of each way in which rows are begun. */
    void target(InsertRow row) {
        if (D1Rules.isReserved(row.table())) return;
        if (row.columns().isEmpty()) namesNoColumns = true;
        else namesColumns = true;
        severalRows |= !row.isLast();
        String text = row.text();
        bareNames |= text.startsWith("INSERT INTO " + row.table());
    }

    void expression(byte[] bytes, int from) {
        switch (bytes[from] | 32) {
            case 'u' -> unistr = true;
            case 'r' -> replace = true;
            case 'c' -> castText |= (bytes[from + 1] | 32) == 'a';
            default -> {}
        }
    }

    void bareInfinity() {
        bareInfinity = true;
    }

    void writtenInfinity() {
        writtenInfinity = true;
    }

    boolean mayBeOld() {
        return !namesColumns && !writtenInfinity;
    }

    Origin origin() {
        return origin;
    }

    Dialect dialect() {
        List<String> hints = new ArrayList<>();
        switch (origin) {
            case D1 -> d1(hints);
            case SQLITE_SHELL -> {
                hints.add("guess: written by .dump of the sqlite3 shell (foreign keys off, one transaction)");
                if (unistr) hints.add("guess: by sqlite3 3.50 or later (it uses unistr)");
                if (replace) hints.add("guess: by sqlite3 before 3.50 (it uses replace for line ends)");
            }
            case UNKNOWN -> hints.add("nothing tells who wrote it");
        }
        if (castText) hints.add("guess: written by d1dump (text as CAST of a blob)");
        if (severalRows) hints.add("guess: not by D1's own export, which writes one row a statement");
        return new Dialect(origin, hints);
    }

    private void d1(List<String> hints) {
        hints.add("guess: written by D1's export (it begins with defer_foreign_keys)");
        if (namesNoColumns) hints.add("guess: before 2026-05 (its rows name no columns)");
        if (namesColumns) hints.add("guess: 2026-05 or later (its rows name their columns)");
        if (bareNames) hints.add("guess: before 2025-07 (it names tables without quotes)");
        if (bareInfinity) hints.add("guess: before 2026-09 (it writes Infinity, not 9e999)");
        if (writtenInfinity) hints.add("guess: 2026-09 or later (it writes 9e999, not Infinity)");
        if (namesNoColumns && !namesColumns) {
            hints.add("if it is of before 2025-01-09, its blobs may be damaged");
        }
    }
}
