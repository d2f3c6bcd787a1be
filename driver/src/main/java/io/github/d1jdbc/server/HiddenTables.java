package io.github.d1jdbc.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The tables {@code _cf_…} that every D1 database has and nobody may touch: {@code sqlite_schema} lists them, every
 * access fails. What a statement accesses is read from its program, which EXPLAIN shows. Guarded by its engine.
 */
final class HiddenTables {

    static final String PREFIX = "_cf_";

    private final Connection connection;

    HiddenTables(Connection connection) {
        this.connection = connection;
    }

    /** Whether a text mentions such a name at all, so that it must be looked at closer. */
    boolean isNamed(String sql) {
        for (int i = sql.indexOf('_'); i >= 0; i = sql.indexOf('_', i + 1)) {
            if (sql.regionMatches(true, i, PREFIX, 0, PREFIX.length())) return true;
        }
        return false;
    }

    boolean exists(String name) throws SQLException {
        String sql = "SELECT 1 FROM sqlite_schema WHERE lower(name) = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name.toLowerCase(Locale.ROOT));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Fails if the statement reads or writes a hidden table. */
    void check(String sql) throws ApiException, SQLException {
        Map<Integer, String> pages = pages();
        Map<Integer, String> cursors = new HashMap<>();
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + sql);
                ResultSet ops = explain.executeQuery()) {
            while (ops.next()) {
                String table = cursors.get(ops.getInt("p1"));
                switch (ops.getString("opcode")) {
                    case "OpenRead" -> {
                        String opened = ops.getInt("p3") == 0 ? pages.get(ops.getInt("p2")) : null;
                        if (opened != null) cursors.put(ops.getInt("p1"), opened);
                    }
                    case "OpenWrite" -> {
                        if (ops.getInt("p3") == 0 && pages.containsKey(ops.getInt("p2"))) {
                            throw ApiException.refused(Refusals.AUTH);
                        }
                    }
                    case "Clear" -> {
                        // DELETE without WHERE empties the page without opening it.
                        if (pages.containsKey(ops.getInt("p1"))) throw ApiException.refused(Refusals.AUTH);
                    }
                    case "Column" -> {
                        if (table != null) throw prohibited(table, column(table, "cid = " + ops.getInt("p2")));
                    }
                    case "Rowid" -> {
                        if (table != null) throw prohibited(table, column(table, "pk = 1"));
                    }
                    default -> {}
                }
            }
        } catch (SQLException e) {
            // The statement does not compile: its own error comes when it is run.
            return;
        }
        if (!cursors.isEmpty()) throw ApiException.refused(Refusals.AUTH);
    }

    private static ApiException prohibited(String table, String column) {
        return ApiException.refused("access to " + table + "." + column + " is prohibited: SQLITE_AUTH");
    }

    private Map<Integer, String> pages() throws SQLException {
        Map<Integer, String> pages = new HashMap<>();
        String sql = "SELECT rootpage, name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 4) = '_cf_'";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) pages.put(rows.getInt(1), rows.getString(2));
        }
        return pages;
    }

    private String column(String table, String which) throws SQLException {
        String sql = "SELECT coalesce(max(name), 'rowid') FROM pragma_table_info(?) WHERE " + which;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "rowid";
            }
        }
    }
}
