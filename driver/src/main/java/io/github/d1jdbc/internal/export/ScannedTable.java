package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpResult.Warning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the scan knows of one table. Belongs to the thread that scans. */
final class ScannedTable {

    /** What makes a value doubtful; the facts are those of d1-facts 2.6, tried on the real engine. */
    enum Doubt {
        BIG_INTEGER(
                "integerBeyond2^53",
                "integers at or beyond 2^53: D1 writes integers as doubles, so the stored ones may differ"),
        INFINITY(
                "infinity",
                "values written as the bare word Infinity, which SQLite takes for a column name: the dump does not load"),
        NUL("nul", "texts with a NUL character, where SQLite stops reading: the dump does not load"),
        REPLACEMENT(
                "replacementCharacter",
                "texts with U+FFFD, which D1 writes for bytes that are no UTF-8: the stored bytes may differ"),
        LINE_END(
                "newlineEscape",
                "texts with line ends written as \\n or \\r: where the stored text also holds a backslash before"
                        + " n or r, the dump restores a line end instead");

        private final String code;
        private final String meaning;

        Doubt(String code, String meaning) {
            this.code = code;
            this.meaning = meaning;
        }
    }

    private static final Doubt[] DOUBTS = Doubt.values();

    private final String name;
    private final byte[] bytes;
    private final boolean virtual;
    private final List<String> parents = new ArrayList<>();
    private final long[] firstAt = new long[DOUBTS.length];
    private final long[] counts = new long[DOUBTS.length];
    private long rows;

    ScannedTable(String name, boolean virtual) {
        this.name = name;
        this.bytes = name.getBytes(StandardCharsets.UTF_8);
        this.virtual = virtual;
    }

    String name() {
        return name;
    }

    /** The name as it stands in the dump. */
    byte[] bytes() {
        return bytes;
    }

    boolean virtual() {
        return virtual;
    }

    /** The tables that its foreign keys name. */
    List<String> parents() {
        return parents;
    }

    long rows() {
        return rows;
    }

    void row() {
        rows++;
    }

    void doubt(Doubt doubt, long offset) {
        if (counts[doubt.ordinal()]++ == 0) firstAt[doubt.ordinal()] = offset;
    }

    long doubts(Doubt doubt) {
        return counts[doubt.ordinal()];
    }

    long firstDoubt(Doubt doubt) {
        return firstAt[doubt.ordinal()];
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        for (Doubt doubt : DOUBTS) {
            long count = counts[doubt.ordinal()];
            if (count == 0) continue;
            String where = name.isEmpty() ? "The schema" : "Table " + name;
            String message = where + " has " + doubt.meaning + " (" + count + ", the first at byte "
                    + firstAt[doubt.ordinal()] + ").";
            warnings.add(new Warning(
                    doubt.code,
                    name.isEmpty() ? Optional.empty() : Optional.of(name),
                    OptionalLong.of(firstAt[doubt.ordinal()]),
                    count,
                    message));
        }
        return warnings;
    }
}
