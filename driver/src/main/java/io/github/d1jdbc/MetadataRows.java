package io.github.d1jdbc;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one result of DatabaseMetaData, filled by label; what is not set stays null. Rows are made here and not
 * by SQL, because D1 takes no more than five terms of a compound SELECT. For one thread at a time.
 */
final class MetadataRows {

    /** A row that is being filled. */
    final class Row {
        private final @Nullable Object[] cells =
                new @Nullable Object[columns.labels().size()];

        private Row() {}

        /** Sets a cell: a text, an Integer, a Boolean or null. */
        Row set(String label, @Nullable Object value) {
            int index = columns.labels().indexOf(label);
            if (index < 0) throw new IllegalArgumentException("no column " + label);
            cells[index] = value;
            return this;
        }
    }

    private final MetadataColumns columns;
    private final List<Row> rows = new ArrayList<>();

    /** @param method the method of DatabaseMetaData whose result this is */
    MetadataRows(String method) {
        columns = MetadataColumns.of(method);
    }

    /** Adds a row. */
    Row row() {
        Row row = new Row();
        rows.add(row);
        return row;
    }

    ResultSet result() {
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Row row : rows) cells.add(Collections.unmodifiableList(Arrays.asList(row.cells)));
        return JdbcResultSet.local(null, new Cells.Local(columns.labels(), columns.types(), cells));
    }
}
