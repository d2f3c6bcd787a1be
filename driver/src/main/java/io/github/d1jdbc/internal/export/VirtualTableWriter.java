package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.internal.RestClient.Statement;
import io.github.d1jdbc.internal.RestException;
import io.github.d1jdbc.internal.Rows;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes virtual tables behind D1's dump: their CREATE and what fills them again. Rows are read by pages along the
 * rowid, every cell with its type (d1-facts 4.6), so that nothing is lost. One thread at a time.
 */
final class VirtualTableWriter {
    private static final int FIRST_PAGE = 8;
    private static final int LONGEST_PAGE = 2_000;
    private static final int PAGE_BYTES = 1 << 20;
    private static final char REPLACEMENT = '\uFFFD';

    private final RestClient client;
    private final String databaseId;
    private final Deadline deadline;
    private final LockWait lock;
    private final DumpSink sink;
    private final long maxRowsRead;
    private long rowsRead;

    VirtualTableWriter(
            RestClient client, String databaseId, Deadline deadline, LockWait lock, DumpSink sink, long maxRowsRead) {
        this.client = client;
        this.databaseId = databaseId;
        this.deadline = deadline;
        this.lock = lock;
        this.sink = sink;
        this.maxRowsRead = maxRowsRead;
    }

    /** Appends what is wanted of one virtual table. */
    void write(VirtualTable table, boolean schema, boolean data) throws RestException, ExportException {
        if (schema) sink.append(statement(table.sql()));
        if (!data) return;
        if (table.hasRows()) {
            rows(table);
        } else if (table.refill() == VirtualTable.Refill.REBUILD) {
            String name = Quoting.name(table.name());
            sink.append("INSERT INTO " + name + "(" + name + ") VALUES('rebuild');\n");
        }
    }

    /** A schema text as a statement of a dump; a comment at its end must not swallow the semicolon. */
    static String statement(String sql) {
        String lastLine = sql.substring(sql.lastIndexOf('\n') + 1);
        return sql + (lastLine.contains("--") ? "\n;\n" : ";\n");
    }

    private void rows(VirtualTable table) throws RestException, ExportException {
        List<String> columns = columns(table);
        StringBuilder lead = new StringBuilder("INSERT INTO ")
                .append(Quoting.name(table.name()))
                .append(" (");
        boolean byId = table.refill() == VirtualTable.Refill.ROWS_BY_ID;
        if (!byId) lead.append("\"rowid\",");
        lead.append(String.join(",", columns.stream().map(Quoting::name).toList()))
                .append(") VALUES(");
        String last = null;
        int page = FIRST_PAGE;
        while (true) {
            Rows rows = page(table, columns, last, page);
            int count = rows.rowCount();
            rowsRead += count;
            if (rowsRead > maxRowsRead) throw Cost.tooMany(table.name(), maxRowsRead);
            StringBuilder sql = new StringBuilder();
            for (int row = 0; row < count; row++) {
                sql.append(lead);
                if (!byId) sql.append(rows.text(row, 0)).append(',');
                for (int column = 1; column <= columns.size(); column++) {
                    if (column > 1) sql.append(',');
                    sql.append(literal(rows, row, column));
                }
                sql.append(");\n");
            }
            if (count > 0) sink.append(sql.toString());
            if (count < page) return;
            last = rows.text(count - 1, 0);
            page = nextPage(count, sql.length());
        }
    }

    // The next page should hold about a megabyte, but never grow fourfold on the word of a few short rows.
    private static int nextPage(int rows, int bytes) {
        long fitting = (long) rows * PAGE_BYTES / Math.max(1, bytes);
        return (int) Math.max(1, Math.min(Math.min(fitting, 4L * rows), LONGEST_PAGE));
    }

    // Hidden columns are those that the module adds: the table's own name and rank (FTS5).
    private List<String> columns(VirtualTable table) throws RestException, ExportException {
        Rows rows = read("SELECT name FROM pragma_table_xinfo('" + table.name().replace("'", "''")
                + "') WHERE hidden = 0 ORDER BY cid");
        List<String> columns = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) columns.add(rows.text(row, 0));
        return columns;
    }

    private Rows page(VirtualTable table, List<String> columns, @Nullable String after, int rows)
            throws RestException, ExportException {
        Rows page = read(select(table, columns, after, rows, false));
        for (int row = 0; row < page.rowCount(); row++) {
            for (int column = 1; column <= columns.size(); column++) {
                if (page.cell(row, column) == Rows.Cell.TEXT
                        && page.text(row, column).indexOf(REPLACEMENT) >= 0) {
                    // Either the character itself or what the engine put for bytes that are no UTF-8: ask for bytes.
                    return read(select(table, columns, after, rows, true));
                }
            }
        }
        return page;
    }

    // JSON rounds integers, has no Infinity and no invalid UTF-8: every cell comes as text with a tag, reals apart.
    private static String select(
            VirtualTable table, List<String> columns, @Nullable String after, int rows, boolean textAsHex) {
        StringBuilder sql = new StringBuilder("SELECT CAST(rowid AS TEXT)");
        for (String column : columns) {
            String c = Quoting.name(column);
            String text = textAsHex ? "'h'||hex(CAST(" + c + " AS BLOB))" : "'t'||" + c;
            sql.append(", CASE typeof(")
                    .append(c)
                    .append(") WHEN 'integer' THEN 'i'||")
                    .append(c)
                    .append(" WHEN 'text' THEN ")
                    .append(text)
                    .append(" WHEN 'blob' THEN 'b'||hex(")
                    .append(c)
                    .append(") WHEN 'real' THEN CASE ")
                    .append(c)
                    .append(" WHEN 9e999 THEN 'p' WHEN -9e999 THEN 'n' ELSE ")
                    .append(c)
                    .append(" END END");
        }
        sql.append(" FROM ").append(Quoting.name(table.name()));
        if (after != null) sql.append(" WHERE rowid > ").append(after);
        return sql.append(" ORDER BY rowid LIMIT ").append(rows).toString();
    }

    private static String literal(Rows rows, int row, int column) {
        return switch (rows.cell(row, column)) {
            case NUMBER -> Quoting.real(rows.number(row, column));
            case TEXT -> tagged(rows.text(row, column));
            case NULL, BLOB, BOOLEAN -> "NULL"; // the projection gives no blob and no boolean
        };
    }

    private static String tagged(String cell) {
        String value = cell.substring(1);
        return switch (cell.charAt(0)) {
            case 'i' -> value;
            case 't' -> Quoting.text(value);
            case 'h' -> fromHex(value);
            case 'b' -> Quoting.blob(HexFormat.of().parseHex(value));
            case 'p' -> "9e999";
            case 'n' -> "-9e999";
            default -> throw new IllegalStateException("a cell without a type tag");
        };
    }

    private static String fromHex(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        try {
            return Quoting.text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Quoting.text(bytes); // no UTF-8: only hex says what is stored
        }
    }

    private Rows read(String sql) throws RestException, ExportException {
        return lock.through(
                        () -> client.raw(databaseId, List.of(Statement.of(sql)), true, Abort.after(deadline.left())))
                .get(0);
    }
}
