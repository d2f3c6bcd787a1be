package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.Inspection.Origin;
import io.github.d1jdbc.dump.Loss.Certainty;
import io.github.d1jdbc.dump.Loss.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Makes of the suspects of all columns what D1's exporter may have lost. */
final class Losses {

    /** What an exact dump cannot have lost. */
    private static final Set<Kind> NUMBERS = Set.of(Kind.INTEGER_ROUNDED, Kind.REAL_AS_INTEGER);

    private final boolean exactNumbers;
    private final boolean mayBeOld;
    private final List<Loss> losses = new ArrayList<>();

    private Losses(boolean exactNumbers, boolean mayBeOld) {
        this.exactNumbers = exactNumbers;
        this.mayBeOld = mayBeOld;
    }

    /** All losses, the surest first; {@code mayBeOld} says that nothing dates the dump after 2025-01. */
    static List<Loss> of(Collection<TableStatistics> tables, Origin origin, boolean mayBeOld) {
        if (origin == Origin.SQLITE_SHELL) return List.of(); // the shell loses nothing
        boolean exact =
                tables.stream().flatMap(table -> Arrays.stream(table.columns())).anyMatch(ColumnSuspects::exactNumbers);
        Losses losses = new Losses(exact, mayBeOld);
        tables.forEach(losses::table);
        losses.losses.sort((one, other) -> one.certainty().compareTo(other.certainty()));
        return losses.losses;
    }

    private void table(TableStatistics table) {
        if (D1Rules.isReserved(table.name())) return; // rebuilt by ANALYZE, or counters
        ColumnSuspects[] columns = table.columns();
        for (int i = 0; i < columns.length; i++) {
            String column = table.column(i);
            columns[i].seen().forEach((kind, seen) -> {
                if (exactNumbers && NUMBERS.contains(kind)) return;
                if (kind == Kind.BLOB_OLD && !mayBeOld) return;
                seen.forEach((certainty, count) -> losses.add(new Loss(
                        kind,
                        certainty,
                        table.name(),
                        column,
                        count,
                        seen.offset(),
                        seen.line(),
                        sentence(kind, certainty))));
            });
        }
        TableDefinition definition = table.definition();
        if (table.rows() > 0
                && definition != null
                && !definition.keepsRowid()
                && !definition.columns().isEmpty()) {
            losses.add(new Loss(
                    Kind.ROWID,
                    Certainty.POSSIBLE,
                    table.name(),
                    "",
                    table.rows(),
                    -1,
                    -1,
                    sentence(Kind.ROWID, Certainty.POSSIBLE)));
        }
    }

    private static String sentence(Kind kind, Certainty certainty) {
        return switch (kind) {
            case INTEGER_ROUNDED ->
                certainty == Certainty.CERTAIN
                        ? "an integer near 2^63 was rounded out of the range of integers"
                        : "an integer from 2^53 on is written as a double prints it, so its last digits may be wrong";
            case REAL_AS_INTEGER -> "1.0 is written as 1, and this column keeps the two apart";
            case LINE_ENDS ->
                certainty == Certainty.LIKELY
                        ? "a backslash stands before a line end: it is likely that a written-out \\n became one"
                        : "text with line ends: a \\n or \\r written out in it would have become one";
            case REPLACEMENT_CHARACTER -> "U+FFFD stands where the database may have bytes that are no UTF-8";
            case BLOB_DAMAGED -> "a blob has lost digits (a fault of D1's export before 2025-01-09)";
            case BLOB_OLD -> "if the dump is of before 2025-01-09, blobs may have lost digits";
            case INFINITY -> "an infinite number is written as a bare word; d1dump reads it, nothing else does";
            case ROWID -> "rowids are not in the dump, so they may change";
        };
    }
}
