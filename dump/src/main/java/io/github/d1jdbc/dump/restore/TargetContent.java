package io.github.d1jdbc.dump.restore;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a database has: its objects without those of SQLite and D1 themselves, and its foreign keys. Immutable.
 *
 * @param objects in the order of their creation
 * @param parents of each table, by its name
 */
record TargetContent(List<Thing> objects, Map<String, Set<String>> parents) {

    /** An object; {@code kind} is table, virtual, view, index or trigger, {@code table} what it belongs to. */
    record Thing(String kind, String name, String table) {
        boolean hasRows() {
            return kind.equals("table") || kind.equals("virtual");
        }
    }

    // Shadow tables come and go with their virtual table (sqlite.org/pragma.html, table_list).
    private static final String OBJECTS = "SELECT CASE WHEN s.type = 'table' AND s.sql LIKE 'create virtual%'"
            + " THEN 'virtual' ELSE s.type END, s.name, s.tbl_name FROM sqlite_schema s"
            + " WHERE s.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND s.tbl_name NOT LIKE '~_cf~_%' ESCAPE '~'"
            + " AND s.name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
            + " AND s.tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY s.rowid";
    private static final String PARENTS = "SELECT s.name, f.\"table\" FROM sqlite_schema s,"
            + " pragma_foreign_key_list(s.name) f WHERE s.type = 'table' AND s.name NOT LIKE '~_cf~_%' ESCAPE '~'"
            + " AND s.sql NOT LIKE 'create virtual%'";
    /** D1 answers at most 100 columns. */
    private static final int COUNTS = 50;
    /** A statement that counts must stay far below 100,000 bytes, whatever names there are. */
    private static final int LONGEST = 50_000;

    private static final long NO_BOUND = -1;

    TargetContent {
        objects = List.copyOf(objects);
        parents = Map.copyOf(parents);
    }

    static final TargetContent EMPTY = new TargetContent(List.of(), Map.of());

    static TargetContent of(Connection connection) throws SQLException {
        List<Thing> objects = new ArrayList<>();
        Map<String, Set<String>> parents = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(OBJECTS)) {
                while (rows.next()) objects.add(new Thing(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
            if (!objects.isEmpty()) {
                try (ResultSet rows = statement.executeQuery(PARENTS)) {
                    while (rows.next()) {
                        parents.computeIfAbsent(SqlName.key(rows.getString(1)), key -> new LinkedHashSet<>())
                                .add(SqlName.key(rows.getString(2)));
                    }
                }
            }
        }
        return new TargetContent(objects, parents);
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** The names of all objects, for lookups in any case. */
    Set<String> keys() {
        return objects.stream().map(thing -> SqlName.key(thing.name())).collect(Collectors.toSet());
    }

    Set<String> names() {
        return objects.stream().map(Thing::name).collect(Collectors.toSet());
    }

    List<String> tables() {
        return objects.stream().filter(Thing::hasRows).map(Thing::name).toList();
    }

    /** How many rows each of these tables has, all counted. */
    static Map<String, Long> count(Connection connection, Collection<String> tables) throws SQLException {
        return count(connection, tables, NO_BOUND);
    }

    /** The same, but counting costs no more than {@code most} rows read a table; more are told as {@code most}. */
    static Map<String, Long> count(Connection connection, Collection<String> tables, long most) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        List<String> waiting = new ArrayList<>();
        int length = 0;
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                if (waiting.size() == COUNTS || length > LONGEST) {
                    ask(statement, waiting, most, counts);
                    waiting.clear();
                    length = 0;
                }
                waiting.add(table);
                length += 2 * table.length() + 60;
            }
            if (!waiting.isEmpty()) ask(statement, waiting, most, counts);
        }
        return counts;
    }

    private static void ask(Statement statement, List<String> tables, long most, Map<String, Long> counts)
            throws SQLException {
        String sql = tables.stream()
                .map(table -> most == NO_BOUND
                        ? "(SELECT count(*) FROM " + SqlName.quoted(table) + ")"
                        : "(SELECT count(*) FROM (SELECT 1 FROM " + SqlName.quoted(table) + " LIMIT " + most + "))")
                .collect(Collectors.joining(",", "SELECT ", ""));
        try (ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) throw new IllegalStateException("a count without a row");
            for (int i = 0; i < tables.size(); i++) counts.put(tables.get(i), row.getLong(i + 1));
        }
    }

    /** What is there, in words: tables by name, the rest by number. */
    String words() {
        if (isEmpty()) return "nothing";
        List<String> tables = tables();
        List<String> parts = new ArrayList<>();
        if (!tables.isEmpty()) {
            String names = tables.stream().limit(8).collect(Collectors.joining(", "));
            String more = tables.size() > 8 ? ", …" : "";
            parts.add(number(tables.size(), "table") + " (" + names + more + ")");
        }
        for (String kind : List.of("view", "index", "trigger")) {
            long count =
                    objects.stream().filter(thing -> thing.kind().equals(kind)).count();
            if (count > 0) parts.add(number(count, kind));
        }
        return String.join(", ", parts);
    }

    private static String number(long count, String kind) {
        String plural = kind.equals("index") ? "indexes" : kind + "s";
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? kind : plural);
    }
}
