package io.github.d1jdbc.dump;

/** What a value in an INSERT is, as SQLite reads the literal and before a column's affinity changes it. */
public enum CellKind {
    /** NULL. */
    NULL,
    /** An integer of 64 bits. */
    INTEGER,
    /** A double; integers beyond 64 bits are doubles too (sqlite.org/lang_expr.html#literal_values_constants_). */
    REAL,
    /** Text, also where functions hide its line ends or other control characters. */
    TEXT,
    /** A blob. */
    BLOB,
    /** Anything else: a function, arithmetic, a name, or a damaged literal. */
    EXPRESSION
}
