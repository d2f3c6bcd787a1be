package io.github.d1jdbc;

/** A position in rows that are all in memory: before the first, on a row, or after the last. For one thread. */
final class Cursor {
    private final int rows;
    // From -1, before the first, to rows, after the last.
    private int at = -1;
    private int fetchSize;

    Cursor(int rows) {
        this.rows = rows;
    }

    /** The current row from 0, or -1 where there is none. */
    int row() {
        return onRow() ? at : -1;
    }

    int fetchSize() {
        return fetchSize;
    }

    void setFetchSize(int size) {
        fetchSize = size;
    }

    boolean onRow() {
        return at >= 0 && at < rows;
    }

    boolean next() {
        return to(at + 1L);
    }

    boolean previous() {
        return to(at - 1L);
    }

    /** To a row from 1; a negative one counts from the last, and 0 is before the first. */
    boolean absolute(int row) {
        return to(row < 0 ? (long) rows + row : row - 1L);
    }

    boolean relative(int rows) {
        return to((long) at + rows);
    }

    void beforeFirst() {
        at = -1;
    }

    void afterLast() {
        at = rows;
    }

    private boolean to(long row) {
        at = (int) Math.max(-1, Math.min(rows, row));
        return onRow();
    }

    // JDBC: an empty result is neither before its first nor after its last row.
    boolean isBeforeFirst() {
        return at < 0 && rows > 0;
    }

    boolean isAfterLast() {
        return at >= rows && rows > 0;
    }

    boolean isFirst() {
        return at == 0 && rows > 0;
    }

    boolean isLast() {
        return rows > 0 && at == rows - 1;
    }
}
