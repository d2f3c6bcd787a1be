package io.github.d1jdbc.dump.normal;

import io.github.d1jdbc.dump.CellKind;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement;
import io.github.d1jdbc.dump.InsertRow;
import io.github.d1jdbc.sql.normal.SqlBytes;
import io.github.d1jdbc.sql.normal.StatementText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Writes the counters of AUTOINCREMENT, rows of sqlite_sequence, which has no key of its own. */
final class Counters {

    private final DumpReader.Options reading;
    private final Set<String> only;
    private final boolean oneByOne;

    /**
     * Which and how.
     *
     * @param only the keys of the tables wanted, empty for all
     * @param oneByOne whether each counter must be deleted first, because not all were
     */
    Counters(DumpReader.Options reading, Set<String> only, boolean oneByOne) {
        this.reading = reading;
        this.only = only;
        this.oneByOne = oneByOne;
    }

    void write(Path rows, PartWriter parts) throws IOException {
        try (DumpReader reader = DumpReader.open(rows, reading)) {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                boolean fits = next instanceof InsertRow row
                        && row.size() == 2
                        && row.kind(0) == CellKind.TEXT
                        && row.kind(1) == CellKind.INTEGER;
                if (!fits || !(next instanceof InsertRow row)) continue;
                boolean swapped =
                        row.columns().size() == 2 && row.columns().get(0).equalsIgnoreCase("seq");
                if (!swapped && (only.isEmpty() || only.contains(StatementText.key(row.textAt(0))))) {
                    counter(row.bytesAt(0), row.longAt(1), parts);
                }
            }
        }
    }

    private void counter(byte[] table, long value, PartWriter parts) throws IOException {
        SqlBytes name = new SqlBytes();
        DumpRow.text(table, name);
        String text = name.toString(StandardCharsets.UTF_8);
        if (oneByOne) statement("DELETE FROM sqlite_sequence WHERE name=" + text, parts);
        statement("INSERT INTO \"sqlite_sequence\" (\"name\",\"seq\") VALUES(" + text + "," + value + ")", parts);
    }

    private static void statement(String sql, PartWriter parts) throws IOException {
        parts.statement(sql.getBytes(StandardCharsets.UTF_8));
    }
}
