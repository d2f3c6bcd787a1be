package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Our ResultSetMetaData says what sqlite-jdbc says of the same query, with rows and without, or differs as
 * {@code metadata/result-deviations.txt} lists with a reason; and over the real engine what it says over the embedded
 * D1.
 */
class ResultColumnsParityTest {
    private static final Path LIST =
            Path.of(System.getProperty("basedir", "."), "src/test/resources/metadata/result-deviations.txt");

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE author(id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(40) NOT NULL, score REAL,"
                    + " price DECIMAL(10,2), born DATE, at TIMESTAMP, ok BOOLEAN, pic BLOB, anything, big BIGINT)",
            "CREATE TABLE book(id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES author, title TEXT)",
            "CREATE VIEW titles AS SELECT title, upper(title) AS loud FROM book");

    private static final List<String> ROWS = List.of(
            "INSERT INTO author VALUES(1, 'Ada', 1, 2.5, '1815-12-10', '2026-11-22 17:00:00', 1, x'00ff', 'x', 5000000000)",
            "INSERT INTO book VALUES(7, 1, 'Notes')");

    private static final List<String> QUERIES = List.of(
            "SELECT * FROM author",
            "SELECT a.id AS key, b.title AS t, b.author FROM author a JOIN book b ON b.author = a.id",
            "SELECT a.name, b.title FROM author a LEFT JOIN book b ON b.author = a.id + 50",
            "SELECT * FROM titles",
            "SELECT t.title FROM (SELECT title FROM book) AS t",
            "WITH q AS (SELECT id, score FROM author) SELECT id, score FROM q",
            "SELECT count(*), avg(score), max(name), sum(big) FROM author GROUP BY id",
            "SELECT CAST(name AS TEXT), CAST(id AS REAL), 1, 'x', name || 'y', id + 1 FROM author");

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    // What is told of each column, by query, column and question.
    private static Map<String, String> told(Connection connection, String rows) throws SQLException {
        Map<String, String> told = new LinkedHashMap<>();
        for (String sql : QUERIES) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                if (rows.equals("row")) assertThat(result.next()).isTrue();
                ResultSetMetaData columns = result.getMetaData();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String column = rows + " " + QUERIES.indexOf(sql) + "." + columns.getColumnLabel(i) + " ";
                    told.put(column + "name", columns.getColumnName(i));
                    told.put(column + "table", columns.getTableName(i));
                    told.put(column + "type", Integer.toString(columns.getColumnType(i)));
                    told.put(column + "typeName", columns.getColumnTypeName(i));
                    told.put(column + "class", columns.getColumnClassName(i));
                    told.put(column + "precision", Integer.toString(columns.getPrecision(i)));
                    told.put(column + "scale", Integer.toString(columns.getScale(i)));
                    told.put(column + "nullable", Integer.toString(columns.isNullable(i)));
                    told.put(column + "auto", Boolean.toString(columns.isAutoIncrement(i)));
                    told.put(column + "signed", Boolean.toString(columns.isSigned(i)));
                    told.put(column + "schema", columns.getSchemaName(i) + columns.getCatalogName(i));
                }
            }
        }
        return told;
    }

    private static Map<String, String> told(Connection connection) throws SQLException {
        run(connection, SCHEMA);
        Map<String, String> told = told(connection, "none");
        run(connection, ROWS);
        told.putAll(told(connection, "row"));
        return told;
    }

    @Test
    void columnsAreThoseOfSqliteJdbcButForTheListedDeviations() throws Exception {
        Map<String, String> our;
        Map<String, String> their;
        try (Connection ours = DriverManager.getConnection("jdbc:d1:local::memory:resultcolumns");
                Connection theirs = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            our = told(ours);
            their = told(theirs);
        }
        assertThat(our.keySet()).containsExactlyElementsOf(their.keySet()).hasSizeGreaterThan(500);
        Set<String> seen = new LinkedHashSet<>();
        our.forEach((what, answer) -> {
            if (!answer.equals(their.get(what))) seen.add(what + ": " + answer + ", not " + their.get(what));
        });
        Set<String> unexplained = new LinkedHashSet<>(seen);
        Set<String> gone = new LinkedHashSet<>();
        for (String pattern : patterns()) {
            if (!unexplained.removeIf(line -> line.matches(pattern))) gone.add(pattern);
        }
        assertThat(unexplained).as("deviations that are not listed").isEmpty();
        assertThat(gone).as("listed deviations that are no more").isEmpty();
    }

    private static List<String> patterns() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    @RealD1
    @Test
    void theRealEngineGivesWhatTheEmbeddedD1Gives(D1Http.Database database) throws SQLException {
        D1Http http = database.http();
        String url = "jdbc:d1://" + http.accountId() + "/" + database.name() + "?endpoint=" + http.endpoint();
        try (Connection real = DriverManager.getConnection(url, "", http.token());
                Connection embedded = DriverManager.getConnection("jdbc:d1:local::memory:resultcolumns2")) {
            assertThat(told(real)).isEqualTo(told(embedded));
        }
    }
}
