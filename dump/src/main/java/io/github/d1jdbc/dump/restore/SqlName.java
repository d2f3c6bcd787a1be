package io.github.d1jdbc.dump.restore;

import java.util.Locale;

/** Names in SQL. */
final class SqlName {

    private SqlName() {}

    /** In double quotes. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** By which SQLite compares names: ASCII letters in one case. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
