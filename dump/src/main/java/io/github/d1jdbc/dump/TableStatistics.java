package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.Finding.Kind;
import io.github.d1jdbc.dump.TableDefinition.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows, bytes and suspects of one table. One thread at a time. */
final class TableStatistics {

    private final String name;
    private final @Nullable TableDefinition definition;
    private final Findings findings;
    private final Map<String, Integer> positions = new HashMap<>();
    private ColumnSuspects[] columns;
    private long rows;
    private long bytes;

    /** The target for which {@link #ofCell} is right. */
    private @Nullable InsertTarget target;

    private int[] ofCell = {};
    private int expected;

    TableStatistics(String name, @Nullable TableDefinition definition, Findings findings) {
        this.name = name;
        this.definition = definition;
        this.findings = findings;
        List<@Nullable Column> known = new ArrayList<>();
        if (definition != null) {
            for (Column column : definition.columns()) {
                positions.putIfAbsent(SchemaCheck.key(column.name()), known.size());
                known.add(column);
            }
        }
        columns = ColumnSuspects.of(known);
    }

    void take(InsertRow row) {
        rows++;
        if (row.isLast()) bytes += row.length() + 1;
        if (!row.target().equals(target)) aim(row.target(), row.size());
        if (row.size() != expected) {
            String sentence = "a row of " + name + " has " + row.size() + " values for " + expected + " columns";
            findings.add(Kind.WRONG_CELL_COUNT, name, row, sentence);
        }
        for (int i = Math.min(row.size(), ofCell.length) - 1; i >= 0; i--) columns[ofCell[i]].take(row, i);
    }

    /** The suspects of a cell's column, {@code null} where the row has more cells than columns. */
    @Nullable
    ColumnSuspects suspects(int cell) {
        return cell < ofCell.length ? columns[ofCell[cell]] : null;
    }

    private void aim(InsertTarget now, int size) {
        target = now;
        if (!now.columns().isEmpty()) {
            expected = now.columns().size();
            ofCell = new int[expected];
            for (int i = 0; i < expected; i++)
                ofCell[i] = position(now.columns().get(i));
        } else if (definition != null && !definition.columns().isEmpty()) {
            List<Column> insertable = definition.insertable();
            expected = insertable.size();
            ofCell = new int[expected];
            for (int i = 0; i < expected; i++)
                ofCell[i] = position(insertable.get(i).name());
        } else {
            expected = size;
            ofCell = new int[expected];
            for (int i = 0; i < expected; i++) ofCell[i] = position(Integer.toString(i + 1));
        }
    }

    private int position(String column) {
        Integer known = positions.putIfAbsent(SchemaCheck.key(column), columns.length);
        if (known != null) return known;
        columns = Arrays.copyOf(columns, columns.length + 1);
        columns[columns.length - 1] = ColumnSuspects.of((Column) null);
        names.add(column);
        return columns.length - 1;
    }

    /** Columns that only the INSERTs name. */
    private final List<String> names = new ArrayList<>();

    /** The name of a column, its number from 1 where it has none. */
    String column(int position) {
        int defined = definition == null ? 0 : definition.columns().size();
        return position < defined && definition != null
                ? definition.columns().get(position).name()
                : names.get(position - defined);
    }

    ColumnSuspects[] columns() {
        return columns.clone();
    }

    String name() {
        return name;
    }

    long rows() {
        return rows;
    }

    @Nullable
    TableDefinition definition() {
        return definition;
    }

    Inspection.Table table(boolean created) {
        return new Inspection.Table(name, created, columns.length, rows, bytes);
    }
}
