package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.export.DumpResult.Warning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    private static final class Places {
        private final long first;
        private long count;

        Places(long first, long count) {
            this.first = first;
            this.count = count;
        }
    }

    private final String name;
    private final byte[] bytes;
    private final boolean virtual;
    private final List<String> parents = new ArrayList<>();
    private final Map<Doubt, Places> doubts = new EnumMap<>(Doubt.class);
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

    /** More rows. */
    void rows(long more) {
        rows += more;
    }

    /** One more doubtful value; only the first place is kept. */
    void doubt(Doubt doubt, long offset) {
        doubt(doubt, offset, 1);
    }

    /** More doubtful values, of which the first stands at an offset. */
    void doubt(Doubt doubt, long offset, long more) {
        Places known = doubts.get(doubt);
        if (known == null) {
            doubts.put(doubt, new Places(offset, more));
        } else {
            known.count += more;
        }
    }

    /** Where the first doubt of this kind stands, if there is one. */
    OptionalLong firstDoubt(Doubt doubt) {
        Places places = doubts.get(doubt);
        return places == null ? OptionalLong.empty() : OptionalLong.of(places.first);
    }

    List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        doubts.forEach((doubt, places) -> {
            String where = name.isEmpty() ? "The schema" : "Table " + name;
            String message = where + " has " + doubt.meaning + " (" + places.count + ", the first at byte "
                    + places.first + ").";
            warnings.add(new Warning(
                    doubt.code,
                    name.isEmpty() ? Optional.empty() : Optional.of(name),
                    OptionalLong.of(places.first),
                    places.count,
                    message));
        });
        return warnings;
    }
}
