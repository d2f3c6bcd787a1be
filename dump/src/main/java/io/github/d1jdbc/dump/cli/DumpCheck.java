package io.github.d1jdbc.dump.cli;

import io.github.d1jdbc.sql.SqlStatement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Proves a dump by loading it into SQLite and comparing every cell with the database that it came from. It holds the
 * dump in memory: meant for the sample database, not for large ones.
 */
final class DumpCheck implements AutoCloseable {

    private static final String NAMES =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY rowid";

    private final Connection copy;

    /**
     * One table, compared.
     *
     * @param rows how many it has in the database
     * @param equal whether the copy has the same rows with the same values
     */
    record Table(String name, long rows, boolean equal) {}

    private DumpCheck(Connection copy) {
        this.copy = copy;
    }

    /** Loads a dump into a fresh SQLite database in memory. */
    static DumpCheck load(Path dump) throws SQLException, IOException {
        String sql;
        try (InputStream in = ServeCommand.open(dump)) {
            sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        DumpCheck check = new DumpCheck(DriverManager.getConnection("jdbc:sqlite::memory:"));
        try {
            check.run(SqlStatement.split(sql));
            return check;
        } catch (SQLException e) {
            check.close();
            throw e;
        }
    }

    private void run(List<SqlStatement> statements) throws SQLException {
        copy.setAutoCommit(false);
        try (Statement statement = copy.createStatement()) {
            for (SqlStatement each : statements) statement.execute(each.text());
        }
        copy.commit();
        copy.setAutoCommit(true);
    }

    /** What SQLite's own integrity check says; {@code ok} when all is well (sqlite.org/pragma.html). */
    String integrity() throws SQLException {
        return first("PRAGMA integrity_check");
    }

    /** How many rows point at a parent that is not there. */
    long brokenReferences() throws SQLException {
        return rows(copy, "PRAGMA foreign_key_check").size();
    }

    /** Compares every table of the database with the copy, in the order of creation, cell by cell and type by type. */
    List<Table> compare(Connection database) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (Object[] row : rows(database, NAMES)) {
            String name = String.valueOf(row[0]);
            // Both are sorted by all columns, because rows without a key have no order of their own.
            String all = "SELECT * FROM \"" + name.replace("\"", "\"\"") + "\" ORDER BY " + columns(database, name);
            List<Object[]> there = rows(database, all);
            List<Object[]> here = rows(copy, all);
            tables.add(new Table(name, there.size(), equal(there, here)));
        }
        boolean sameObjects = equal(objects(database), objects(copy));
        if (!sameObjects) tables.add(new Table("(schema)", objects(database).size(), false));
        return tables;
    }

    /** How many indexes, triggers and views the copy has. */
    long otherObjects() throws SQLException {
        return objects(copy).stream().filter(row -> !"table".equals(row[0])).count();
    }

    @Override
    public void close() throws SQLException {
        copy.close();
    }

    private static List<Object[]> objects(Connection connection) throws SQLException {
        return rows(
                connection,
                "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'"
                        + " ORDER BY name");
    }

    private static String columns(Connection connection, String table) throws SQLException {
        int count = rows(connection, "SELECT 1 FROM pragma_table_info('" + table.replace("'", "''") + "')")
                .size();
        List<String> numbers = new ArrayList<>();
        for (int i = 1; i <= count; i++) numbers.add(Integer.toString(i));
        return String.join(", ", numbers);
    }

    private String first(String sql) throws SQLException {
        return String.valueOf(rows(copy, sql).get(0)[0]);
    }

    private static List<Object[]> rows(Connection connection, String sql) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                Object[] row = new Object[columns];
                for (int i = 0; i < columns; i++) row[i] = result.getObject(i + 1);
                rows.add(row);
            }
        }
        return rows;
    }

    private static boolean equal(List<Object[]> one, List<Object[]> other) {
        if (one.size() != other.size()) return false;
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.deepEquals(one.get(i), other.get(i))) return false;
        }
        return true;
    }
}
