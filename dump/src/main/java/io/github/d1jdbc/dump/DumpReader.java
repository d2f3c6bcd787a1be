package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.DumpStatement.CreateTable;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.sql.SqlLexer;
import io.github.d1jdbc.sql.StatementCutter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump of D1, of {@code sqlite3 .dump} or of this tool, statement by statement and row by row, plain or
 * compressed by gzip or zstd (its content says which), in memory for one statement and two fixed buffers. One thread
 * at a time may use it.
 *
 * <p>The content of a file can cause no exception but {@link DumpException}; after one the reader is at its end.
 */
public final class DumpReader implements AutoCloseable {

    /**
     * Bounds of reading. Immutable.
     *
     * @param maxStatementBytes the longest statement to take; a longer one is a {@link DumpException}
     */
    public record Options(int maxStatementBytes) {
        private static final int DEFAULT_MAX = 64 << 20;
        private static final int LARGEST = 1 << 30;

        public Options {
            if (maxStatementBytes < 1 || maxStatementBytes > LARGEST) {
                throw new IllegalArgumentException(
                        "the longest statement is 1 byte to 1 GiB, not " + maxStatementBytes);
            }
        }

        /** 64 MiB a statement: no value that D1 can hold (2,000,000 bytes) comes near it. */
        public static Options defaults() {
            return new Options(DEFAULT_MAX);
        }

        /** The same with another bound. */
        public Options withMaxStatementBytes(int bytes) {
            return new Options(bytes);
        }
    }

    /** Takes statements; it may throw what it likes. */
    @FunctionalInterface
    public interface Handler<E extends Exception> {
        /** Takes one; an {@link InsertRow} is valid only until this returns. */
        void statement(DumpStatement statement) throws E;
    }

    /** How rows are read; tests compare both ways. */
    enum Rows {
        /** By {@link CellScanner} where it can. */
        SCANNED,
        /** Always by the lexer. */
        LEXED
    }

    private static final int LONGEST_PREFIX = 32 * 1024;

    private final String name;
    private final Compression compression;
    private final int maxStatement;
    private final boolean fast;

    private final DumpWindow window;
    private byte[] buffer; // the window's
    private int limit; // the window's
    private int at; // where the next statement is looked for; all before it is done with
    private long number;
    private @Nullable DumpException failure;

    private final StatementCutter cutter = new StatementCutter();
    private SqlLexer lexer = new SqlLexer(cutter);
    private final Cells cells = new Cells();
    private final CellScanner scanner = new CellScanner();
    private final RowLexer rowLexer = new RowLexer();
    private final InsertRow row = new InsertRow(cells);
    private final IntToLongFunction lines;
    private byte[] prefix = {}; // how the last INSERT began, up to its first parenthesis
    private @Nullable InsertTarget prefixTarget;
    private boolean severalRows;
    private int rowsAt = -1; // behind the next row's parenthesis, -1 if no row is left
    private int rowsEnd;

    private DumpReader(String name, Compression compression, DumpWindow window, Options options, Rows rows) {
        this.name = name;
        this.compression = compression;
        this.maxStatement = options.maxStatementBytes;
        this.window = window;
        this.lines = window::lineAt;
        this.buffer = window.bytes();
        this.limit = window.limit();
        this.fast = rows == Rows.SCANNED;
    }

    /** Opens a file. */
    public static DumpReader open(Path file) throws IOException {
        return open(file, Options.defaults());
    }

