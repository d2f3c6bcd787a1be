package io.github.d1jdbc.sql.normal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a row whose values are too large for one statement: they go in pieces into a table that lives for this row
 * only, and one INSERT … SELECT joins them, so that the row's constraints see it whole. One thread at a time.
 */
final class StagedRow {

    /** Bytes of SQL a piece, and of a blob half as many. */
    private static final int PIECE = 90_000;

    private static final String JOIN = "(SELECT group_concat(c,'' ORDER BY n) FROM ";

    private final String stage;
    private final StatementSink sink;
    private final SqlBytes unit = new SqlBytes();
    private int statements;
    private long values;

    StagedRow(String stage, StatementSink sink) {
        this.stage = '"' + stage.replace("\"", "\"\"") + '"';
        this.sink = sink;
    }

    long values() {
        return values;
    }

    /**
     * Writes one row.
     *
     * @param cells holds its cells as SQL, the first from {@code start}, each up to its end, one byte between them
     */
    void write(byte[] head, RowSource row, SqlBytes cells, int start, int[] ends) throws IOException {
        List<Integer> large = large(head.length, row, start, ends);
        unit.cut(0);
        statements = 0;
        statement("CREATE TABLE " + stage + "(v INTEGER, n INTEGER, c, PRIMARY KEY(v,n)) WITHOUT ROWID");
        for (int v = 0; v < large.size(); v++) {
            int cell = large.get(v);
            pieces(v + 1, row.value(cell), row.kind(cell));
        }
        unit.writeBytes(head);
        unit.add(" SELECT ");
        int from = start;
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) unit.add(',');
            int v = large.indexOf(i);
            if (v < 0) {
                unit.write(cells.bytes(), from, ends[i] - from);
            } else {
                unit.add(joined(v + 1, row.kind(i)));
            }
            from = ends[i] + 1;
        }
        end();
        statement("DROP TABLE " + stage);
        values += large.size();
        sink.take(unit.bytes(), unit.size(), statements);
        unit.cut(0);
    }

    // The largest first, as many as are needed, then in the order of the columns.
    private List<Integer> large(int head, RowSource row, int start, int[] ends) throws TooLongException {
        List<Integer> candidates = new ArrayList<>();
        int length = head + " SELECT ".length();
        int[] lengths = new int[row.size()];
        for (int i = 0; i < row.size(); i++) {
            lengths[i] = ends[i] - (i == 0 ? start : ends[i - 1] + 1);
            length += lengths[i] + 1;
            if (row.kind(i) != RowSource.Kind.OTHER) candidates.add(i);
        }
        candidates.sort(Comparator.comparingInt((Integer i) -> -lengths[i]).thenComparingInt(Integer::intValue));
        List<Integer> large = new ArrayList<>();
        for (int i : candidates) {
            if (length <= RowWriter.LONGEST) break;
            large.add(i);
            length += joined(row.size(), row.kind(i)).length() - lengths[i];
        }
        if (length > RowWriter.LONGEST) {
            throw new TooLongException("a row with an expression that is too long for a statement of "
                    + RowWriter.STATEMENT_LIMIT + " bytes, which is all that D1 takes");
        }
        large.sort(Comparator.naturalOrder());
        return large;
    }

    private String joined(int v, RowSource.Kind kind) {
        String text = JOIN + stage + " WHERE v=" + v + ')';
        return kind == RowSource.Kind.BLOB ? "CAST(" + text + " AS BLOB)" : text;
    }

    private void pieces(int v, byte[] value, RowSource.Kind kind) {
        boolean text = kind == RowSource.Kind.TEXT && StatementText.isPlainText(value);
        int n = 0;
        for (int from = 0; from < value.length; n++) {
            int to = text ? textEnd(value, from) : Math.min(value.length, from + PIECE / 2);
            unit.add("INSERT INTO " + stage + " VALUES(" + v + ',' + n + ',');
            if (text) {
                unit.text(value, from, to);
            } else {
                unit.blob(value, from, to); // group_concat takes its bytes for text
            }
            unit.add(')');
            end();
            from = to;
        }
    }

    // A character is never cut, and a quote counts twice.
    private static int textEnd(byte[] value, int from) {
        int room = PIECE;
        int to = from;
        while (to < value.length && room > 1) {
            room -= value[to] == '\'' ? 2 : 1;
            to++;
        }
        if (to == value.length) return to;
        while ((value[to] & 0xC0) == 0x80) to--;
        return to;
    }

    private void statement(String text) {
        unit.add(text);
        end();
    }

    private void end() {
        unit.add(";\n");
        statements++;
    }
}
