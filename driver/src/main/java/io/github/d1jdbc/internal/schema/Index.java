package io.github.d1jdbc.internal.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index of a table. Immutable.
 *
 * @param origin CREATE INDEX or the constraint that made it
 * @param terms what it is sorted by, in order
 * @param where the condition of a partial index as it was written, or null
 */
public record Index(
        String name,
        boolean unique,
        Origin origin,
        List<Term> terms,
        @Nullable String where) {

    /** What made the index (the column {@code origin} of sqlite.org/pragma.html#pragma_index_list). */
    public enum Origin {
        CREATE_INDEX,
        UNIQUE,
        PRIMARY_KEY
    }

    /**
     * One column or expression of an index.
     *
     * @param column the column's name, or null for an expression
     * @param text the column's name, or the expression as it was written
     */
    public record Term(@Nullable String column, String text, boolean descending, String collation) {}

    public Index {
        terms = List.copyOf(terms);
    }
}