    /** Opens a file with other bounds. */
    public static DumpReader open(Path file, Options options) throws IOException {
        InputStream stream = Files.newInputStream(file);
        try {
            return open(stream, file.toString(), options);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * Opens a stream under a name for messages. Closing the reader closes the stream; if this throws, the caller still
     * has it.
     */
    public static DumpReader open(InputStream stream, String name, Options options) throws IOException {
        return open(stream, name, options, DumpWindow.BUFFER, Rows.SCANNED);
    }

    /**
     * Opens a dump that is in memory, under a name for messages. It is read where it is, without a copy, so it must
     * stay as it is until the reader is closed.
     */
    public static DumpReader open(byte[] dump, String name, Options options) throws IOException {
        DumpInput in = DumpInput.open(new ByteArrayInputStream(dump), name);
        DumpWindow window = in.compression() == Compression.NONE
                ? DumpWindow.over(in, dump)
                : DumpWindow.over(in, DumpWindow.BUFFER, options.maxStatementBytes);
        return begun(new DumpReader(name, in.compression(), window, options, Rows.SCANNED));
    }

    static DumpReader open(InputStream stream, String name, Options options, int bufferSize, Rows rows)
            throws IOException {
        DumpInput in = DumpInput.open(stream, name);
        DumpWindow window = DumpWindow.over(in, bufferSize, options.maxStatementBytes);
        return begun(new DumpReader(name, in.compression(), window, options, rows));
    }

    private static DumpReader begun(DumpReader reader) throws IOException {
        boolean more = true;
        while (more && reader.limit < FileKind.LOOKS_AT) more = reader.fill();
        String problem = FileKind.problem(reader.buffer, reader.limit);
        if (problem != null) throw new DumpException(reader.name, problem, null);
        return reader;
    }

    /** How the file is compressed. */
    public Compression compression() {
        return compression;
    }

    /** How many bytes of SQL lie before the current statement's end. */
    public long bytesRead() {
        return window.offset(at);
    }

    /** Passes every byte of the SQL to a digest, too; to be called before the first statement is read. */
    public void digestInto(MessageDigest sqlDigest) {
        if (bytesRead() > 0) throw new IllegalStateException("statements have been read already");
        window.digestInto(sqlDigest);
    }

    /** How large the buffer has become. */
    int capacity() {
        return buffer.length;
    }

    /** Gives every statement that is left. */
    public <E extends Exception> void forEach(Handler<E> handler) throws IOException, E {
        for (DumpStatement next = next(); next != null; next = next()) handler.statement(next);
    }

    /**
     * The next statement or row, {@code null} at the end.
     *
     * @throws DumpException if the dump is damaged or ends inside a statement
     * @throws IOException if the file cannot be read
     */
    public @Nullable DumpStatement next() throws IOException {
        if (failure != null) throw failure;
        try {
            DumpStatement next = plainNext();
            return next instanceof CreateTable table && StagedInsert.begins(table) ? staged(table) : next;
        } catch (DumpException e) {
            failure = e;
            throw e;
        }
    }

    private @Nullable DumpStatement plainNext() throws IOException {
        return rowsAt >= 0 ? nextRow() : nextStatement();
    }

    // What this tool has cut into pieces is one row to those who read.
    private DumpStatement staged(CreateTable table) throws IOException {
        byte[] insert = StagedInsert.read(table, this::plainNext);
        if (insert == null || !StagedInsert.show(insert, table, row, cells)) {
            throw refusal(table, StagedInsert.problem());
        }
        return row;
    }

    /** An exception that says of a statement why it is not taken, with its place. */
    public DumpException refusal(DumpStatement statement, String problem) {
        return refusal(statement, problem, null);
    }

    DumpException refusal(DumpStatement statement, String problem, @Nullable Throwable cause) {
        int length = Math.min(statement.length(), DumpException.EXCERPT * 4);
        String excerpt = statement instanceof InsertRow row
                ? new String(row.buffer(), row.start(), length, StandardCharsets.UTF_8)
                : new String(statement.source().rawBytes(), 0, length, StandardCharsets.UTF_8);
        return new DumpException(
                name, statement.offset(), statement.line(), statement.number(), problem, excerpt, cause);
    }

    private @Nullable DumpStatement nextStatement() throws IOException {
        for (; ; ) {
            do {
                at = Bytes.skipSpace(buffer, at, limit);
            } while (at == limit && fill());
            if (at == limit) return null;
            DumpStatement statement = fast && prefixTarget != null ? again() : null;
            if (statement == null) statement = lexed();
            if (statement != null) return statement;
            if (at == limit && window.ended()) return null;
        }
    }

    // An INSERT that begins as the last one did, to the byte.
    private @Nullable DumpStatement again() throws IOException {
        int end = scanInsert();
        while (end == CellScanner.CUT && more()) end = scanInsert();
        if (end < 0) return null;
        int rows = at + prefix.length;
        int stop = end - 1;
        while (Bytes.isSpace(buffer[stop - 1])) stop--;
        beginRows(at, stop, true);
        at = end;
        if (severalRows) {
            rowsAt = rows;
            return nextRow();
        }
        row.next(rows - 1, stop, true);
        return row;
    }

    // The index behind its semicolon. One row is read at once; of several it only sees that they are right.
    private int scanInsert() {
        int i = at + prefix.length;
        int known = Math.min(i, limit);
        if (!Arrays.equals(buffer, at, known, prefix, 0, known - at)) return CellScanner.UNKNOWN;
        if (i >= limit) return CellScanner.CUT;
        severalRows = false;
        for (; ; ) {
            i = scanner.row(buffer, i, limit, cells);
            if (i < 0) return i;
            i = Bytes.skipSpace(buffer, i, limit);
            if (i == limit) return CellScanner.CUT;
            if (buffer[i] == ';') return i + 1;
            if (buffer[i] != ',') return CellScanner.UNKNOWN;
            i = Bytes.skipSpace(buffer, i + 1, limit);
            if (i == limit) return CellScanner.CUT;
            if (buffer[i++] != '(') return CellScanner.UNKNOWN;
            severalRows = true;
        }
    }

    private void beginRows(int from, int to, boolean terminated) throws DumpException {
        begin(from, to);
        InsertTarget target = prefixTarget;
        if (target == null) throw new IllegalStateException("rows without a table");
        row.statement(buffer, target, from, to, window.offset(from), lines, number, terminated);
        rowsEnd = to;
    }

    private InsertRow nextRow() {
        int from = rowsAt;
        int end = fast ? scanner.row(buffer, from, rowsEnd, cells) : CellScanner.UNKNOWN;
        if (end < 0) end = rowLexer.row(buffer, from, rowsEnd, cells);
        if (end < 0) throw new IllegalStateException("the rows of this INSERT were checked before");
        rowsAt = rowLexer.next(buffer, end, rowsEnd);
        row.next(from - 1, end, rowsAt < 0);
        return row;
    }

    // Any statement, by the lexer; null where there was none, only a semicolon or comments.
    private @Nullable DumpStatement lexed() throws IOException {
        cutter.begin();
        long origin = window.offset(at) - lexer.position();
        int lexed = 0;
        while (!cutter.done()) {
            int from = at + lexed;
            int semicolon = Bytes.indexOf(buffer, from, limit, ';');
            int to = Math.min(semicolon + 1, limit); // a statement ends at a semicolon, so no token is begun behind it
            lexer.feed(buffer, from, to - from);
            lexed = to - at;
            if (semicolon < limit || cutter.done()) continue;
            lexed -= skipComments(origin);
            if (more()) continue;
            lexer.finish();
            if (!cutter.finish(window.offset(limit) - origin)) throw cut(window.index(cutter.start() + origin));
            break;
        }
        if (!cutter.done()) {
            at = limit;
            return null;
        }
        int start = window.index(cutter.start() + origin);
        int end = window.index(cutter.end() + origin);
        at = window.index(cutter.next() + origin);
        if (!cutter.terminated()) lexer = new SqlLexer(cutter);
        if (!cutter.started()) return null;
        while (Bytes.isSpace(buffer[end - 1])) end--;
        if (!cutter.terminated()) end--; // the semicolon in the comment
        while (Bytes.isSpace(buffer[end - 1])) end--;
        return parsed(start, end, cutter.terminated());
    }

    private DumpStatement parsed(int start, int end, boolean terminated) throws DumpException {
        StatementParser parser = StatementParser.of(buffer, start, end);
        InsertParser insert = parser.insert();
        if (insert != null && insert.isRows()) {
            int rows = (int) insert.rows();
            prefix = rows - start <= LONGEST_PREFIX ? Arrays.copyOfRange(buffer, start, rows) : new byte[] {0};
            prefixTarget = insert.target();
            beginRows(start, end, terminated);
            rowsAt = rows;
            return nextRow();
        }
        begin(start, end);
        byte[] text = Arrays.copyOfRange(buffer, start, end);
        return parser.statement(
                new StatementSource(window.offset(start), window.laterLine(start), number, terminated, text));
    }

    // What lies before the statement need not be kept: comments can be longer than memory in sum.
    private int skipComments(long origin) {
        if (cutter.started()) return 0;
        int before = at;
        if (cutter.commented() >= 0) at = Math.max(at, window.index(cutter.commented() + origin));
        at = Bytes.skipSpace(buffer, at, limit);
        return at - before;
    }

    /** Reads more behind what is there, all before {@link #at} is let go; false at the end of the input. */
    private boolean fill() throws IOException {
        if (window.ended()) return false;
        boolean more = window.fill(at);
        at = 0;
        buffer = window.bytes();
        limit = window.limit();
        return more;
    }

    private boolean more() throws IOException {
        if (limit - at > maxStatement) throw tooLong(at);
        return fill();
    }

    private void begin(int from, int to) throws DumpException {
        if (to - from > maxStatement) throw tooLong(from);
        number++;
    }

    private DumpException tooLong(int start) {
        return problem(start, "this statement is longer than " + maxStatement + " bytes, the most that is read");
    }

    private DumpException cut(int start) {
        return problem(start, "the file ends in the middle of this statement: it was cut short");
    }

    private DumpException problem(int start, String problem) {
        int length = Math.min(limit - start, DumpException.EXCERPT * 4);
        String excerpt = new String(buffer, start, length, StandardCharsets.UTF_8);
        return new DumpException(name, window.offset(start), window.lineAt(start), number + 1, problem, excerpt, null);
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
