package io.github.d1jdbc;

import io.github.d1jdbc.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/** What one statement gave. Immutable. */
sealed interface Outcome {

    /** Rows, and the statement that gave them. */
    record Result(Cells cells, SqlStatement statement) implements Outcome {}

    /**
     * A count of rows, 0 for DDL.
     *
     * @param key the rowid of the last row that an INSERT or REPLACE made, or null
     */
    record Count(long rows, @Nullable Long key) implements Outcome {}
}
