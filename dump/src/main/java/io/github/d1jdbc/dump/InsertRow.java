package io.github.d1jdbc.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One row of an INSERT, its cells as slices that are decoded when they are asked for.
 *
 * <p>It is a view of the reader's buffer: valid until the reader's next statement, for the reader's thread only;
 * {@link #copy()} keeps it. Cells count from 0. A getter that does not fit the {@link #kind} throws
 * {@link IllegalStateException}.
 */
public final class InsertRow implements DumpStatement {

    /** A cell that is no literal: SQL that only a database can evaluate. */
    public record Expression(String sql) {}

    private final Cells cells;
    private final TextExpression expression = new TextExpression();
    private byte[] buffer = {};
    private InsertTarget target = new InsertTarget(null, "", List.of(), null);
    private long offset;
    private IntToLongFunction lines = index -> 1;
    private long number;
    private int start;
    private int end;
    private int rowStart;
    private int rowEnd;
    private int row;
    private boolean last;
    private boolean terminated;
    private boolean staged;

    InsertRow(Cells cells) {
        this.cells = cells;
    }

    /**
     * The statement whose rows follow.
     *
     * @param from where it begins in the buffer
     * @param to where it ends there
     * @param at its offset in the dump
     * @param linesOf gives the line of {@code from}, which nobody may ask for
     */
    void statement(
            byte[] in,
            InsertTarget into,
            int from,
            int to,
            long at,
            IntToLongFunction linesOf,
            long count,
            boolean ended) {
        buffer = in;
        target = into;
        start = from;
        end = to;
        offset = at;
        lines = linesOf;
        number = count;
        terminated = ended;
        row = 0;
        staged = false;
    }

    void staged(boolean is) {
        staged = is;
    }

    void next(int from, int to, boolean isLast) {
        rowStart = from;
        rowEnd = to;
        last = isLast;
        row++;
    }

    /** A row that outlives the reader's next statement. */
    public InsertRow copy() {
        Cells own = new Cells();
        own.copyOf(cells, start);
        InsertRow copy = new InsertRow(own);
        byte[] bytes = Arrays.copyOfRange(buffer, start, end);
        long line = line();
        copy.statement(bytes, target, 0, bytes.length, offset, index -> line, number, terminated);
        copy.staged = staged;
        copy.row = row - 1;
        copy.next(rowStart - start, rowEnd - start, last);
        return copy;
    }

    @Override
    public StatementSource source() {
        return new StatementSource(offset, line(), number, terminated, Arrays.copyOfRange(buffer, start, end));
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long line() {
        return lines.applyAsLong(start);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public String text() {
        return new String(buffer, start, end - start, UTF_8);
    }

    /** Where the row goes. */
    public InsertTarget target() {
        return target;
    }

    /** The table's name, quotes taken off. */
    public String table() {
        return target.table();
    }

    /** The column names that the statement gives; empty where it gives none. */
    public List<String> columns() {
        return target.columns();
    }

    /** Whether it stands in pieces in the dump, each of which D1 takes; what is shown here never stood there. */
    public boolean isStaged() {
        return staged;
    }

    /** Which row of its statement this is, from 1. */
    public int row() {
        return row;
    }

    /** Whether it is the last row of its statement. */
    public boolean isLast() {
        return last;
    }

    /** Length in bytes of this row alone, its parentheses included. */
    public int rowLength() {
        return rowEnd - rowStart;
    }

    /** How many cells it has. */
    public int size() {
        return cells.size();
    }

    /** What a cell is. */
    public CellKind kind(int cell) {
        return cells.kind(cell);
    }

    /** Whether a cell is NULL. */
    public boolean nullAt(int cell) {
        return cells.form(cell) == Cells.NULL;
    }

    /** An {@link CellKind#INTEGER}, exact. */
    public long longAt(int cell) {
        byte form = cells.form(cell);
        return switch (form) {
            case Cells.INTEGER, Cells.HEX ->
                NumberLiteral.longOf(buffer, cells.start(cell), cells.end(cell), form == Cells.HEX);
            case Cells.TRUE -> 1;
            case Cells.FALSE -> 0;
            default -> throw mismatch(cell, CellKind.INTEGER);
        };
    }

    /** A {@link CellKind#REAL}, correctly rounded, or an {@link CellKind#INTEGER} as double. */
    public double doubleAt(int cell) {
        return switch (cells.form(cell)) {
            case Cells.REAL -> NumberLiteral.doubleOf(buffer, cells.start(cell), cells.end(cell));
            case Cells.INFINITY ->
                buffer[cells.start(cell)] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            case Cells.INTEGER, Cells.HEX, Cells.TRUE, Cells.FALSE -> (double) longAt(cell);
            default -> throw mismatch(cell, CellKind.REAL);
        };
    }

    /** A {@link CellKind#TEXT}; bytes that are no UTF-8 become U+FFFD ({@link #bytesAt} has them). */
    public String textAt(int cell) {
        if (cells.form(cell) == Cells.TEXT) {
            return new String(buffer, cells.start(cell), cells.end(cell) - cells.start(cell), UTF_8);
        }
        if (kind(cell) != CellKind.TEXT) throw mismatch(cell, CellKind.TEXT);
        return new String(bytesAt(cell), UTF_8);
    }

    /** The bytes of a {@link CellKind#BLOB}, or of a {@link CellKind#TEXT} as they stand in the dump. */
    public byte[] bytesAt(int cell) {
        byte form = cells.form(cell);
        int from = cells.start(cell);
        int to = cells.end(cell);
        return switch (form) {
            case Cells.BLOB -> TextExpression.unhex(buffer, from, to);
            case Cells.TEXT -> Arrays.copyOfRange(buffer, from, to);
            case Cells.QUOTED_TEXT -> TextExpression.undoubled(buffer, from, to);
            case Cells.TEXT_EXPRESSION -> expression.value(buffer, from, to);
            default -> throw mismatch(cell, CellKind.BLOB);
        };
    }

    /** A cell as Long, Double, String, {@code byte[]}, {@link Expression} or {@code null}. */
    public @Nullable Object valueAt(int cell) {
        return switch (kind(cell)) {
            case NULL -> null;
            case INTEGER -> longAt(cell);
            case REAL -> doubleAt(cell);
            case TEXT -> textAt(cell);
            case BLOB -> bytesAt(cell);
            case EXPRESSION -> new Expression(sqlAt(cell));
        };
    }

    /** A cell as it is written in the dump. */
    public String sqlAt(int cell) {
        byte form = cells.form(cell);
        int before = form == Cells.BLOB ? 2 : form == Cells.TEXT || form == Cells.QUOTED_TEXT ? 1 : 0;
        int from = cells.start(cell) - before;
        return new String(buffer, from, cells.end(cell) - from + (before > 0 ? 1 : 0), UTF_8);
    }

    /** Where and how the cells stand, for readers in this package. */
    Cells cells() {
        return cells;
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int rowStart() {
        return rowStart;
    }

    int rowEnd() {
        return rowEnd;
    }

    int end() {
        return end;
    }

    private IllegalStateException mismatch(int cell, CellKind wanted) {
        return new IllegalStateException("cell " + cell + " is " + kind(cell) + ", not " + wanted);
    }
}
