package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d1jdbc.D1Connection;
import io.github.d1jdbc.export.Compression;
import io.github.d1jdbc.export.DumpOptions;
import io.github.d1jdbc.export.DumpResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver against the real engine: exports, values and errors through {@code java.sql} only. */
@RealD1
class DriverOnRealEngineTest {

    private static final String SHOP = "CREATE TABLE customers(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE);"
            + "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers(id), total REAL, scan BLOB);"
            + "CREATE INDEX by_customer ON orders(customer);"
            + "CREATE TRIGGER no_gifts BEFORE INSERT ON orders WHEN NEW.total < 0 BEGIN SELECT RAISE(ABORT, 'no gifts'); END;"
            + "CREATE VIEW sums AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer;"
            + "INSERT INTO customers(name) VALUES('Ada'),('it''s'),('two'||char(10)||'lines é😀');"
            + "INSERT INTO orders VALUES(1,1,9.5,x'00ff'),(2,1,1e21,NULL),(9007199254740991,2,0.1,x'')";

    @TempDir
    private Path folder;

    private static Connection connect(D1Http.Database database) throws SQLException {
        D1Http http = database.http();
        String url = "jdbc:d1://" + http.accountId() + "/" + database.name() + "?endpoint=" + http.endpoint();
        return DriverManager.getConnection(url, "", http.token());
    }

    private static DumpResult export(D1Http.Database database, Path target, DumpOptions options) throws SQLException {
        try (Connection connection = connect(database)) {
            return connection.unwrap(D1Connection.class).exportTo(target, options);
        }
    }

    private String exported(D1Http.Database database, DumpOptions options) throws SQLException, IOException {
        Path target = Files.createTempDirectory(folder, "export").resolve("dump.sql");
        export(database, target, options);
        return Files.readString(target, StandardCharsets.UTF_8);
    }

    @Test
    void anExportedFileIsTheEnginesOwnDump(D1Http.Database database) throws SQLException, IOException {
        database.run(SHOP);
        Path target = folder.resolve("shop.sql");
        DumpResult result = export(database, target, DumpOptions.defaults());
        String dump = database.export("{}");
        assertThat(Files.readString(target, StandardCharsets.UTF_8)).isEqualTo(dump);
        assertThat(result.databaseId()).isEqualTo(database.id());
        assertThat(result.sqlBytes()).isEqualTo(Files.size(target));
        assertThat(result.rowsPerTable()).containsEntry("customers", 3L).containsEntry("orders", 3L);
    }

    @Test
    void everyOptionGivesWhatTheEngineGives(D1Http.Database database) throws SQLException, IOException {
        database.run(SHOP);
        DumpOptions all = DumpOptions.defaults();
        assertThat(exported(database, all.withNoData(true))).isEqualTo(database.export("{\"no_data\":true}"));
        assertThat(exported(database, all.withNoSchema(true))).isEqualTo(database.export("{\"no_schema\":true}"));
        assertThat(exported(database, all.withTables("orders", "by_customer", "sums")))
                .isEqualTo(database.export("{\"tables\":[\"orders\",\"by_customer\",\"sums\"]}"));
    }

