package io.github.d1jdbc.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls that DBeaver and DataGrip make (their sources and logs), in their order. */
class GuiWalkTest {
    private ToolDatabase database;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        database = new ToolDatabase(
                "CREATE TABLE author(id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(40) NOT NULL UNIQUE)",
                "CREATE TABLE book(id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES author(id),"
                        + " title TEXT DEFAULT 'none', price DECIMAL(10,2), scan BLOB)",
                "CREATE INDEX by_title ON book(title DESC)",
                "CREATE VIEW titles AS SELECT title FROM book",
                "INSERT INTO author(name) VALUES ('Ada'), ('Grace')",
                "INSERT INTO book VALUES (1, 1, 'Notes', 12.5, x'00ff'), (2, 2, NULL, NULL, NULL)");
        connection = DriverManager.getConnection(database.url);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    private static List<String> column(ResultSet rows, String label) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) values.add(rows.getString(label));
        }
        return values;
    }

    @Test
    void dbeaverConnects() throws Exception {
        connection.setReadOnly(false);
        connection.setAutoCommit(true);
        DatabaseMetaData meta = connection.getMetaData();
        for (Method getter : DatabaseMetaData.class.getMethods()) {
            if (getter.getParameterCount() > 0 || getter.getReturnType() == ResultSet.class) continue;
            Object answer = getter.invoke(meta);
            if (getter.getReturnType() == String.class)
                assertThat(answer).as(getter.getName()).isNotNull();
        }
        for (int level = 0; level <= 8; level++) {
            if (meta.supportsTransactionIsolationLevel(level)) connection.setTransactionIsolation(level);
        }
        assertThat(meta.getDriverName()).contains("D1");
        assertThat(column(meta.getCatalogs(), "TABLE_CAT")).isEmpty();
        assertThat(column(meta.getSchemas(), "TABLE_SCHEM")).isEmpty();
        assertThat(column(meta.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW");
        assertThat(column(meta.getTypeInfo(), "TYPE_NAME")).contains("INTEGER", "TEXT");
        assertThat(connection.getSchema()).isNull();
    }

    @Test
    void dbeaverWalksTheTree() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        Map<String, List<String>> tree = new TreeMap<>();
        // DBeaver passes no types and "%".
        for (String table : column(meta.getTables(null, null, "%", null), "TABLE_NAME")) {
            tree.put(table, column(meta.getColumns(null, null, table, "%"), "COLUMN_NAME"));
            column(meta.getPrimaryKeys(null, null, table), "PK_NAME");
            column(meta.getIndexInfo(null, null, table, false, true), "INDEX_NAME");
            column(meta.getImportedKeys(null, null, table), "FK_NAME");
            column(meta.getExportedKeys(null, null, table), "FK_NAME");
            column(meta.getBestRowIdentifier(null, null, table, DatabaseMetaData.bestRowSession, true), "COLUMN_NAME");
        }
        assertThat(tree)
                .containsEntry("author", List.of("id", "name"))
                .containsEntry("book", List.of("id", "author", "title", "price", "scan"))
                .containsEntry("titles", List.of("title"));
        // All at once, as its cache asks.
        assertThat(column(meta.getColumns(null, null, "%", "%"), "TABLE_NAME")).contains("author", "book", "titles");
        assertThat(column(meta.getIndexInfo(null, null, "book", false, true), "INDEX_NAME"))
                .contains("by_title");
        assertThat(column(meta.getImportedKeys(null, null, "book"), "PKTABLE_NAME"))
                .containsExactly("author");
        assertThat(column(meta.getProcedures(null, null, "%"), "PROCEDURE_NAME"))
                .isEmpty();
        assertThat(column(meta.getFunctions(null, null, "%"), "FUNCTION_NAME")).isEmpty();
    }

    @Test
    void dbeaverShowsAndEditsATable() throws SQLException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(200);
            statement.setMaxRows(200);
            statement.setQueryTimeout(0);
            assertThat(statement.execute("SELECT x.* FROM book x")).isTrue();
            ResultSet rows = statement.getResultSet();
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                assertThat(columns.getTableName(i)).isEqualTo("book");
                assertThat(columns.getCatalogName(i) + columns.getSchemaName(i)).isEmpty();
                assertThat(columns.getColumnTypeName(i)).isNotEmpty();
                assertThat(columns.getColumnType(i)).isNotEqualTo(Types.NULL);
            }
            assertThat(columns.getColumnType(4)).isEqualTo(Types.DECIMAL);
            int count = 0;
            while (rows.next()) {
                for (int i = 1; i <= columns.getColumnCount(); i++) rows.getObject(i);
                count++;
            }
            assertThat(count).isEqualTo(2);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat((Object) statement.getWarnings()).isNull();
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE book SET title=? WHERE id=?")) {
            update.setObject(1, "Sketch", Types.VARCHAR);
            update.setObject(2, 1, Types.INTEGER);
            assertThat(update.executeUpdate()).isOne();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO author(name) VALUES(?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "Barbara");
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getObject(1)).isEqualTo(3);
            }
        }
        assertThat(database.column("SELECT title FROM book WHERE id = 1")).containsExactly("Sketch");
    }

    @Test
    void datagripWithTheSqliteDialectReadsTheCatalog() throws SQLException {
        for (String sql : List.of(
                "select 1",
                "PRAGMA database_list",
                "PRAGMA collation_list",
                "PRAGMA foreign_keys",
                "select sqlite_version()",
                "select name, type, sql from sqlite_master where type in ('table', 'view')",
                "select M.name, X.* from sqlite_master M, pragma_table_xinfo(M.name) X where M.type = 'table'",
                "select M.name, I.name from main.sqlite_master as M join pragma_index_list(M.name) I order by 1, 2",
                "select M.name, F.\"table\" from sqlite_master M, pragma_foreign_key_list(M.name) F",
                "explain query plan select * from book")) {
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.execute(sql)).as(sql).isTrue();
                assertThat(statement.getResultSet().next()).as(sql).isTrue();
            }
        }
    }
}
