package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.sql.PlainInsert;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.StatementCutter;
import io.github.d1jdbc.sql.Token;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts a dump as D1 writes it into its statements, in memory for the longest of them. For one dump and one thread. */
final class RawDump implements SqlLexer.Sink {

    /** Takes statements in their order. */
    interface Handler {
        /** One statement; the bytes are good until this returns. */
        void statement(Statement statement) throws IOException, ExportException;
    }

    /** One statement without its semicolon; its bytes are good until the next. */
    static final class Statement {
        private final byte[] buffer;
        private final int from;
        private final int to;
        private final long offset;
        private final long next;
        private final @Nullable String table;
        private final boolean asIs;

        private Statement(
                byte[] buffer, int from, int to, long offset, long next, @Nullable String table, boolean asIs) {
            this.buffer = buffer;
            this.from = from;
            this.to = to;
            this.offset = offset;
            this.next = next;
            this.table = table;
            this.asIs = asIs;
        }

        byte[] bytes() {
            return Arrays.copyOfRange(buffer, from, to);
        }

        /** Its first letters in upper case. */
        String verb() {
            int end = from;
            while (end < to && Character.isLetter(buffer[end])) end++;
            return new String(buffer, from, end - from, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        }

        int length() {
            return to - from;
        }

        /** The offset of its first byte in the dump. */
        long offset() {
            return offset;
        }

        /** The offset behind its semicolon. */
        long next() {
            return next;
        }

        /** The table that an INSERT fills, null for any other statement. */
        @Nullable
        String table() {
            return table;
        }

        /** Whether D1 surely reads its values as they stand. */
        boolean asIs() {
            return asIs;
        }
    }

    private static final int BUFFER = 256 * 1024;

    private final InputStream in;
    private final StatementCutter cutter = new StatementCutter();
    private SqlLexer lexer = new SqlLexer(this);
    private final PlainInsert plain = new PlainInsert();
    private byte[] buffer = new byte[BUFFER];
    private int limit;
    private int at;
    private long base;
    private boolean ended;

    // The statement at hand.
    private int tokens;
    private boolean insert;
    private boolean asIs;
    private boolean values;
    private long rowAt;
    private @Nullable String table;

    private RawDump(InputStream in, long base) {
        this.in = in;
        this.base = base;
    }

    /** Reads to the end; {@code base} is the offset of the stream's first byte in the dump. */
    static void read(InputStream in, long base, Handler handler) throws IOException, ExportException {
        RawDump dump = new RawDump(in, base);
        for (Statement next = dump.next(); next != null; next = dump.next()) handler.statement(next);
    }

    private @Nullable Statement next() throws IOException {
        for (; ; ) {
            do {
                while (at < limit && isSpace(buffer[at])) at++;
            } while (at == limit && fill());
            if (at == limit) return null;
            int end = plain.end(buffer, at, limit);
            if (end != PlainInsert.NO) {
                Statement statement = new Statement(buffer, at, end - 1, base + at, base + end, table, true);
                at = end;
                return statement;
            }
            Statement statement = lexed();
            if (statement != null) return statement;
        }
    }

    // Null where there was only a semicolon or a comment.

    private @Nullable Statement lexed() throws IOException {
        cutter.begin();
        tokens = 0;
        insert = false;
        asIs = true;
        values = false;
        rowAt = -1;
        table = null;
        plain.forget();
        long origin = base + at - lexer.position();
        int lexed = 0;
        while (!cutter.done()) {
            int from = at + lexed;
            int to = from;
            while (to < limit && buffer[to] != ';') to++;
            boolean semicolon = to < limit;
            if (semicolon) to++;
            lexer.feed(buffer, from, to - from);
            lexed = to - at;
            if (semicolon || cutter.done() || fill()) continue;
            lexer.finish();
            if (!cutter.finish(base + limit - origin)) throw new IOException("the dump ends inside a statement");
            break;
        }
        if (!cutter.done() || !cutter.started()) {
            at = cutter.done() ? (int) (cutter.next() + origin - base) : limit;
            return null;
        }
        int start = (int) (cutter.start() + origin - base);
        int end = (int) (cutter.end() + origin - base);
        at = (int) (cutter.next() + origin - base);
        while (isSpace(buffer[end - 1])) end--;
        if (!cutter.terminated()) {
            lexer = new SqlLexer(this);
            end--; // the semicolon in the comment
        } else if (insert && rowAt >= 0) {
            plain.learn(buffer, start, (int) (rowAt + origin - base));
        }
        return new Statement(buffer, start, end, base + start, base + at, insert ? table : null, asIs);
    }

    // D1 writes INSERT INTO "table" ("column",…) VALUES(…).
    @Override
    public void token(Token token, long start, long end, SqlLexer at) {
        cutter.token(token, start, end, at);
        if (token == Token.COMMENT || cutter.done()) return;
        if (tokens == 0) insert = token == Token.WORD && at.is("INSERT");
        if (tokens == 2) table = at.content();
        if (insert && values && rowAt < 0 && token == Token.PUNCTUATION && at.contentByte(0) == '(') rowAt = end;
        if (token == Token.WORD) {
            if (tokens > 2 && at.is("VALUES")) values = true;
            if (at.is("INFINITY") || at.is("INF")) asIs = false;
        }
        if (token == Token.STRING && at.has(SqlLexer.NUL)) asIs = false;
        tokens++;
    }

    private boolean fill() throws IOException {
        if (ended) return false;
        System.arraycopy(buffer, at, buffer, 0, limit - at);
        base += at;
        limit -= at;
        at = 0;
        if (limit == buffer.length) buffer = Arrays.copyOf(buffer, 2 * limit);
        int n = in.readNBytes(buffer, limit, buffer.length - limit);
        limit += n;
        ended = limit < buffer.length;
        return n > 0;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f';
    }
}
