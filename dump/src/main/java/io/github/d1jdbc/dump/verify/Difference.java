package io.github.d1jdbc.dump.verify;

/**
 * One thing that is not as it should be. Immutable.
 *
 * @param kind what was compared
 * @param object the table or other object, the file, or an empty string
 * @param expected what the dump or its manifest promises
 * @param found what was found in its place
 * @param message one sentence: what it means
 */
public record Difference(Kind kind, String object, String expected, String found, String message) {

    /** What was compared. */
    public enum Kind {
        /** SQLite's integrity_check. */
        INTEGRITY,
        /** Rows whose parent row is missing (PRAGMA foreign_key_check). */
        FOREIGN_KEY,
        /** The dump's rows and those that its copy has. */
        LOADED_ROWS,
        /** The manifest was written for another file: its size or a SHA-256 differs. */
        MANIFEST_STALE,
        /** A table's rows or content differ from the manifest's. */
        MANIFEST_TABLE,
        /** An object that only one side has, or has otherwise. */
        SCHEMA,
        /** How many rows a table has, here and in the other database. */
        ROWS,
        /** How many bytes the values of a table have. */
        BYTES,
        /** What the rows of a table are. */
        CONTENT
    }
}
