package io.github.d1jdbc.dump;

/**
 * What D1's exporter may have changed in a column, or in a table as a whole. Immutable.
 *
 * @param kind what may be lost
 * @param certainty how sure that is
 * @param table the table
 * @param column the column, its number from 1 where its name is not known; empty where the whole table is meant
 * @param count how many values it may concern; rows where the whole table is meant
 * @param offset byte in the uncompressed dump of the first one's statement
 * @param line its line
 * @param message one sentence for people
 */
public record Loss(
        Kind kind,
        Certainty certainty,
        String table,
        String column,
        long count,
        long offset,
        long line,
        String message) {

    /** What D1's exporter loses (workers-sdk, dumpSql.ts, and its issues 15378, 9042, 6452). */
    public enum Kind {
        /** An integer from 2^53 on, which the exporter takes through a double. */
        INTEGER_ROUNDED,
        /** Written as an integer where the column would have kept 1.0 apart from 1. */
        REAL_AS_INTEGER,
        /** Text with a line end: where the value also had a backslash and n or r, it became one. */
        LINE_ENDS,
        /** U+FFFD, which the exporter writes for bytes that are no UTF-8. */
        REPLACEMENT_CHARACTER,
        /** A blob without all its digits, as exports before 2025-01-09 were. */
        BLOB_DAMAGED,
        /** A blob in an export that may be of before 2025-01-09, when digits got lost. */
        BLOB_OLD,
        /** An infinite number as a bare word: D1 cannot read it back; this tool can. */
        INFINITY,
        /** The rowids of a table that has no INTEGER PRIMARY KEY are not in the dump. */
        ROWID
    }

    /** How sure a loss is. */
    public enum Certainty {
        CERTAIN,
        LIKELY,
        /** It cannot be told from the dump; the live database can tell. */
        POSSIBLE
    }
}
