package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import io.github.d1jdbc.sql.normal.RowSource;
import io.github.d1jdbc.sql.normal.SqlBytes;
import io.github.d1jdbc.sql.normal.StatementText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row of an INSERT as D1, or this tool behind D1's dump, writes it. For one statement and one thread. */
final class RawRow implements RowSource, SqlLexer.Sink {

    private record Cell(int from, int to, Token first, int tokens, boolean nul) {}

    private final byte[] sql;
    private final List<String> columns = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private int values = -1;
    private int depth;
    private int start = -1;
    private int end;
    private Token first = Token.WORD;
    private int tokens;
    private boolean nul;
    private boolean ended;

    private RawRow(byte[] sql) {
        this.sql = sql;
    }

    /** Reads a statement; null if it is not one row of values. */
    static @Nullable RawRow of(byte[] insert) {
        RawRow row = new RawRow(insert);
        SqlLexer.lex(insert, row);
        return row.ended && row.depth == 0 ? row : null;
    }

    @Override
    public void token(Token token, long from, long to, SqlLexer lexer) {
        if (token == Token.COMMENT) return;
        byte c = token == Token.PUNCTUATION ? lexer.contentByte(0) : 0;
        if (values < 0) {
            if (depth == 0 && token == Token.WORD && lexer.is("VALUES")) values = (int) from;
            if (depth == 1 && token == Token.QUOTED_NAME) columns.add(lexer.content());
        } else if (ended) {
            depth = -1; // more than one row
            return;
        } else if (depth == 1 && (c == ',' || c == ')')) {
            cells.add(new Cell(start, end, first, tokens, nul));
            start = -1;
            tokens = 0;
            nul = false;
            ended = c == ')';
        } else if (depth > 0) {
            if (start < 0) {
                start = (int) from;
                first = token;
            }
            end = (int) to;
            tokens++;
            nul |= token == Token.STRING && lexer.has(SqlLexer.NUL);
        }
        if (c == '(') depth++;
        if (c == ')') depth--;
    }

    /** All before VALUES. */
    byte[] into() {
        int to = values;
        while (sql[to - 1] == ' ') to--;
        return Arrays.copyOf(sql, to);
    }

    /** The names of the cells. */
    List<String> columns() {
        return columns;
    }

    @Override
    public int size() {
        return cells.size();
    }

    @Override
    public void sql(int cell, SqlBytes to) {
        Cell at = cells.get(cell);
        if (at.nul) {
            byte[] value = value(cell);
            if (StatementText.isPlainText(value)) to.text(value, 0, value.length);
            else to.add("CAST(").blob(value, 0, value.length).add(" AS TEXT)");
        } else if (isInfinity(at)) {
            to.add(sql[at.from] == '-' ? "-9e999" : "9e999");
        } else {
            to.write(sql, at.from, at.to - at.from);
        }
    }

    private boolean isInfinity(Cell cell) {
        if (cell.tokens > 2 || cell.to - cell.from > 9) return false;
        String text = text(cell.from, cell.to);
        return text.equalsIgnoreCase("Infinity") || text.equalsIgnoreCase("-Infinity");
    }

    @Override
    public Kind kind(int cell) {
        Cell at = cells.get(cell);
        if (at.first == Token.STRING) return Kind.TEXT;
        if (at.first == Token.BLOB) return Kind.BLOB;
        return at.first == Token.WORD && at.tokens > 1 ? Kind.TEXT : Kind.OTHER; // replace(…), CAST(… AS TEXT)
    }

    /** Whether a cell is NULL. */
    boolean isNull(int cell) {
        Cell at = cells.get(cell);
        return at.tokens == 1 && text(at.from, at.to).equalsIgnoreCase("NULL");
    }

    @Override
    public byte[] value(int cell) {
        Cell at = cells.get(cell);
        if (at.first == Token.BLOB) return HexFormat.of().parseHex(text(at.from + 2, at.to - 1));
        if (at.first == Token.STRING) return undoubled(at.from + 1, at.to - 1);
        return at.first == Token.WORD && at.tokens > 1
                ? evaluated(at)
                : text(at.from, at.to).getBytes(StandardCharsets.UTF_8);
    }

    // CAST(X'…' AS TEXT) is this tool's; replace(replace('…','\r',char(13)),'\n',char(10)) is D1's.
    private byte[] evaluated(Cell cell) {
        int open = cell.from;
        while (sql[open] != '\'') open++;
        int close = open + 1;
        while (sql[close] != '\'' || sql[close + 1] == '\'') close += sql[close] == '\'' ? 2 : 1;
        if (sql[cell.from] == 'C' || sql[cell.from] == 'c')
            return HexFormat.of().parseHex(text(open + 1, close));
        byte[] value = undoubled(open + 1, close);
        String rest = text(close, cell.to);
        if (rest.contains("char(13)")) value = replaced(value, 'r', '\r');
        return rest.contains("char(10)") ? replaced(value, 'n', '\n') : value;
    }

    private static byte[] replaced(byte[] value, char mark, char by) {
        byte[] text = new byte[value.length];
        int n = 0;
        for (int i = 0; i < value.length; i++) {
            boolean found = value[i] == '\\' && i + 1 < value.length && value[i + 1] == mark;
            text[n++] = found ? (byte) by : value[i];
            if (found) i++;
        }
        return Arrays.copyOf(text, n);
    }

    private byte[] undoubled(int from, int to) {
        byte[] text = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            text[n++] = sql[i];
            if (sql[i] == '\'') i++;
        }
        return Arrays.copyOf(text, n);
    }

    private String text(int from, int to) {
        return new String(sql, from, to - from, StandardCharsets.UTF_8);
    }
}
