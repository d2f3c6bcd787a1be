package io.github.d1jdbc.dump.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a SQLite database or a D1 has in it, read by three statements that both understand. Immutable.
 *
 * @param tables in the order of their creation, without D1's own, statistics and shadow tables
 * @param objects what sqlite_schema has a text for, in the same order and with the same omissions
 */
record DatabaseSchema(List<Table> tables, List<SchemaObject> objects) {

    /** How a table keeps its rows. */
    enum Kind {
        ORDINARY,
        /** Of a module that stores the rows itself, as FTS5 does by default and R*Tree always. */
        VIRTUAL,
        /** Of a module that shows what others store, or only an index of it. */
        WITHOUT_CONTENT
    }

    /**
     * A column.
     *
     * @param type as declared, empty where none is
     * @param key its place in the primary key from 1, or 0
     */
    record Column(String name, String type, int key) {}

    /**
     * A table.
     *
     * @param columns those that an INSERT can fill
     * @param allNames of every column, generated and hidden ones included
     */
    record Table(
            String name, Kind kind, boolean withoutRowid, boolean strict, List<Column> columns, List<String> allNames) {
        Table {
            columns = List.copyOf(columns);
            allNames = List.copyOf(allNames);
        }

        RowHasher hasher() {
            return new RowHasher(name, names());
        }

        List<String> names() {
            return columns.stream().map(Column::name).toList();
        }
    }

    /** A row of sqlite_schema. */
    record SchemaObject(String type, String name, String sql) {}

    private static final String MINE = " AND substr(%s, 1, 4) <> '_cf_'";
    private static final String OBJECTS = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
            + MINE.formatted("name") + " ORDER BY rowid";
    private static final String TABLES = "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'"
            + " AND type <> 'view'" + MINE.formatted("name");
    // D1 refuses the columns of its own tables, so the filter must stand in the same statement (d1-facts 4.5).
    private static final String COLUMNS =
            "SELECT m.name, x.name, x.type, x.pk, x.hidden FROM sqlite_schema m, pragma_table_xinfo(m.name) x"
                    + " WHERE m.type = 'table'" + MINE.formatted("m.name") + " ORDER BY m.rowid, x.cid";

    DatabaseSchema {
        tables = List.copyOf(tables);
        objects = List.copyOf(objects);
    }

    static DatabaseSchema read(Connection connection) throws SQLException {
        List<SchemaObject> objects = new ArrayList<>();
        Map<String, Table> drafts = new HashMap<>();
        Set<String> shadows = new HashSet<>();
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        Map<String, List<String>> allNames = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(TABLES)) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    String type = rows.getString(2);
                    if (type.equals("shadow")) shadows.add(name);
                    Kind kind = type.equals("virtual") ? Kind.VIRTUAL : Kind.ORDINARY;
                    boolean withoutRowid = rows.getInt(3) != 0;
                    drafts.put(name, new Table(name, kind, withoutRowid, rows.getInt(4) != 0, List.of(), List.of()));
                }
            }
            try (ResultSet rows = statement.executeQuery(OBJECTS)) {
                while (rows.next()) {
                    objects.add(new SchemaObject(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            try (ResultSet rows = statement.executeQuery(COLUMNS)) {
                while (rows.next()) {
                    List<Column> some = columns.computeIfAbsent(rows.getString(1), name -> new ArrayList<>());
                    allNames.computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                            .add(rows.getString(2));
                    if (rows.getInt(5) == 0) some.add(new Column(rows.getString(2), rows.getString(3), rows.getInt(4)));
                }
            }
        }
        objects.removeIf(object -> shadows.contains(object.name()) || isInternal(object.name()));
        List<Table> tables = new ArrayList<>();
        columns.forEach((name, some) -> {
            Table draft = drafts.get(name);
            if (draft == null || shadows.contains(name) || isStatistics(name)) return;
            Kind kind = draft.kind == Kind.VIRTUAL && !storesRows(name, shadows) ? Kind.WITHOUT_CONTENT : draft.kind;
            tables.add(new Table(
                    name, kind, draft.withoutRowid, draft.strict, some, allNames.getOrDefault(name, List.of())));
        });
        return new DatabaseSchema(tables, objects);
    }

    // FTS5 makes %_content only for content of its own (sqlite.org/fts5.html#fts5_data_structures), R*Tree %_node
    // always.
    private static boolean storesRows(String name, Set<String> shadows) {
        return shadows.contains(name + "_content") || shadows.contains(name + "_node");
    }

    private static boolean isInternal(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("sqlite_");
    }

    private static boolean isStatistics(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("sqlite_stat");
    }
}
