package io.github.d1jdbc.internal.export;

import io.github.d1jdbc.internal.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The foreign keys of a database, as the preflight saw them. Immutable. */
record References(List<Reference> all) {

    /** No foreign keys. */
    static final References NONE = new References(List.of());

    // The names of D1's own tables must not reach the functions (d1-facts 4.5).
    static final String KEYS = """
            SELECT m.name, CAST(f.id AS TEXT), f."table", f."from", f."to" \
            FROM sqlite_schema m, pragma_foreign_key_list(m.name) f \
            WHERE m.type = 'table' AND substr(m.name, 1, 4) <> '_cf_' ORDER BY m.rowid, f.id, f.seq""";

    static final String PRIMARY = """
            SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c \
            WHERE m.type = 'table' AND substr(m.name, 1, 4) <> '_cf_' AND c.pk > 0 ORDER BY m.rowid, c.pk""";

    /**
     * One foreign key.
     *
     * @param child the table that has it, as it is created
     * @param parent the table it names, in whatever case
     * @param to the parent's columns, also where the statement leaves them out
     */
    record Reference(String child, String parent, List<String> from, List<String> to) {
        Reference {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        boolean isParent(String table) {
            return ScannedSchema.folded(parent).equals(ScannedSchema.folded(table));
        }

        boolean isChild(String table) {
            return ScannedSchema.folded(child).equals(ScannedSchema.folded(table));
        }

        /** What its values and the parent's keys have in common. */
        String id() {
            return ScannedSchema.folded(parent + '\0' + String.join("\0", to));
        }
    }

    References {
        all = List.copyOf(all);
    }

    static References of(Rows keys, Rows primary) {
        Map<String, List<String>> primaryKeys = new HashMap<>();
        for (int row = 0; row < primary.rowCount(); row++) {
            primaryKeys
                    .computeIfAbsent(ScannedSchema.folded(primary.text(row, 0)), table -> new ArrayList<>())
                    .add(primary.text(row, 1));
        }
        Map<String, Map<String, List<Integer>>> byTable = new LinkedHashMap<>();
        for (int row = 0; row < keys.rowCount(); row++) {
            byTable.computeIfAbsent(keys.text(row, 0), table -> new TreeMap<>())
                    .computeIfAbsent(keys.text(row, 1), id -> new ArrayList<>())
                    .add(row);
        }
        List<Reference> all = new ArrayList<>();
        byTable.forEach((table, ids) -> ids.values().forEach(rows -> {
            String parent = keys.text(rows.get(0), 2);
            List<String> from = rows.stream().map(row -> keys.text(row, 3)).toList();
            boolean named = keys.cell(rows.get(0), 4) == Rows.Cell.TEXT;
            List<String> to = named
                    ? rows.stream().map(row -> keys.text(row, 4)).toList()
                    : primaryKeys.getOrDefault(ScannedSchema.folded(parent), List.of());
            all.add(new Reference(table, parent, from, to));
        }));
        return new References(all);
    }

    /** The tables that each table refers to, all names folded. */
    Map<String, Set<String>> parents() {
        return all.stream()
                .collect(Collectors.groupingBy(
                        reference -> ScannedSchema.folded(reference.child()),
                        Collectors.mapping(reference -> ScannedSchema.folded(reference.parent()), Collectors.toSet())));
    }
}
