package io.github.d1jdbc.internal.schema;

import java.util.Locale;

/** The form that a column would like its values to have (sqlite.org/datatype3.html, "Type Affinity"). */
public enum Affinity {
    INTEGER,
    TEXT,
    /** Values stay what they are: BLOB, a STRICT table's ANY, or no type at all. */
    BLOB,
    REAL,
    NUMERIC;

    /** What a declared type means, by the five rules of section 3.1 in their order. */
    public static Affinity of(String declared, boolean strict) {
        String type = declared.toUpperCase(Locale.ROOT);
        if (type.contains("INT")) return INTEGER;
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) return TEXT;
        if (type.contains("BLOB") || type.isBlank() || (strict && type.equals("ANY"))) return BLOB;
        if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) return REAL;
        return NUMERIC;
    }
}
