package io.github.d1jdbc.dump;

import java.util.Locale;

/** What a column makes of a value (sqlite.org/datatype3.html, section 3). */
public enum Affinity {
    INTEGER,
    TEXT,
    /** Nothing is changed; also columns without a type and ANY in STRICT tables. */
    BLOB,
    REAL,
    NUMERIC;

    /** The affinity of a declared type, by SQLite's rules and their order; an empty one is {@link #BLOB}. */
    public static Affinity of(String type, boolean strict) {
        String upper = type.toUpperCase(Locale.ROOT);
        if (strict && upper.equals("ANY")) return BLOB;
        if (upper.contains("INT")) return INTEGER;
        if (upper.contains("CHAR") || upper.contains("CLOB") || upper.contains("TEXT")) return TEXT;
        if (upper.isEmpty() || upper.contains("BLOB")) return BLOB;
        return upper.contains("REAL") || upper.contains("FLOA") || upper.contains("DOUB") ? REAL : NUMERIC;
    }
}