    @Test
    void aGzippedExportHoldsTheSameBytes(D1Http.Database database) throws SQLException, IOException {
        database.run(SHOP);
        Path target = folder.resolve("shop.sql.gz");
        export(database, target, DumpOptions.defaults().withCompression(Compression.GZIP));
        try (InputStream sql = new GZIPInputStream(Files.newInputStream(target))) {
            assertThat(new String(sql.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(database.export("{}"));
        }
    }

    @Test
    void anUnknownTableIsRefusedBeforeAnythingStarts(D1Http.Database database) {
        database.run(SHOP);
        Path target = folder.resolve("nope.sql");
        assertThatThrownBy(() -> export(database, target, DumpOptions.defaults().withTables("Orders")))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42S02"))
                .hasMessageContaining("orders");
        assertThat(folder).isEmptyDirectory();
        assertThat(database.raw("SELECT 1").status()).isEqualTo(200);
    }

    @Test
    void aDatabaseWithVirtualTablesIsExportedAndLoadsAgain(D1Http.Database database, D1Http.Database empty)
            throws SQLException {
        database.run(SHOP + "; CREATE VIRTUAL TABLE notes USING fts5(title, body);"
                + "INSERT INTO notes VALUES('first','hello world'),('second','it''s late')");
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        try (Connection connection = connect(database)) {
            connection.unwrap(D1Connection.class).exportTo(dump, DumpOptions.defaults());
        }
        assertThat(database.raw("SELECT 1").status())
                .as("the database is not blocked")
                .isEqualTo(200);
        empty.run(dump.toString(StandardCharsets.UTF_8));
        for (String query : List.of(
                "SELECT title FROM notes WHERE notes MATCH 'world'",
                "SELECT * FROM orders",
                "SELECT * FROM sums",
                "SELECT name FROM sqlite_schema WHERE type IN ('index','trigger') AND sql IS NOT NULL ORDER BY name")) {
            assertThat(empty.raw(query).json().at("/result/0/results"))
                    .as(query)
                    .isEqualTo(database.raw(query).json().at("/result/0/results"));
        }
    }

    @Test
    void whatIsBoundIsWhatIsStored(D1Http.Database database) throws SQLException {
        database.run("CREATE TABLE v(id INTEGER PRIMARY KEY, v)");
        try (Connection connection = connect(database);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO v(v) VALUES(?)")) {
            insert.setLong(1, Long.MAX_VALUE);
            assertThat(insert.executeUpdate()).isEqualTo(1);
            insert.setDouble(1, 1.0);
            insert.executeUpdate();
            insert.setDouble(1, Double.NEGATIVE_INFINITY);
            insert.executeUpdate();
            insert.setBytes(1, new byte[] {0, -1, 16});
            insert.executeUpdate();
            insert.setString(1, "a\0b é😀 'q'");
            insert.executeUpdate();
            insert.setNull(1, Types.VARCHAR);
            insert.executeUpdate();
            insert.setInt(1, -7);
            insert.executeUpdate();
        }
        assertThat(database.raw("SELECT typeof(v), CASE typeof(v) WHEN 'text' THEN hex(v) ELSE quote(v) END FROM v")
                        .json()
                        .at("/result/0/results/rows"))
                .hasToString("[[\"integer\",\"9223372036854775807\"],[\"real\",\"1.0\"],[\"real\",\"-9.0e+999\"],"
                        + "[\"blob\",\"X'00FF10'\"],[\"text\",\"61006220C3A9F09F988020277127\"],"
                        + "[\"null\",\"NULL\"],[\"integer\",\"-7\"]]");
    }

    @Test
    void readsGiveWhatIsStored(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT 9007199254740991 AS a, 0.1 AS b, 'é' AS c, x'00ff' AS d, NULL AS e, 1 AS a")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(9007199254740991L);
            assertThat(row.getDouble("b")).isEqualTo(0.1);
            assertThat(row.getString(3)).isEqualTo("é");
            assertThat(row.getBytes("d")).containsExactly(0, -1);
            assertThat(row.getObject(5)).isNull();
            assertThat(row.getInt(6)).isEqualTo(1);
            assertThat(row.getMetaData().getColumnLabel(6)).isEqualTo("a");
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void countsAreSqlsAndNotMetas(D1Http.Database database) throws SQLException {
        database.run("CREATE TABLE t(a); CREATE TABLE log(a);"
                + "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES(1),(2); END");
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO t VALUES(1),(2)")).isEqualTo(2);
            assertThat(statement.executeUpdate("DELETE FROM log WHERE a = 2")).isEqualTo(2);
            assertThat(statement.executeUpdate("UPDATE t SET a = 3 WHERE a = 99"))
                    .isZero();
        }
    }

    @Test
    void errorsKeepTheirKindAndTheEnginesWords(D1Http.Database database) throws SQLException {
        database.run("CREATE TABLE t(a PRIMARY KEY); INSERT INTO t VALUES(1)");
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES(1)"))
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class)
                    .hasMessageContaining("UNIQUE constraint failed: t.a");
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM nope"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no such table: nope");
        }
    }
}
