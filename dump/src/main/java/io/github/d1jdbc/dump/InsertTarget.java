package io.github.d1jdbc.dump;

import java.util.List;
import java.util.Objects;
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

    // The record's own ones are linked at run time, which takes longer than inspecting a small dump.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InsertTarget that
                && table.equals(that.table)
                && columns.equals(that.columns)
                && Objects.equals(schema, that.schema)
                && Objects.equals(conflict, that.conflict);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + columns.hashCode();
    }
}
