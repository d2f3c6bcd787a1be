package io.github.d1jdbc.dump;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows of a dump table by table, whatever the format of the files. */
final class TableExport {

    /** How a row becomes bytes. */
    interface Format {
        /** Begins the file of a table. */
        void header(OutputStream out, List<String> names) throws IOException;

        /** Writes a row, its end of line included. */
        void row(OutputStream out, InsertRow row, RowNames names) throws IOException;
    }

    private TableExport() {}

    /** How many rows were written; counters and statistics of SQLite's own are left out, they are no data. */
    static long write(DumpReader reader, Path folder, String suffix, Format format) throws IOException {
        RowNames names = new RowNames();
        List<String> schema = new ArrayList<>();
        long rows = 0;
        try (TableFiles files = new TableFiles(folder, suffix)) {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                if (next instanceof DumpStatement.CreateTable table) names.table(table);
                if (next instanceof DumpStatement.Create create) schema.add(create.text() + "\n;");
                if (!(next instanceof InsertRow row) || D1Rules.isReserved(row.table())) continue;
                check(reader, row);
                boolean first = !files.has(row.table());
                OutputStream out = files.of(row.table());
                if (first) format.header(out, names.of(row));
                format.row(out, row, names);
                rows++;
            }
            files.extra("schema.sql", schema);
            files.finish();
        }
        return rows;
    }

    private static void check(DumpReader reader, InsertRow row) throws DumpException {
        for (int i = 0; i < row.size(); i++) {
            if (row.kind(i) == CellKind.EXPRESSION) {
                String sql = DumpException.clean(row.sqlAt(i));
                throw reader.refusal(row, "only a database can say what the value " + sql + " is; convert to sqlite");
            }
        }
    }
}
