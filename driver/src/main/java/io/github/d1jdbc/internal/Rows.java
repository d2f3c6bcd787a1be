package io.github.d1jdbc.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One result of a {@code /raw} answer over the bytes of the response; a cell is decoded when it is asked for. */
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
            @Nullable String servedBy) {}

    public List<String> columns() {
        throw new UnsupportedOperationException();
    }

    public int rowCount() {
        throw new UnsupportedOperationException();
    }

    public Meta meta() {
        throw new UnsupportedOperationException();
    }

    /** What the cell is; row and column count from 0. */
    public Cell cell(int row, int column) {
        throw new UnsupportedOperationException();
    }

    /** The text of a TEXT cell. */
    public String text(int row, int column) {
        throw new UnsupportedOperationException();
    }

    /** The number of a NUMBER cell as it is written, for instance {@code 9007199254740992} or {@code 1e+308}. */
    public String number(int row, int column) {
        throw new UnsupportedOperationException();
    }

    /** The bytes of a BLOB cell. */
    public byte[] blob(int row, int column) {
        throw new UnsupportedOperationException();
    }
}
