package io.github.d1jdbc;

import io.github.d1jdbc.sql.SqlStatement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which statements of a connection gave integers that JSON rounds, so that they are sent in the exact form at once the
 * next time. Bounded: the ones not used for longest are forgotten. For one thread at a time.
 */
final class Exactness {
    private static final int MOST = 256;

    @SuppressWarnings("serial") // never serialized
    private final Map<String, Integer> columns = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    };

    /** The number of columns of a statement that was remembered, else 0. */
    int columns(SqlStatement statement) {
        return Math.max(0, columns.getOrDefault(statement.text(), 0));
    }

    /** Remembers a query that needed the exact form, and how many columns it has. */
    void remember(SqlStatement statement, int count) {
        columns.put(statement.text(), count);
    }

    /** Whether D1 refused the statement's exact form twice and ran the plain one. */
    boolean isHopeless(SqlStatement statement) {
        return columns.getOrDefault(statement.text(), 0) <= -2;
    }

    /** D1 refused the exact form and ran the plain one; once may be because the schema has changed. */
    void refused(SqlStatement statement) {
        columns.merge(statement.text(), -1, (known, one) -> known > 0 ? one : known + one);
    }
}
