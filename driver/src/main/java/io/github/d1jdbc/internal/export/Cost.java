package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpProgress.Phase;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.export.ExportException.Reason;
import java.util.Locale;

/** What an export costs in rows read: told and bounded before it starts (rulings-dump 11). Immutable. */
final class Cost {
    private final Schema schema;
    private final Selection selection;
    private final DumpOptions options;

    Cost(Schema schema, Selection selection, DumpOptions options) {
        this.schema = schema;
        this.selection = selection;
        this.options = options;
    }

    /** The highest rowids bound the rows from above; nothing cheaper is exact. */
    void tell(Progress progress) {
        if (options.noData()) return;
        long exported = selection.expected().stream()
                .mapToLong(object -> highest(object.name()))
                .sum();
        long read = selection.virtual().stream()
                .filter(VirtualTable::hasRows)
                .mapToLong(table -> highest(table.name()))
                .sum();
        String text = String.format(Locale.ROOT, "At most about %,d rows (by their highest rowids).", exported);
        if (read > 0) {
            text += String.format(
                    Locale.ROOT,
                    " Virtual tables are read by queries: up to %,d more rows read, of %,d allowed.",
                    read,
                    options.maxRowsRead());
        }
        progress.message(Phase.PREFLIGHT, text);
    }

    /** Refuses virtual tables that are too large; where rowids are sparse, their rows are counted, within the bound. */
    void check(Preflight preflight) throws RestException, ExportException {
        if (options.noData()) return;
        for (VirtualTable table : selection.virtual()) {
            if (!table.hasRows() || highest(table.name()) <= options.maxRowsRead()) continue;
            // Counting reads the rows once and dumping them once more.
            if (preflight.hasMoreRows(table.name(), options.maxRowsRead() / 2)) {
                throw tooMany(table.name(), options.maxRowsRead());
            }
        }
    }

    private long highest(String table) {
        return Math.max(0, schema.highestRowids().getOrDefault(table, 0L));
    }

    static ExportException tooMany(String table, long most) {
        return new ExportException(
                Reason.OPTIONS,
                String.format(
                        Locale.ROOT,
                        "D1 does not export virtual tables, and reading %s costs more than the %,d rows read that are"
                                + " allowed: raise the bound (maxRowsRead) or leave the table out.",
                        table,
                        most));
    }
}
