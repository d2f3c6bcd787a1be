package io.github.d1jdbc.dump;

import io.github.d1jdbc.dump.TableDefinition.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows from the dump's CREATE TABLEs what the cells of a row are called, and which are REAL. One thread at a time. */
final class RowNames {

    private final Map<String, TableDefinition> tables = new HashMap<>();
    private @Nullable InsertTarget target;
    private List<String> names = List.of();
    private boolean[] real = {};

    void table(DumpStatement.CreateTable table) {
        tables.putIfAbsent(SchemaCheck.key(table.name()), TableDefinition.of(table));
        target = null;
    }

    /** The columns of the row's cells; numbers from 1 where neither INSERT nor CREATE TABLE names them. */
    List<String> of(InsertRow row) {
        if (row.target().equals(target) && names.size() == row.size()) return names;
        target = row.target();
        TableDefinition definition = tables.get(SchemaCheck.key(row.table()));
        List<Column> insertable = definition == null ? List.of() : definition.insertable();
        names = new ArrayList<>(row.columns());
        real = new boolean[row.size()];
        for (int i = 0; i < row.size(); i++) {
            boolean unnamed = i >= names.size();
            if (unnamed) names.add(i < insertable.size() ? insertable.get(i).name() : Integer.toString(i + 1));
            String name = names.get(i);
            real[i] = insertable.stream()
                    .anyMatch(column -> column.name().equalsIgnoreCase(name) && column.affinity() == Affinity.REAL);
        }
        return names;
    }

    /** Whether a cell's column is REAL, so that 1 in the dump is 1.0 in the database; after {@link #of}. */
    boolean isReal(int cell) {
        return real[cell];
    }
}
