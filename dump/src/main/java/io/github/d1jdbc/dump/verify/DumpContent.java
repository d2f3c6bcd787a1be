package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.Affinity;
import io.github.d1jdbc.dump.CellKind;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement;
import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.dump.DumpStatement.DeleteFromSequence;
import io.github.d1jdbc.dump.InsertRow;
import io.github.d1jdbc.dump.InsertTarget;
import io.github.d1jdbc.dump.TableDefinition;
import io.github.d1jdbc.dump.TableDefinition.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the tables of a dump from its text, without a database: each value as its column would store it. A table of
 * which only a database can tell what it will hold is left out: virtual tables, values that are to be computed, rows
 * that leave columns to their defaults. Threads may share it.
 */
public final class DumpContent {

    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*");
    private static final String SEQUENCE = "sqlite_sequence";
    private static final double INT64 = 0x1p63;

    /** The rows of one table. */
    private static final class Rows {
        private final String name;
        private final List<Column> columns;
        private final int rowid; // the column that is the rowid, -1 if none is
        private @Nullable RowHasher hasher;
        private boolean known = true;

        Rows(TableDefinition definition) {
            name = definition.name();
            columns = definition.insertable();
            rowid = !definition.withoutRowid() && definition.keepsRowid()
                    ? indexOf(definition.primaryKey().get(0))
                    : -1;
            if (columns.isEmpty()) known = false;
            else hasher = new RowHasher(name, columns.stream().map(Column::name).toList());
        }

        int indexOf(String column) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equalsIgnoreCase(column)) return i;
            }
            return -1;
        }
    }

    private final Map<String, Rows> tables = new LinkedHashMap<>();
    private @Nullable InsertTarget target;
    private @Nullable Rows rows;
    private int[] cellOf = {};

    private DumpContent() {}

    /**
     * Reads what is left in a reader and gives the sum of each table ({@link ContentHash#sum}) in the order of the dump.
     */
    public static Map<String, String> sums(DumpReader reader) throws IOException {
        DumpContent content = new DumpContent();
        for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
            if (next instanceof InsertRow row) content.row(row);
            else content.statement(next);
        }
        Map<String, String> sums = new LinkedHashMap<>();
        content.tables.values().forEach(table -> {
            if (table.known && table.hasher != null)
                sums.put(table.name, table.hasher.hash().sum());
        });
        return sums;
    }

    private void statement(DumpStatement statement) {
        target = null;
        if (statement instanceof CreateTable table) {
            tables.putIfAbsent(Verifier.key(table.name()), new Rows(TableDefinition.of(table)));
        } else if (statement instanceof DeleteFromSequence delete) {
            if (!delete.ofAll() && tables.containsKey(SEQUENCE)) return;
            Column name = new Column("name", "", Affinity.BLOB, false);
            Column seq = new Column("seq", "", Affinity.BLOB, false);
            tables.put(
                    SEQUENCE,
                    new Rows(new TableDefinition(
                            SEQUENCE, List.of(name, seq), List.of(), List.of(), List.of(), false, false, false)));
        } else if (statement instanceof DumpStatement.InsertOther other && other.target() != null) {
            Rows table = tables.get(Verifier.key(other.target().table()));
            if (table != null) table.known = false;
        }
    }

    private void row(InsertRow row) {
        if (!row.target().equals(target)) begin(row);
        Rows table = rows;
        if (table == null || !table.known || table.hasher == null) return;
        if (row.size() != cellOf.length) {
            table.known = false;
            return;
        }
        for (int i = 0; i < cellOf.length && table.known; i++) cell(table, i, row, cellOf[i], table.hasher);
        if (table.known) table.hasher.endRow();
    }

    private void begin(InsertRow row) {
        target = row.target();
        rows = tables.get(Verifier.key(row.table()));
        Rows table = rows;
        if (table == null) return;
        cellOf = new int[table.columns.size()];
        List<String> named = row.columns();
        for (int i = 0; i < cellOf.length; i++) cellOf[i] = named.isEmpty() ? i : -1;
        for (int i = 0; i < named.size(); i++) {
            int column = table.indexOf(named.get(i));
            if (column < 0) table.known = false;
            else cellOf[column] = i;
        }
        for (int cell : cellOf) if (cell < 0) table.known = false;
        if (row.target().conflict() != null) table.known = false;
    }

    private static void cell(Rows table, int column, InsertRow row, int cell, RowHasher hasher) {
        Affinity affinity = table.columns.get(column).affinity();
        boolean numeric = affinity != Affinity.BLOB && affinity != Affinity.TEXT;
        CellKind kind = row.kind(cell);
        boolean madeText = affinity == Affinity.TEXT && (kind == CellKind.INTEGER || kind == CellKind.REAL);
        boolean madeRowid = kind == CellKind.NULL && column == table.rowid;
        if (madeText || madeRowid || kind == CellKind.EXPRESSION) {
            table.known = false;
            return;
        }
        switch (kind) {
            case INTEGER -> {
                if (affinity == Affinity.REAL) hasher.add((double) row.longAt(cell));
                else hasher.add(row.longAt(cell));
            }
            case REAL -> real(row.doubleAt(cell), numeric && affinity != Affinity.REAL, hasher);
            case TEXT -> {
                byte[] text = row.bytesAt(cell);
                if (numeric && isNumber(text)) table.known = false;
                else hasher.addText(text);
            }
            case BLOB -> hasher.addBlob(row.bytesAt(cell));
            default -> hasher.addNull();
        }
    }

    // What fits an integer becomes one in INTEGER and NUMERIC columns (sqlite.org/datatype3.html, section 3).
    private static void real(double value, boolean mayBeInteger, RowHasher hasher) {
        boolean fits = mayBeInteger && value == Math.rint(value) && Math.abs(value) < INT64;
        if (fits) hasher.add((long) value);
        else hasher.add(value);
    }

    private static boolean isNumber(byte[] text) {
        for (byte b : text) {
            boolean possible =
                    (b >= '0' && b <= '9') || b == '+' || b == '-' || b == '.' || (b | 32) == 'e' || b <= ' ';
            if (!possible || b < 0) return false;
        }
        return NUMBER.matcher(new String(text, StandardCharsets.ISO_8859_1)).matches();
    }
}
