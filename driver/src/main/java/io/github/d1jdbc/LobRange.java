package io.github.d1jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Checks the positions from 1 and the lengths of JDBC's Blob and Clob, and gives offsets from 0. */
final class LobRange {
    private LobRange() {}

    /** The offset of a position, which may be the one behind the last. */
    static int start(long position, int size) throws SQLException {
        if (position >= 1 && position <= size + 1L) return (int) (position - 1);
        throw SqlErrors.argument("There is no position " + position + " in a value of length " + size + ".");
    }

    /** The end of a part, which is cut where the value ends. */
    static int end(int from, int length, int size) throws SQLException {
        if (length < 0) throw SqlErrors.argument("A length must not be negative.");
        return (int) Math.min(size, (long) from + length);
    }

    /** Refuses a part that is not inside the value. */
    static void within(int from, long length, int size) throws SQLException {
        if (from >= 0 && length >= 0 && from + length <= size) return;
        throw SqlErrors.argument(
                "A part of length " + length + " at offset " + from + " is not inside a value of length " + size + ".");
    }

    /** A part to look for or to write, which cannot be null. */
    static <T> T given(@Nullable T part) throws SQLException {
        if (part == null) throw SqlErrors.argument("The part of a Blob or Clob must not be null.");
        return part;
    }
}
