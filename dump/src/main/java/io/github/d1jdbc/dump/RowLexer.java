package io.github.d1jdbc.dump;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.Token;

/**
 * Reads the cells of a row from the lexer's tokens, so whatever SQL may write there. Slower than {@link CellScanner},
 * and the measure of what is right. One thread at a time may use it.
 */
final class RowLexer {

    private static final int PIECE = 512;

    private byte[] bytes = {};
    private int origin;

    /**
     * Reads the cells of one row.
     *
     * @param from the index behind the opening parenthesis
     * @return the index behind the closing one, or -1 where there is none or a cell is empty
     */
    int row(byte[] buffer, int from, int limit, Cells cells) {
        cells.begin(from);
        RowSink sink = new RowSink(cells);
        lex(buffer, from, limit, sink);
        return sink.end;
    }

    /** The index behind the opening parenthesis of the next row, or -1 where the statement ends. */
    int next(byte[] buffer, int from, int limit) {
        int i = Bytes.skipSpace(buffer, from, limit);
        if (i == limit) return -1;
        if (buffer[i] == ',') {
            i = Bytes.skipSpace(buffer, i + 1, limit);
            if (i < limit && buffer[i] == '(') return i + 1;
        }
        NextSink sink = new NextSink();
        lex(buffer, from, limit, sink);
        return sink.end;
    }

    private abstract static class Ending implements SqlLexer.Sink {
        int end = -1;
        boolean done;
    }

    // In pieces, because a lexer cannot be stopped and the rows behind this one are not wanted.
    private void lex(byte[] buffer, int from, int limit, Ending sink) {
        bytes = buffer;
        origin = from;
        SqlLexer lexer = new SqlLexer(sink);
        for (int i = from; i < limit && !sink.done; i += PIECE) lexer.feed(buffer, i, Math.min(PIECE, limit - i));
        if (!sink.done) lexer.finish();
    }

    private final class NextSink extends Ending {
        @Override
        public void token(Token token, long start, long stop, SqlLexer lexer) {
            if (done || token == Token.COMMENT) return;
            if (token == Token.PUNCTUATION && lexer.contentByte(0) == ',') return;
            done = true;
            if (token == Token.PUNCTUATION && lexer.contentByte(0) == '(') end = (int) stop + origin;
        }
    }

    private final class RowSink extends Ending {
        private final Cells cells;
        private int depth;
        private int count;
        private Token first = Token.COMMENT;
        private Token second = Token.COMMENT;
        private int cellStart;
        private int firstEnd;
        private int secondStart;
        private int cellEnd;
        private boolean negative;
        private boolean signed;
        private byte word = -1;

        RowSink(Cells cells) {
            this.cells = cells;
        }

        @Override
        public void token(Token token, long start, long stop, SqlLexer lexer) {
            if (done || token == Token.COMMENT) return;
            byte c = token == Token.PUNCTUATION ? lexer.contentByte(0) : 0;
            if (depth == 0 && (c == ',' || c == ')')) {
                if (!endCell()) done = true;
                if (c == ')') {
                    end = done ? -1 : (int) stop + origin;
                    done = true;
                }
                return;
            }
            if (c == '(') depth++;
            if (c == ')') depth--;
            count++;
            cellEnd = (int) stop + origin;
            if (count == 1) {
                first = token;
                cellStart = (int) start + origin;
                firstEnd = cellEnd;
                negative = c == '-';
                signed = negative || c == '+';
            }
            if (count == 2) {
                second = token;
                secondStart = (int) start + origin;
            }
            if (count <= 2) word = token == Token.WORD ? word(lexer) : -1;
        }

        private boolean endCell() {
            if (count == 0 || cells.isFull()) return false;
            if (count == 1) {
                single();
            } else if (count == 2 && signed && firstEnd == secondStart && second == Token.NUMBER) {
                add(NumberLiteral.form(bytes, cellStart, cellEnd), cellStart, cellEnd);
            } else if (count == 2 && signed && firstEnd == secondStart && word == Cells.INFINITY) {
                add(Cells.INFINITY, cellStart, cellEnd);
            } else {
                functions();
            }
            count = 0;
            word = -1;
            return true;
        }

        private void single() {
            switch (first) {
                case STRING -> {
                    boolean quoted = Bytes.indexOf(bytes, cellStart + 1, cellEnd - 1, '\'') < cellEnd - 1;
                    add(quoted ? Cells.QUOTED_TEXT : Cells.TEXT, cellStart + 1, cellEnd - 1);
                }
                case BLOB -> {
                    if (TextExpression.isHex(bytes, cellStart + 2, cellEnd - 1)) {
                        add(Cells.BLOB, cellStart + 2, cellEnd - 1);
                    } else {
                        add(Cells.EXPRESSION, cellStart, cellEnd);
                    }
                }
                case NUMBER -> add(NumberLiteral.form(bytes, cellStart, cellEnd), cellStart, cellEnd);
                case WORD -> add(word, cellStart, cellEnd);
                default -> add(Cells.EXPRESSION, cellStart, cellEnd);
            }
        }

        private void functions() {
            boolean text = new TextExpression().end(bytes, cellStart, cellEnd) == cellEnd;
            add(text ? Cells.TEXT_EXPRESSION : Cells.EXPRESSION, cellStart, cellEnd);
        }

        private void add(byte form, int from, int to) {
            cells.add(form < 0 ? Cells.EXPRESSION : form, from, to);
        }

        // TRUE and FALSE are integers where no column has that name (sqlite.org/lang_expr.html#booleanexpr).
        private byte word(SqlLexer lexer) {
            if (lexer.is("NULL")) return Cells.NULL;
            if (lexer.is("TRUE")) return Cells.TRUE;
            if (lexer.is("FALSE")) return Cells.FALSE;
            return lexer.is("INFINITY") || lexer.is("INF") ? Cells.INFINITY : -1;
        }
    }
}
