package io.github.d1jdbc.dump.restore;

import io.github.d1jdbc.dump.CellKind;
import io.github.d1jdbc.dump.DumpReader;
import io.github.d1jdbc.dump.DumpStatement;
import io.github.d1jdbc.dump.InsertRow;
import io.github.d1jdbc.dump.TableDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a dump makes and fills, as far as the plan of a restore needs it. Immutable.
 *
 * @param objects names of all objects that it makes
 * @param tables names of the tables, virtual ones included, that it makes
 * @param filled names of the tables that it has rows for
 * @param weights how many rows D1 writes for one row of a table: the row and its index entries
 * @param virtual names of virtual tables; the tables that they make themselves are nowhere in here
 * @param ignoresChecks whether it switches CHECK constraints off itself
 */
record DumpContent(
        Set<String> objects,
        Set<String> tables,
        Set<String> filled,
        Map<String, Integer> weights,
        Set<String> virtual,
        boolean ignoresChecks) {

    static DumpContent of(Path dump) throws IOException {
        Set<String> objects = new LinkedHashSet<>();
        Set<String> tables = new LinkedHashSet<>();
        Set<String> filled = new LinkedHashSet<>();
        Map<String, Integer> weights = new LinkedHashMap<>();
        Set<String> virtual = new LinkedHashSet<>();
        boolean ignoresChecks = false;
        String last = null;
        try (DumpReader reader = DumpReader.open(dump)) {
            for (DumpStatement next = reader.next(); next != null; next = reader.next()) {
                if (Thread.currentThread().isInterrupted()) throw new java.io.InterruptedIOException("interrupted");
                if (next instanceof InsertRow row) {
                    if (!row.table().equals(last)) {
                        last = row.table();
                        filled.add(last);
                    }
                    virtualTable(row, objects, tables, virtual);
                } else if (next instanceof DumpStatement.Pragma pragma) {
                    ignoresChecks |= pragma.name().equals("ignore_check_constraints");
                } else if (next instanceof DumpStatement.Create create) {
                    objects.add(create.name());
                    if (create instanceof DumpStatement.CreateTable table) {
                        tables.add(table.name());
                        weights.merge(SqlName.key(table.name()), 1 + ownIndexes(table), Integer::sum);
                    } else if (create instanceof DumpStatement.CreateVirtualTable table) {
                        tables.add(table.name());
                        virtual.add(table.name());
                    } else if (create instanceof DumpStatement.CreateIndex index) {
                        weights.merge(SqlName.key(index.table()), 1, Integer::sum);
                    }
                }
            }
        }
        for (Set<String> names : List.of(objects, tables, filled)) names.removeIf(name -> isShadow(name, virtual));
        return new DumpContent(objects, tables, filled, weights, virtual, ignoresChecks);
    }

    // The sqlite3 shell writes CREATE VIRTUAL TABLE as a row of the schema table: type, name, table, page, SQL.
    private static void virtualTable(InsertRow row, Set<String> objects, Set<String> tables, Set<String> virtual) {
        boolean schema =
                row.table().equalsIgnoreCase("sqlite_schema") || row.table().equalsIgnoreCase("sqlite_master");
        if (!schema || row.size() != 5 || row.kind(1) != CellKind.TEXT) return;
        for (Set<String> names : List.of(objects, tables, virtual)) names.add(row.textAt(1));
    }

    // fts5 and rtree name their own tables so (sqlite.org/fts5.html, sqlite.org/rtree.html).
    private static boolean isShadow(String name, Set<String> virtual) {
        String key = SqlName.key(name);
        return virtual.stream().anyMatch(table -> key.startsWith(SqlName.key(table) + "_") && !virtual.contains(name));
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
