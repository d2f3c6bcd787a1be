package io.github.d1jdbc;

import io.github.d1jdbc.sql.SqlStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema with one of everything, and every result of DatabaseMetaData that speaks of it. */
public final class Metadata {
    private static final Path SCHEMA =
            Path.of(System.getProperty("basedir", "."), "src/test/resources/metadata/schema.sql");

    /** A call of DatabaseMetaData. */
    public interface Call {
        ResultSet run(DatabaseMetaData meta) throws SQLException;
    }

    private Metadata() {}

    /** Creates the schema. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (SqlStatement each : SqlStatement.split(read())) statement.execute(each.text());
        }
    }

    private static String read() {
        try {
            return Files.readString(SCHEMA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every call that depends on the schema, by the name of its method. */
    public static Map<String, List<Call>> calls(List<String> tables) {
        Map<String, List<Call>> calls = new LinkedHashMap<>();
        calls.put("getTables", List.of(meta -> meta.getTables(null, null, null, null)));
        calls.put("getTableTypes", List.of(DatabaseMetaData::getTableTypes));
        calls.put("getColumns", List.of(meta -> meta.getColumns(null, null, "%", null)));
        calls.put("getPrimaryKeys", each(tables, table -> meta -> meta.getPrimaryKeys(null, null, table)));
        calls.put("getImportedKeys", each(tables, table -> meta -> meta.getImportedKeys(null, null, table)));
        calls.put("getExportedKeys", each(tables, table -> meta -> meta.getExportedKeys(null, null, table)));
        calls.put("getIndexInfo", each(tables, table -> meta -> meta.getIndexInfo(null, null, table, false, true)));
        calls.put(
                "getBestRowIdentifier",
                each(
                        tables,
                        table -> meta ->
                                meta.getBestRowIdentifier(null, null, table, DatabaseMetaData.bestRowSession, false)));
        calls.put("getTypeInfo", List.of(DatabaseMetaData::getTypeInfo));
        return calls;
    }

    private static List<Call> each(List<String> tables, java.util.function.Function<String, Call> call) {
        return tables.stream().map(call).toList();
    }

    /** The rows of a result, each by label; closes it. */
    public static List<Map<String, @Nullable String>> rows(ResultSet result) throws SQLException {
        try (result) {
            ResultSetMetaData columns = result.getMetaData();
            List<Map<String, @Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, @Nullable String> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i), result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The cells of some columns, joined by {@code |}, a line a row. */
    public static List<String> lines(ResultSet result, String... labels) throws SQLException {
        return rows(result).stream()
                .map(row -> String.join(
                        "|",
                        java.util.Arrays.stream(labels)
                                .map(label -> String.valueOf(row.get(label)))
                                .toList()))
                .toList();
    }
}
