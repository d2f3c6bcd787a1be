package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement;
import io.github.d1jdbc.dump.InsertRow;
import io.github.d1jdbc.dump.TableDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a dump makes and fills, as far as the plan of a restore needs it. Immutable.
 *
 * @param objects names of all objects that it makes
 * @param tables names of the tables, virtual ones included, that it makes
 * @param filled names of the tables that it has rows for
 * @param weights how many rows D1 writes for one row of a table: the row and its index entries
 * @param virtual whether it has virtual tables, whose own tables are written, too
 */
record DumpContent(
        Set<String> objects, Set<String> tables, Set<String> filled, Map<String, Integer> weights, boolean virtual) {

    static DumpContent of(Path dump) throws IOException {
        Set<String> objects = new LinkedHashSet<>();
        Set<String> tables = new LinkedHashSet<>();
        Set<String> filled = new LinkedHashSet<>();
        Map<String, Integer> weights = new LinkedHashMap<>();
        boolean virtual = false;
        String last = null;
        try (DumpReader reader = DumpReader.open(dump)) {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                if (Thread.currentThread().isInterrupted()) throw new java.io.InterruptedIOException("interrupted");
                if (next instanceof InsertRow row) {
                    if (!row.table().equals(last)) {
                        last = row.table();
                        filled.add(last);
                    }
                } else if (next instanceof DumpStatement.Create create) {
                    objects.add(create.name());
                    if (create instanceof DumpStatement.CreateTable table) {
                        tables.add(table.name());
                        weights.merge(SqlName.key(table.name()), 1 + ownIndexes(table), Integer::sum);
                    } else if (create instanceof DumpStatement.CreateVirtualTable table) {
                        tables.add(table.name());
                        virtual = true;
                    } else if (create instanceof DumpStatement.CreateIndex index) {
                        weights.merge(SqlName.key(index.table()), 1, Integer::sum);
                    }
                }
            }
        }
        return new DumpContent(objects, tables, filled, weights, virtual);
    }

    // UNIQUE and a primary key that is not the table's own tree have an index each (sqlite.org/fileformat2.html, 2.5).
    private static int ownIndexes(DumpStatement.CreateTable table) {
        TableDefinition definition = TableDefinition.of(table);
        boolean keyed = !definition.primaryKey().isEmpty() && !definition.keepsRowid();
        return definition.uniques().size() + (keyed ? 1 : 0);
    }

    /** About how many rows D1 writes for so many rows of a table. */
    long written(String table, long rows) {
        return rows * Math.max(1, weights.getOrDefault(SqlName.key(table), 1));
    }
}
