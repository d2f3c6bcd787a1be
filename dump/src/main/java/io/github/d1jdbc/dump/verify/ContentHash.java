package io.github.d1jdbc.dump.verify;

import java.util.Locale;

/**
 * What the rows of a table add up to: the same for the same rows in any order, whether they are read from a dump's text,
 * from a SQLite file or from a live D1. Immutable.
 *
 * <p>Form 1, all numbers big-endian. Each row is one byte string:
 *
 * <pre>
 * row    = name(table) column…          the columns in the order of the CREATE TABLE
 * column = name(column) tag value
 * name   = length:4 bytes of UTF-8      as sqlite_schema and PRAGMA table_xinfo spell it
 * NULL     tag 0, length 0
 * INTEGER  tag 1, length 8, the 64 bits of two's complement
 * REAL     tag 2, length 8, the 64 bits of IEEE 754; -0.0 as 0.0 (SQLite stores no NaN)
 * TEXT     tag 3, length, the bytes of UTF-8 as they are stored, valid or not, NUL included
 * BLOB     tag 4, length, the bytes
 * value  = length:4 bytes
 * </pre>
 *
 * <p>The tag is the class of the value as SQLite stores it ({@code typeof()}), one byte. The sum is Σ SHA-256(row) mod
 * 2^256, each digest read as an unsigned number, so that equal rows count as often as they are there; no row gives 0.
 *
 * <p>Columns are those that an INSERT can fill: generated and hidden ones are left out. So is a rowid that is no
 * column, because no dump keeps it. A virtual table of FTS5 or R*Tree counts with its own columns where it stores them;
 * one without content of its own (external content, contentless) and shadow tables are left out, as are
 * {@code sqlite_stat*} and D1's {@code _cf_*}. {@code sqlite_sequence} counts like any other table.
 *
 * @param rows how many rows
 * @param sum in 64 lower-case hex digits
 */
public record ContentHash(long rows, String sum) {

    /** The hash of a table without rows. */
    public static final ContentHash EMPTY = new ContentHash(0, "0".repeat(64));

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%,d rows)", sum, rows);
    }
}
