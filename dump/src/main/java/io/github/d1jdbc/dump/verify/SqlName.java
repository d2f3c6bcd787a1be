package io.github.d1jdbc.dump.verify;

/** Writes names into SQL. */
final class SqlName {

    private SqlName() {}

    /** A name in double quotes; it must be one that is there, or SQLite takes it for a text. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
