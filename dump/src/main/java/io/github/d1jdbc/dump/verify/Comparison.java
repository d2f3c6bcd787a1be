package io.github.d1jdbc.dump.verify;

import java.util.List;
import java.util.Map;

/**
 * How a dump compares with a database. Immutable.
 *
 * @param database its name
 * @param level how closely they were compared
 * @param tables in the order of the dump
 * @param differences all that is not equal; what D1's export is known to lose is none
 * @param leftOut tables that the export was told to leave out, or whose rows
 * @param writes whether somebody wrote meanwhile
 * @param rowsRead how many rows the database has read for it, as far as the answers tell
 * @param requests how many were sent
 */
public record Comparison(
        String database,
        Level level,
        List<Table> tables,
        List<Difference> differences,
        List<String> leftOut,
        Writes writes,
        long rowsRead,
        long requests) {

    public Comparison {
        tables = List.copyOf(tables);
        differences = List.copyOf(differences);
        leftOut = List.copyOf(leftOut);
    }

    /** How a table compares. */
    public enum Outcome {
        EQUAL,
        /** Equal to what D1's own export makes of the live values. */
        AS_EXPORTED,
        DIFFERENT
    }

    /** Whether the database was written to between the first and the last reading; bookmarks tell. */
    public enum Writes {
        NONE,
        SOME,
        UNKNOWN
    }

    /**
     * A table.
     *
     * @param rows in the database
     * @param lossy for each column, how many live values D1's export does not keep; empty unless AS_EXPORTED
     */
    public record Table(String name, Outcome outcome, long rows, Map<String, Long> lossy) {
        public Table {
            lossy = Map.copyOf(lossy);
        }
    }
}
