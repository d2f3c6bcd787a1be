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

    private byte[] forms = new byte[16];
    private int[] bounds = new int[32];
    private int size;

    void clear() {
        size = 0;
    }

    void add(byte form, int start, int end) {
        if (size == forms.length) {
            forms = Arrays.copyOf(forms, size * 2);
            bounds = Arrays.copyOf(bounds, size * 4);
        }
        forms[size] = form;
        bounds[2 * size] = start;
        bounds[2 * size + 1] = end;
        size++;
    }

    boolean isFull() {
        return size >= MOST;
    }

    int size() {
        return size;
    }

    byte form(int cell) {
        if (cell >= size) throw new IndexOutOfBoundsException("this row has " + size + " cells, so none " + cell);
        return forms[cell];
    }

    CellKind kind(int cell) {
        return KINDS[form(cell)];
    }

    int start(int cell) {
        return bounds[2 * cell];
    }

    int end(int cell) {
        return bounds[2 * cell + 1];
    }
}
