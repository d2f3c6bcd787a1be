package io.github.d1jdbc.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One result of a {@code /raw} answer over the bytes of the response; a cell is decoded when it is asked for. Rows and
 * columns count from 0; one outside throws {@link IndexOutOfBoundsException}, a cell of another kind
 * {@link IllegalStateException}. Immutable: any thread may read it.
 */
public final class Rows {

    /** What a cell is on the wire. */
    public enum Cell {
        NULL,
        NUMBER,
        TEXT,
        BLOB,
        BOOLEAN
    }

    /** What D1 says about a statement's run; any of it may be missing (-1 or null). */
    public record Meta(
            long changes,
            double lastRowId,
            long rowsRead,
            long rowsWritten,
            double durationMs,
            long sizeAfter,
            @Nullable String servedBy) {

        /** Where D1 says nothing. */
        static final Meta NONE = new Meta(-1, -1, -1, -1, -1, -1, null);
    }

    /** What {@link #shortInteger} says of any other number. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int SHORT = 15;

    private final byte[] page;
    private final List<String> columns;
    private final int width;
    private final CellOffsets cells;
    private final int rowCount;
    private final boolean longIntegers;
    private final boolean replacements;
    private final Meta meta;

    Rows(
            byte[] page,
            List<String> columns,
            CellOffsets cells,
            int rowCount,
            boolean longIntegers,
            boolean replacements,
            Meta meta) {
        this.page = page;
        this.columns = List.copyOf(columns);
        this.width = columns.size();
        this.cells = cells;
        this.rowCount = rowCount;
        this.longIntegers = longIntegers;
        this.replacements = replacements;
        this.meta = meta;
    }

    /** The labels, duplicates included; empty for a statement that gives no rows. */
    public List<String> columns() {
        return columns;
    }

    public int rowCount() {
        return rowCount;
    }

    public Meta meta() {
        return meta;
    }

    /** Whether any number is written as an integer of 16 digits or more; where none is, none has been rounded. */
    public boolean hasLongIntegers() {
        return longIntegers;
    }

    /** Whether U+FFFD stands in any text, which D1 writes for each byte that is no UTF-8. */
    public boolean hasReplacements() {
        return replacements;
    }

    /** Whether a TEXT cell's text begins with an ASCII character. */
    public boolean begins(int row, int column, char first) {
        int at = offsetOf(row, column, Cell.TEXT) + 1;
        if (page[at] != '\\') return page[at] == first;
        String text = text(row, column);
        return !text.isEmpty() && text.charAt(0) == first;
    }

    /** What the cell is; row and column count from 0. */
    public Cell cell(int row, int column) {
        return kind(page[offset(index(row, column))]);
    }

    /** Whether the cell is NULL. */
    public boolean isNull(int row, int column) {
        return page[offset(index(row, column))] == 'n';
    }

    /**
     * The fast way to most cells: a text as String, a number with a point or an exponent as Double, an integer of at
     * most 15 digits as Integer or, where it does not fit, as Long.
     *
     * @param real whether each number of the column is a Double
     * @return null for any other cell
     */
    public @Nullable Object plain(int row, int column, boolean real) {
        int index = index(row, column);
        int noted = cells.get(index);
        int offset = noted & ~CellOffsets.CODED;
        byte first = page[offset];
        if (first == '"') return textAt(index, noted);
        // Of the bytes that a cell may begin with, only a sign and digits are smaller than this.
        return first <= '9' ? PlainNumber.object(page, offset, real) : null;
    }

    /** The text of a TEXT cell. */
    public String text(int row, int column) {
        offsetOf(row, column, Cell.TEXT);
        int index = index(row, column);
        return textAt(index, cells.get(index));
    }

    private String textAt(int index, int noted) {
        // Between two cells stand brackets, a comma and space only: the last quote before the next one ends this one.
        int end = offset(index + 1) - 2;
        while (page[end] != '"') end--;
        if (noted < 0) return JsonText.decode(page, (noted & ~CellOffsets.CODED) + 1, end);
        return new String(page, noted + 1, end - noted - 1, StandardCharsets.ISO_8859_1);
    }

    /** The number of a NUMBER cell as it is written, for instance {@code 9007199254740992} or {@code 1e+308}. */
    public String number(int row, int column) {
        return PlainNumber.text(page, offsetOf(row, column, Cell.NUMBER));
    }

    /** A NUMBER cell that is written as an integer of at most 15 digits, which nothing can have rounded; else NONE. */
    public long shortInteger(int row, int column) {
        int i = offsetOf(row, column, Cell.NUMBER);
        boolean negative = page[i] == '-';
        if (negative) i++;
        int from = i;
        long value = 0;
        while (page[i] >= '0' && page[i] <= '9') {
            value = value * 10 + (page[i++] - '0');
            if (i - from > SHORT) return NONE;
        }
        if (page[i] == '.' || page[i] == 'e' || page[i] == 'E') return NONE;
        return negative ? -value : value;
    }

    /** The double of a NUMBER cell, correctly rounded; infinite where it is written larger than any. */
    public double real(int row, int column) {
        return PlainNumber.real(page, offsetOf(row, column, Cell.NUMBER));
    }

    /** The bytes of a BLOB cell; the caller owns the array. */
    public byte[] blob(int row, int column) {
        int from = offsetOf(row, column, Cell.BLOB) + 1;
        int end = from;
        int count = 0;
        for (; page[end] != ']'; end++) {
            if (page[end] == ',') count++;
            else if (count == 0 && page[end] > ' ') count = 1;
        }
        byte[] bytes = new byte[count];
        int at = 0;
        int value = 0;
        for (int i = from; i < end; i++) {
            byte b = page[i];
            if (b == ',') {
                bytes[at++] = (byte) value;
                value = 0;
            } else if (b > ' ') {
                value = value * 10 + (b - '0');
            }
        }
        if (count > 0) bytes[at] = (byte) value;
        return bytes;
    }

    /** The value of a BOOLEAN cell; D1 gives none today, as SQLite has none. */
    public boolean truth(int row, int column) {
        return page[offsetOf(row, column, Cell.BOOLEAN)] == 't';
    }

    private int offsetOf(int row, int column, Cell wanted) {
        int offset = offset(index(row, column));
        Cell kind = kind(page[offset]);
        if (kind != wanted) {
            throw new IllegalStateException(
                    "the cell in row " + row + ", column " + column + " is " + kind + ", not " + wanted);
        }
        return offset;
    }

    private int index(int row, int column) {
        Objects.checkIndex(row, rowCount);
        Objects.checkIndex(column, width);
        return row * width + column;
    }

    private int offset(int index) {
        return cells.get(index) & ~CellOffsets.CODED;
    }

    private static Cell kind(byte first) {
        return switch (first) {
            case '"' -> Cell.TEXT;
            case '[' -> Cell.BLOB;
            case 'n' -> Cell.NULL;
            case 't', 'f' -> Cell.BOOLEAN;
            default -> Cell.NUMBER;
        };
    }
}
