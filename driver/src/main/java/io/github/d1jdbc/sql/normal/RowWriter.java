package io.github.d1jdbc.sql.normal;

import java.io.IOException;
import java.util.Arrays;

/**
 * Writes rows as INSERT statements that D1 takes: what does not fit into one statement goes into several, and a row
 * that does not fit by itself is staged. One thread at a time may use it.
 */
public final class RowWriter {

    /** The most bytes of a statement (developers.cloudflare.com/d1/platform/limits). */
    public static final int STATEMENT_LIMIT = 100_000;
    /** Less the line feed before it and the semicolon, which a splitter may count to it. */
    static final int LONGEST = STATEMENT_LIMIT - 2;

    private static final String VALUES = " VALUES";

    private final StatementSink sink;
    private final StagedRow stage;
    private final SqlBytes sql = new SqlBytes();
    private byte[] head = {};
    private int rows;
    private int[] ends = new int[16];

    /** @param stage a name that no object has, for the table through which large values go */
    public RowWriter(String stage, StatementSink sink) {
        this.sink = sink;
        this.stage = new StagedRow(stage, sink);
    }

    /** Begins a statement; {@code into} is all before {@code VALUES}, such as {@code INSERT INTO "t" ("a")}. */
    public void begin(byte[] into) {
        if (rows > 0) throw new IllegalStateException("the statement before has not ended");
        head = into;
    }

    /**
     * Adds a row.
     *
     * @throws TooLongException if it cannot be written at all
     */
    public void row(RowSource row) throws IOException {
        if (rows == 0) begin();
        int before = sql.size();
        if (rows > 0) sql.add(',');
        int start = sql.size();
        append(row);
        if (sql.size() <= LONGEST) {
            rows++;
            return;
        }
        if (rows > 0) {
            byte[] single = Arrays.copyOfRange(sql.bytes(), start, sql.size());
            sql.cut(before);
            end();
            begin();
            start = sql.size();
            sql.writeBytes(single);
            for (int i = 0; i < row.size(); i++) ends[i] += start - before - 1;
            if (sql.size() <= LONGEST) {
                rows = 1;
                return;
            }
        }
        stage.write(head, row, sql, start + 1, ends);
        sql.cut(0);
    }

    private void begin() {
        sql.cut(0);
        sql.writeBytes(head);
        sql.add(VALUES);
    }

    private void append(RowSource row) {
        int size = row.size();
        if (ends.length < size) ends = new int[2 * size];
        sql.add('(');
        for (int i = 0; i < size; i++) {
            if (i > 0) sql.add(',');
            row.sql(i, sql);
            ends[i] = sql.size();
        }
        sql.add(')');
    }

    /** Ends the statement. */
    public void end() throws IOException {
        if (rows == 0) return;
        rows = 0;
        sql.add(";\n");
        sink.take(sql.bytes(), sql.size(), 1);
        sql.cut(0);
    }

    /** How many values were staged. */
    public long staged() {
        return stage.values();
    }
}
