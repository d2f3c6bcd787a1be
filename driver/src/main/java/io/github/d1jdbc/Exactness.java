package io.github.d1jdbc;

import io.github.d1jdbc.sql.SqlStatement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which statements of a connection gave what JSON cannot carry, so that they are sent in the exact form at once the
 * next time. Bounded: the ones not used for longest are forgotten. For one thread at a time.
 */
final class Exactness {
    private static final int MOST = 256;

    /**
     * How a query is read exactly.
     *
     * @param columns how many it gives
     * @param hex those, from 0, whose texts go as hex, because bytes in them are no UTF-8
     */
    record Form(int columns, Set<Integer> hex) {
        Form {
            hex = Set.copyOf(hex);
        }

        static Form of(int columns) {
            return new Form(columns, Set.of());
        }
    }

    /** Null for a form that D1 has refused. */
    private record Memory(@Nullable Form form, int refusals) {}

    @SuppressWarnings("serial") // never serialized
    private final Map<String, Memory> memories = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Memory> eldest) {
            return size() > MOST;
        }
    };

    /** The form of a statement that was remembered, else null. */
    @Nullable
    Form form(SqlStatement statement) {
        Memory memory = memories.get(statement.text());
        return memory == null ? null : memory.form;
    }

    /** Remembers a query that needed the exact form. */
    void remember(SqlStatement statement, Form form) {
        memories.put(statement.text(), new Memory(form, 0));
    }

    /** Whether D1 refused the statement's exact form twice and ran the plain one. */
    boolean isHopeless(SqlStatement statement) {
        Memory memory = memories.get(statement.text());
        return memory != null && memory.refusals >= 2;
    }

    /** D1 refused the exact form and ran the plain one; once may be because the schema has changed. */
    void refused(SqlStatement statement) {
        Memory memory = memories.get(statement.text());
        int before = memory == null || memory.form != null ? 0 : memory.refusals;
        memories.put(statement.text(), new Memory(null, before + 1));
    }
}
