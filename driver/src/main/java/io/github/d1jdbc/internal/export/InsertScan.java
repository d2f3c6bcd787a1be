package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.export.ScannedTable.Doubt;
import io.github.d1jdbc.sql.PlainInsert;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of one INSERT after the other: which table, how many rows, which values are doubtful. */
final class InsertScan {
    /** No row begins where an offset is asked for. */
    static final long NOWHERE = -1;

    private static final String TWO_TO_53 = "9007199254740992";

    private final ScannedSchema schema;
    private @Nullable ScannedTable last;
    private ScannedTable table;
    private long began;
    private boolean into;
    private boolean dotAllowed;
    private boolean firstColumn;
    private boolean command;
    private boolean values;
    private int nesting;
    private boolean replaced;
    private boolean exact;
    private long rowsAt;

    InsertScan(ScannedSchema schema) {
        this.schema = schema;
        this.table = schema.noTable;
    }

    /** From now on nothing was lost on the way to the dump: its integers, line ends and U+FFFD are what is stored. */
    void exact() {
        exact = true;
    }

    /** The word INSERT or REPLACE was seen. */
    void begin(long offset) {
        began = offset;
        table = schema.noTable;
        into = false;
        dotAllowed = false;
        firstColumn = true;
        command = false;
        values = false;
        nesting = 0;
        replaced = false;
        rowsAt = NOWHERE;
    }

    /** The offset behind the first row's parenthesis, or {@link #NOWHERE} where there is no row. */
    long rowsAt() {
        return rowsAt;
    }

    /** More rows as plain as can be, where the last INSERT had its rows; indexes begin at an offset. */
    void again(PlainInsert plain, long origin) {
        table.rows(plain.rows());
        if (!exact && plain.ambiguous() > 0) {
            table.doubt(Doubt.LINE_END, origin + plain.ambiguousAt(), plain.ambiguous());
        }
    }

    /** The name of the table that is filled. */
    String table() {
        return table.name();
    }

    /** Takes the statement's next token. */
    void token(Token token, long start, SqlLexer at) {
        if (values) {
            value(token, start, at);
            return;
        }
        boolean named = false;
        if (token == Token.WORD && !into) {
            into = at.is("INTO");
        } else if (token == Token.PUNCTUATION) {
            if (dotAllowed && at.contentByte(0) == '.') schemaName();
        } else if (into && table == schema.noTable) {
            named = true;
            tableName(at);
        } else if (token == Token.WORD && at.is("VALUES")) {
            values = true;
        } else if (firstColumn) {
            // INSERT INTO ft(ft) VALUES('rebuild') is a command to a virtual table, not a row.
            firstColumn = false;
            command = table.virtual() && at.content().equals(table.name());
        }
        dotAllowed = named;
    }

    private void tableName(SqlLexer at) {
        // Rows of one table follow each other by the million: compare bytes, make no string.
        if (last == null || !isName(at, last.bytes())) last = schema.fill(at.content(), began);
        table = last;
    }

    private void schemaName() {
        schema.unfill(table);
        table = schema.noTable;
        last = null;
    }

    private void value(Token token, long start, SqlLexer at) {
        switch (token) {
            case PUNCTUATION -> punctuation(at.contentByte(0), start);
            case NUMBER -> {
                if (!exact && isBeyondDoubles(at)) table.doubt(Doubt.BIG_INTEGER, start);
            }
            case STRING -> text(start, at);
            case WORD -> {
                if (at.is("REPLACE")) {
                    replaced = true;
                } else if (at.is("INFINITY")) {
                    table.doubt(Doubt.INFINITY, start);
                }
            }
            case BLOB, QUOTED_NAME, PLACEHOLDER, SEMICOLON, COMMENT -> {}
        }
    }

    private void punctuation(byte c, long start) {
        if (c == '(') {
            if (nesting++ == 0 && !command) {
                table.rows(1);
                if (rowsAt == NOWHERE) rowsAt = start + 1;
            }
        } else if (c == ')') {
            nesting--;
        } else if (c == 0) {
            table.doubt(Doubt.NUL, start);
        }
    }

    // In D1's writing replace() wraps its text first, so that the string that follows it is the text.
    private void text(long start, SqlLexer at) {
        if (at.has(SqlLexer.NUL)) table.doubt(Doubt.NUL, start);
        if (!exact && at.has(SqlLexer.REPLACEMENT)) table.doubt(Doubt.REPLACEMENT, start);
        if (!exact && replaced && at.has(SqlLexer.BACKSLASH_ESCAPE) && isAmbiguous(at))
            table.doubt(Doubt.LINE_END, start);
        replaced = false;
    }

    private static boolean isName(SqlLexer at, byte[] name) {
        if (at.contentLength() != name.length) return false;
        for (int i = 0; i < name.length; i++) if (at.contentByte(i) != name[i]) return false;
        return true;
    }

    // One mark must stand for the line end that made D1 write replace(); of several, all but one may be literal.
    private static boolean isAmbiguous(SqlLexer at) {
        if (at.contentLength() == SqlLexer.CONTENT_LIMIT) return true;
        int n = 0;
        int r = 0;
        for (int i = 1; i < at.contentLength(); i++) {
            if (at.contentByte(i - 1) != '\\') continue;
            if (at.contentByte(i) == 'n') n++;
            if (at.contentByte(i) == 'r') r++;
        }
        return n > 1 || r > 1;
    }

    // A REAL that D1 prints without a point looks the same and is as doubtful.
    private static boolean isBeyondDoubles(SqlLexer at) {
        int length = at.contentLength();
        if (length < TWO_TO_53.length()) return false;
        for (int i = 0; i < length; i++) {
            if (at.contentByte(i) < '0' || at.contentByte(i) > '9') return false;
        }
        return length > TWO_TO_53.length() || at.content().compareTo(TWO_TO_53) >= 0;
    }
}
