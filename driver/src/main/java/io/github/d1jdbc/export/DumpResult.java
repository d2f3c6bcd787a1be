package io.github.d1jdbc.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a complete export was. Immutable.
 *
 * @param databaseId the database's UUID
 * @param databaseName its name
 * @param jurisdiction where D1 keeps it, if D1 says so
 * @param bookmark the point in time of the dump (Time Travel), if D1 gave one
 * @param mode who wrote the dump
 * @param file where it is; empty for a stream
 * @param sqlBytes bytes of SQL
 * @param fileBytes bytes of the file or stream, compressed or not
 * @param sqlSha256 of the SQL, in lower-case hex; empty with {@code Digest.NONE}
 * @param fileSha256 of the file or stream; empty with {@code Digest.NONE}
 * @param fileCrc32c CRC-32C of the file or stream, in eight hex digits
 * @param schemaSha256 of the schema as the preflight saw it; empty without preflight
 * @param statements how many statements the dump has
 * @param rowsPerTable rows of each table in the order of the dump; a table without rows has 0
 * @param consistency what moment the rows belong to
 * @param largestStatement the longest statement
 * @param warnings what the reader of this dump must know
 * @param restorable whether D1 would import it as it is, as far as its text tells
 * @param obstacles why it would not; empty when {@code restorable}
 * @param polls how often the export was asked for, the start included
 * @param restarts how often it had to be started again
 * @param resumes how often the download went on from where it was cut
 * @param duration from call to complete file
 */
public record DumpResult(
        String databaseId,
        String databaseName,
        Optional<String> jurisdiction,
        Optional<String> bookmark,
        DumpOptions.Mode mode,
        Optional<Path> file,
        long sqlBytes,
        long fileBytes,
        Optional<String> sqlSha256,
        Optional<String> fileSha256,
        String fileCrc32c,
        Optional<String> schemaSha256,
        long statements,
        Map<String, Long> rowsPerTable,
        Consistency consistency,
        LargestStatement largestStatement,
        List<Warning> warnings,
        boolean restorable,
        List<String> obstacles,
        int polls,
        int restarts,
        int resumes,
        Duration duration) {

    public DumpResult {
        rowsPerTable = Collections.unmodifiableMap(new LinkedHashMap<>(rowsPerTable));
        warnings = List.copyOf(warnings);
        obstacles = List.copyOf(obstacles);
    }

    /** What moment the rows of a dump belong to. */
    public enum Consistency {
        /** One moment: D1's own export. */
        SNAPSHOT,
        /** Read by pages; the bookmarks before and after are equal. */
        UNCHANGED,
        /** Read at different moments; the database changed meanwhile. */
        DRIFTED,
        /** Nobody can tell. */
        UNKNOWN
    }

    /**
     * The longest statement.
     *
     * @param bytes its length with the semicolon; D1 imports no statement over 100,000
     * @param offset of its first byte in the SQL
     * @param table the object it makes or fills, or an empty string
     */
    public record LargestStatement(long bytes, long offset, String table) {}

    /**
     * One thing that the reader of a dump must know.
     *
     * @param code a stable name for programs, for instance {@code integerBeyond2^53}
     * @param table the table it is about, if it is about one
     * @param offset of the first place in the SQL, if there is one
     * @param count how many places
     * @param message one sentence: what it is and what it means
     */
    public record Warning(String code, Optional<String> table, OptionalLong offset, long count, String message) {}

    /** Rows in all. */
    public long rows() {
        return rowsPerTable.values().stream().mapToLong(Long::longValue).sum();
    }
}
