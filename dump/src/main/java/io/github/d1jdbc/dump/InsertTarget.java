package io.github.d1jdbc.dump;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of an INSERT go. Immutable.
 *
 * @param schema the schema name before the dot, {@code null} where there is none
 * @param table the table, quotes taken off
 * @param columns the column names, quotes taken off; empty where the statement names none
 * @param conflict what follows {@code OR} in upper case ({@code REPLACE} also for the statement REPLACE), {@code null}
 *     where there is nothing
 */
public record InsertTarget(
        @Nullable String schema,
        String table,
        List<String> columns,
        @Nullable String conflict) {
    public InsertTarget {
        columns = List.copyOf(columns);
    }
}
