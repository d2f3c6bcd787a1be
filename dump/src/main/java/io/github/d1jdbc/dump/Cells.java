package io.github.d1jdbc.dump;

import java.util.Arrays;

/** Where the cells of one row stand in a buffer, and how each is written. Reused from row to row by one thread. */
final class Cells {

    /** SQLite's own bound of columns (sqlite.org/limits.html); what has more is no row. */
    static final int MOST = 32_767;

    static final byte NULL = 0;
    static final byte INTEGER = 1;
    static final byte HEX = 2;
    static final byte REAL = 3;
    /** The bare word that D1's exporter wrote before 2026-08-29; the slice has its sign. */
    static final byte INFINITY = 4;

    static final byte TRUE = 5;
    static final byte FALSE = 6;
    /** Without a quote inside; the slice is between the quotes. */
    static final byte TEXT = 7;
    /** With doubled quotes inside; the slice is between the quotes. */
    static final byte QUOTED_TEXT = 8;
    /** Functions that {@link TextExpression} evaluates. */
    static final byte TEXT_EXPRESSION = 9;
    /** The slice is the hex digits. */
    static final byte BLOB = 10;

    static final byte EXPRESSION = 11;

    private static final CellKind[] KINDS = {
        CellKind.NULL,
        CellKind.INTEGER,
        CellKind.INTEGER,
        CellKind.REAL,
        CellKind.REAL,
        CellKind.INTEGER,
        CellKind.INTEGER,
        CellKind.TEXT,
        CellKind.TEXT,
        CellKind.TEXT,
        CellKind.BLOB,
        CellKind.EXPRESSION
    };

    // A cell is one long, because one store is all that a fast scan can spend on it: 4 bits of form, 30 of start and
    // 30 of end, both counted from the origin. No statement is longer than 2^30 bytes.
    private static final int FORM = 60;
    private static final int START = 30;
    private static final int OFFSET = (1 << START) - 1;

    private long[] packed = new long[16];
    private int size;
    private int origin;

    /** Begins a row, all of whose cells stand behind an index. */
    void begin(int from) {
        size = 0;
        origin = from;
    }

    void add(byte form, int start, int end) {
        if (size == packed.length) packed = Arrays.copyOf(packed, size * 2);
        packed[size++] = packed(form, start - origin, end - origin);
    }

    /** Becomes a copy of another, whose slices stand so many bytes further on in their buffer. */
    void copyOf(Cells other, int shift) {
        packed = Arrays.copyOf(other.packed, Math.max(1, other.size));
        size = other.size;
        origin = other.origin - shift;
    }

    /** One cell, its bounds counted from {@link #origin}. */
    static long packed(long form, int start, int end) {
        return form << FORM | (long) start << START | end;
    }

    /** Takes {@link #packed} cells behind {@link #size()} of them. */
    long[] room() {
        return packed;
    }

    void size(int cells) {
        size = cells;
    }

    int origin() {
        return origin;
    }

    boolean isFull() {
        return size >= MOST;
    }

    int size() {
        return size;
    }

    byte form(int cell) {
        if (cell >= size) throw new IndexOutOfBoundsException("this row has " + size + " cells, so none " + cell);
        return (byte) (packed[cell] >>> FORM);
    }

    CellKind kind(int cell) {
        return KINDS[form(cell)];
    }

    int start(int cell) {
        return origin + ((int) (packed[cell] >>> START) & OFFSET);
    }

    int end(int cell) {
        return origin + ((int) packed[cell] & OFFSET);
    }
}
