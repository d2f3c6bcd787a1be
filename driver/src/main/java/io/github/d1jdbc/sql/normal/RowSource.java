package io.github.d1jdbc.sql.normal;

/** The cells of one row, as SQL and, where they are large, as values. Cells count from 0. */
public interface RowSource {

    /** What a cell is, as far as it matters for taking it apart. */
    enum Kind {
        TEXT,
        BLOB,
        /** A number, NULL, or SQL that is left as it is. */
        OTHER
    }

    /** How many cells it has. */
    int size();

    /** Appends a cell as SQL that D1 evaluates to exactly its value. */
    void sql(int cell, SqlBytes to);

    /** What a cell is. */
    Kind kind(int cell);

    /** The bytes of a text (usually UTF-8) or blob. */
    byte[] value(int cell);
}
