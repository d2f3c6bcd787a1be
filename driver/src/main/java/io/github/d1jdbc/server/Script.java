package io.github.d1jdbc.server;

import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.SqlStatement;
import io.github.d1jdbc.sql.StatementEnds;
import io.github.d1jdbc.sql.Token;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The statements of a script, read as they are needed: memory holds one chunk and one statement. */
final class Script implements Iterator<SqlStatement> {

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private final StatementEnds ends = new StatementEnds();
    private final SqlLexer lexer = new SqlLexer(this::token);
    private final Deque<Long> boundaries = new ArrayDeque<>();
    private final Deque<SqlStatement> ready = new ArrayDeque<>();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(CHUNK);
    private boolean ended;

    /** The caller closes the stream. */
    Script(InputStream in) {
        this.in = in;
    }

    private void token(Token token, long start, long end, SqlLexer at) {
        if (ends.ends(token, at)) boundaries.add(end);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !ended) read();
        return !ready.isEmpty();
    }

    @Override
    public SqlStatement next() {
        if (!hasNext()) throw new NoSuchElementException();
        return ready.remove();
    }

    private void read() {
        try {
            long base = lexer.position();
            int n = in.read(chunk);
            if (n < 0) {
                ended = true;
                lexer.finish();
                take();
                return;
            }
            lexer.feed(chunk, 0, n);
            int from = 0;
            while (!boundaries.isEmpty()) {
                int to = (int) (boundaries.remove() - base);
                pending.write(chunk, from, to - from);
                from = to;
                take();
            }
            pending.write(chunk, from, n - from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take() {
        ready.addAll(SqlStatement.split(pending.toString(StandardCharsets.UTF_8)));
        pending.reset();
    }
}
