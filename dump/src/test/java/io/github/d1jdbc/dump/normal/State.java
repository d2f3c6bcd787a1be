package io.github.d1jdbc.dump.normal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a database holds, the same for the same content whatever the order of its rows. */
record State(List<String> objects, Map<String, List<String>> rows) {

    /** Of any connection: SQLite's own or D1's. */
    static State of(Connection connection) throws SQLException {
        List<String> objects = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet schema = statement.executeQuery(
                        "SELECT type, name, sql FROM sqlite_schema"
                                + " WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_autoindex%' ESCAPE '\\' AND name <> 'sqlite_stat4'")) {
            while (schema.next()) {
                String sql = String.valueOf(schema.getString(3));
                objects.add(schema.getString(1) + ' ' + schema.getString(2) + ' ' + plain(sql));
                if (schema.getString(1).equals("table")) tables.add(schema.getString(2));
            }
        }
        objects.sort(null);
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : tables) if (!isShadow(table, tables)) rows.put(table, rows(connection, table));
        return new State(objects, rows);
    }

    private static boolean isShadow(String table, List<String> tables) {
        return tables.stream()
                .anyMatch(owner -> table.startsWith(owner + "_")
                        && table.substring(owner.length())
                                .matches("_(data|idx|content|docsize|config|node|rowid|parent)"));
    }

    private static String plain(String sql) {
        return sql.replace("\r\n", "\n").replaceAll("(?i)^CREATE TABLE IF NOT EXISTS ", "CREATE TABLE ");
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        String name = '"' + table.replace("\"", "\"\"") + '"';
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + name + " LIMIT 0")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                columns.add('"' + none.getMetaData().getColumnLabel(i).replace("\"", "\"\"") + '"');
            }
        }
        StringBuilder sql = new StringBuilder("SELECT ");
        for (String column : columns) {
            sql.append(sql.length() > 7 ? "," : "")
                    .append("typeof(")
                    .append(column)
                    .append("),CASE typeof(")
                    .append(column)
                    .append(") WHEN 'integer' THEN CAST(")
                    .append(column)
                    .append(" AS TEXT) WHEN 'text' THEN CAST(")
                    .append(column)
                    .append(" AS BLOB) WHEN 'real' THEN CAST(")
                    .append(column)
                    .append(" AS TEXT) ELSE ")
                    .append(column)
                    .append(" END");
        }
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery(sql + " FROM " + name)) {
            while (all.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= 2 * columns.size(); i += 2) {
                    row.append(all.getString(i))
                            .append('=')
                            .append(cell(all, i))
                            .append('|');
                }
                rows.add(row.toString());
            }
        }
        rows.sort(null);
        return rows;
    }

    private static String cell(ResultSet row, int typeColumn) throws SQLException {
        return switch (row.getString(typeColumn)) {
            case "null" -> "";
            case "text", "blob" -> bytes(row.getBytes(typeColumn + 1));
            default -> row.getString(typeColumn + 1);
        };
    }

    private static String bytes(byte[] bytes) {
        return bytes.length < 200
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : bytes.length + " bytes " + Arrays.hashCode(bytes);
    }
}
