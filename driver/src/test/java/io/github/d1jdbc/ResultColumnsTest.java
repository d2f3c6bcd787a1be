package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ResultSetMetaData} tells of the columns of a query, rows or not. */
class ResultColumnsTest {
    private static TestD1 d1;
    private static JdbcConnection connection;

    @BeforeAll
    static void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
        try (Statement ddl = connection.createStatement()) {
            ddl.executeUpdate("CREATE TABLE author(Id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(40) NOT NULL,"
                    + " score REAL, price DECIMAL(10,2), born DATE, ok BOOLEAN, pic BLOB, any, big BIGINT,"
                    + " nick TEXT COLLATE NOCASE);"
                    + "CREATE TABLE book(id INTEGER PRIMARY KEY, author INTEGER REFERENCES author, title TEXT,"
                    + " weight DOUBLE);"
                    + "CREATE TABLE pair(a TEXT, b INT, PRIMARY KEY(a, b)) WITHOUT ROWID;"
                    + "CREATE VIEW heavy AS SELECT id, title, weight * 2 AS twice FROM book");
        }
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        d1.close();
    }

    private interface Check {
        void columns(ResultSetMetaData columns) throws SQLException;
    }

    private static void query(String sql, Check check) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            check.columns(rows.getMetaData());
        }
    }

    /** Each column as table.name, or a dash. */
    private static String origins(String sql) throws SQLException {
        List<String> origins = new ArrayList<>();
        query(sql, columns -> {
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String table = columns.getTableName(i);
                origins.add(table.isEmpty() ? "-" : table + "." + columns.getColumnName(i));
            }
        });
        return String.join(" ", origins);
    }

    @Test
    void anEmptyTableHasItsDeclaredTypes() throws SQLException {
        query("SELECT * FROM author WHERE 1=0", columns -> {
            List<String> seen = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                seen.add(columns.getColumnLabel(i) + " " + columns.getColumnType(i) + " " + columns.getColumnTypeName(i)
                        + " " + columns.getPrecision(i) + "," + columns.getScale(i) + " "
                        + columns.getColumnClassName(i).replaceFirst(".*\\.", "") + " " + columns.isNullable(i));
            }
            assertThat(seen)
                    .containsExactly(
                            "Id " + Types.INTEGER + " INTEGER 10,0 Integer 0",
                            "name " + Types.VARCHAR + " VARCHAR 40,0 String 0",
                            "score " + Types.DOUBLE + " REAL 17,0 Double 1",
                            "price " + Types.DECIMAL + " DECIMAL 10,2 Object 1",
                            "born " + Types.DATE + " DATE 10,0 Object 1",
                            "ok " + Types.BOOLEAN + " BOOLEAN 1,0 Object 1",
                            "pic " + Types.BLOB + " BLOB 2000000,0 [B 1",
                            "any " + Types.VARCHAR + " TEXT 0,0 Object 1",
                            "big " + Types.BIGINT + " BIGINT 19,0 Long 1",
                            "nick " + Types.VARCHAR + " TEXT 2000000,0 String 1");
            assertThat(columns.isAutoIncrement(1)).isTrue();
            assertThat(columns.isAutoIncrement(2)).isFalse();
            assertThat(columns.isSigned(3)).isTrue();
            assertThat(columns.isSigned(2)).isFalse();
            assertThat(columns.isCaseSensitive(2)).isTrue();
            assertThat(columns.isCaseSensitive(10)).isFalse();
            assertThat(columns.getColumnDisplaySize(1)).isEqualTo(11);
            assertThat(columns.getColumnDisplaySize(4)).isEqualTo(12);
            assertThat(columns.getColumnDisplaySize(2)).isEqualTo(40);
            assertThat(columns.getSchemaName(1)).isEmpty();
            assertThat(columns.getCatalogName(1)).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT id, NAME AS n, a.score s, \"nick\" FROM author a | author.Id author.name author.score author.nick",
                "SELECT main.author.id, [id], `id`, rowid, oid FROM author | author.Id author.Id author.Id author.Id author.Id",
                "SELECT b.*, a.id FROM author a JOIN book b ON b.author = a.id, pair p | book.id book.author book.title book.weight author.Id",
                "SELECT * FROM pair NATURAL JOIN author | - - - - - - - - - - - -",
                "SELECT title, (SELECT name FROM author) FROM book | book.title -",
                "SELECT x.t, n FROM (SELECT title t, 1 AS n FROM book) AS x | book.title -",
                "WITH q(k, v) AS (SELECT id, title FROM book), r AS (SELECT v FROM q) SELECT k, r.v FROM q, r | book.id book.title",
                "WITH author AS (SELECT 1 AS id) SELECT id FROM author | -",
                "SELECT id FROM author UNION SELECT id FROM book | -",
                "SELECT id + 1, count(*), CAST(id AS TEXT), 'id', NULL, CURRENT_DATE FROM author | - - - - - -",
                "SELECT * FROM heavy | heavy.id heavy.title heavy.twice",
                "SELECT DISTINCT title FROM book WHERE id IN (SELECT id FROM author) ORDER BY 1 LIMIT 3 | book.title",
                "SELECT value, name FROM author, json_each('[]') | - -",
                "VALUES(1) | -",
                "PRAGMA table_info(author) | - - - - - -",
                "SELECT title IS NOT DISTINCT FROM id, title FROM book | - book.title"
            })
    void originsAreFoundWhereTheTextMakesThemCertain(String sql, String expected) throws SQLException {
        assertThat(origins(sql)).isEqualTo(expected);
    }

    @Test
    void usingMergesItsColumns() throws SQLException {
        assertThat(origins("SELECT * FROM author JOIN book USING(id)"))
                .isEqualTo("author.Id author.name author.score author.price author.born author.ok author.pic author.any"
                        + " author.big author.nick book.author book.title book.weight");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a LEFT JOIN book b ON 1", "book b RIGHT JOIN author a ON 1", "a FULL OUTER JOIN book b ON 1"})
    void anOuterJoinMakesColumnsNullable(String from) throws SQLException {
        String tables = from.startsWith("a ")
                ? "author " + from
                : from.replace("book b RIGHT JOIN author a", "author a RIGHT JOIN book b");
        query("SELECT a.name, b.id FROM " + tables, columns -> {
            boolean left = !tables.contains("LEFT");
            boolean right = !tables.contains("RIGHT");
            assertThat(columns.isNullable(1))
                    .isEqualTo(left ? ResultSetMetaData.columnNullable : ResultSetMetaData.columnNoNulls);
            assertThat(columns.isNullable(2))
                    .isEqualTo(right ? ResultSetMetaData.columnNullable : ResultSetMetaData.columnNoNulls);
        });
    }

    @Test
    void aColumnOfNoTableHasTheTypeOfItsValues() throws SQLException {
        query("SELECT 1, 2147483648, 1.5, 'x', x'00', NULL", columns -> {
            int[] types = {Types.INTEGER, Types.BIGINT, Types.DOUBLE, Types.VARCHAR, Types.BLOB, Types.VARCHAR};
            for (int i = 0; i < types.length; i++)
                assertThat(columns.getColumnType(i + 1)).isEqualTo(types[i]);
            assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNullableUnknown);
            assertThat(columns.getTableName(1)).isEmpty();
        });
    }

    // Each has to be told of a query without rows, as Spark asks it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "CAST(price AS TEXT) ~ VARCHAR ~ TEXT",
                "CAST(name AS INTEGER) ~ BIGINT ~ INTEGER",
                "CAST((SELECT 1) AS DOUBLE PRECISION) ~ DOUBLE ~ REAL",
                "CAST(name AS BLOB) ~ BLOB ~ BLOB",
                "CAST(name AS DECIMAL(10,2)) ~ NUMERIC ~ NUMERIC",
                "count(*) ~ BIGINT ~ INTEGER",
                "count(DISTINCT name) FILTER (WHERE id > 1) ~ BIGINT ~ INTEGER",
                "row_number() OVER (ORDER BY id) ~ BIGINT ~ INTEGER",
                "avg(big) ~ DOUBLE ~ REAL",
                "sum(big) ~ BIGINT ~ INTEGER",
                "sum(score) ~ DOUBLE ~ REAL",
                "max(name) ~ VARCHAR ~ TEXT",
                "max(a.score) ~ DOUBLE ~ REAL",
                "min(id, 2) ~ VARCHAR ~ TEXT",
                "12 ~ INTEGER ~ INTEGER",
                "-12 ~ BIGINT ~ INTEGER",
                "9999999999 ~ BIGINT ~ INTEGER",
                "0xff ~ BIGINT ~ INTEGER",
                "1.5e3 ~ DOUBLE ~ REAL",
                "'text' ~ VARCHAR ~ TEXT",
                "x'00' ~ BLOB ~ BLOB",
                "TRUE ~ INTEGER ~ INTEGER",
                "id = 1 OR name LIKE 'a%' ~ INTEGER ~ INTEGER",
                "NOT ok ~ INTEGER ~ INTEGER",
                "EXISTS (SELECT 1) ~ INTEGER ~ INTEGER",
                "name || id ~ VARCHAR ~ TEXT",
                "(id + 1) * 2 ~ BIGINT ~ INTEGER",
                "big * score ~ DOUBLE ~ REAL",
                "pic -> '$' ~ VARCHAR ~ TEXT",
                "datetime('now') ~ VARCHAR ~ TEXT",
                "CASE WHEN id = 1 THEN 2 END ~ VARCHAR ~ TEXT",
                "zeroblob(3) ~ BLOB ~ BLOB"
            })
    void anExpressionHasTheTypeThatItsTextTells(String expression, String type, String name) throws Exception {
        int expected = Types.class.getField(type).getInt(null);
        for (String sql : List.of(
                "SELECT " + expression + " FROM author a WHERE 1 = 0 GROUP BY id",
                "SELECT * FROM (SELECT " + expression + " AS e FROM author a) AS q WHERE 1 = 0",
                "WITH q(e) AS (SELECT " + expression + " FROM author a) SELECT q.e FROM q LIMIT 0",
                "SELECT " + expression + " AS e FROM author a WHERE 0 GROUP BY id UNION ALL SELECT " + expression
                        + " FROM author a WHERE 0 GROUP BY id")) {
            query(sql, columns -> {
                assertThat(columns.getColumnType(1)).as(sql).isEqualTo(expected);
                assertThat(columns.getColumnTypeName(1)).as(sql).isEqualTo(name);
                if (expected == Types.NUMERIC) assertThat(columns.getScale(1)).isEqualTo(18);
            });
        }
    }

    @Test
    void theSchemaIsReadOnceAConnectionAndOnlyForMetadata() throws Exception {
        try (JdbcConnection own = d1.connect();
                Statement statement = own.createStatement()) {
            assertThat(d1.requests(() -> {
                        try (ResultSet rows = statement.executeQuery("SELECT id, score FROM author")) {
                            rows.getMetaData().getColumnLabel(1);
                            while (rows.next()) rows.getObject(2);
                        }
                    }))
                    .isEqualTo(1);
            assertThat(d1.requests(() -> {
                        ResultSet rows = statement.executeQuery("SELECT id FROM author");
                        rows.getMetaData().getColumnType(1);
                        rows = statement.executeQuery("SELECT title FROM book");
                        rows.getMetaData().getTableName(1);
                    }))
                    .isEqualTo(3);
            assertThat(d1.requests(() ->
                            statement.executeQuery("SELECT 1").getMetaData().getTableName(1)))
                    .isEqualTo(1);
        }
    }

    @Test
    void whatAnotherClientDoesToTheSchemaIsFollowed() throws Exception {
        try (TestD1 own = new TestD1();
                JdbcConnection reader = own.connect();
                JdbcConnection other = own.connect();
                Statement statement = reader.createStatement();
                Statement ddl = other.createStatement()) {
            ddl.executeUpdate("CREATE TABLE t(a INTEGER, b DATE)");
            assertThat(statement.executeQuery("SELECT * FROM t").getMetaData().getColumnType(2))
                    .isEqualTo(Types.DATE);
            ddl.executeUpdate("ALTER TABLE t ADD COLUMN c BIGINT");
            assertThat(statement.executeQuery("SELECT * FROM t").getMetaData().getColumnType(3))
                    .isEqualTo(Types.BIGINT);
            ddl.executeUpdate("ALTER TABLE t RENAME COLUMN a TO z");
            assertThat(statement.executeQuery("SELECT * FROM t").getMetaData().getTableName(1))
                    .isEqualTo("t");
        }
    }

    @Test
    void aRealColumnGivesDoublesFromTheFirstQueryOn() throws Exception {
        try (JdbcConnection own = d1.connect();
                Statement statement = own.createStatement()) {
            statement.executeUpdate("INSERT INTO author(name, score, any, price) VALUES('Ada', 1, 1, 2)");
            for (String sql : List.of(
                    "SELECT a.any, a.score, score AS x FROM author a WHERE score = 1",
                    "WITH q AS (SELECT * FROM author) SELECT any, score, q.score FROM q WHERE score = 1")) {
                assertThat(d1.requests(() -> {
                            try (ResultSet rows = statement.executeQuery(sql)) {
                                assertThat(rows.next()).isTrue();
                                assertThat(rows.getObject(1)).isEqualTo(1);
                                assertThat(rows.getObject(2)).isEqualTo(1.0);
                                assertThat(rows.getString(3)).isEqualTo("1.0");
                                assertThat(rows.getInt(2)).isEqualTo(1);
                            }
                        }))
                        .isEqualTo(1);
            }
            statement.executeUpdate("DELETE FROM author");
        }
    }

    @Test
    void returningHasOriginsToo() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("INSERT INTO book(title) VALUES('x') RETURNING id AS k, weight, *")) {
            ResultSetMetaData columns = rows.getMetaData();
            assertThat(columns.getColumnCount()).isEqualTo(6);
            assertThat(columns.getTableName(1)).isEqualTo("book");
            assertThat(columns.getColumnName(1)).isEqualTo("id");
            assertThat(columns.getColumnLabel(1)).isEqualTo("k");
            assertThat(columns.getColumnType(2)).isEqualTo(Types.DOUBLE);
            statement.executeUpdate("DELETE FROM book");
        }
    }

    @Test
    void anExpressionWithAParameterIsLabelledWithItsText() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT ?, ? + 1, ? AS a, ?4 b, abs( ? ), last_insert_rowid() + 0, x'00'")) {
            for (int i = 1; i <= 5; i++) query.setInt(i, i);
            ResultSetMetaData columns = query.executeQuery().getMetaData();
            List<String> labels = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) labels.add(columns.getColumnLabel(i));
            assertThat(labels).containsExactly("?", "? + 1", "a", "b", "abs( ? )", "last_insert_rowid() + 0", "x'00'");
        }
    }

    @Test
    void aColumnForAnythingHasNoClassOfItsOwn() throws SQLException {
        try (Statement ddl = connection.createStatement()) {
            ddl.execute("CREATE TABLE anything(a ANY, b BLOB) STRICT");
        }
        query("SELECT a, b FROM anything", columns -> {
            assertThat(columns.getColumnClassName(1)).isEqualTo("java.lang.Object");
            assertThat(columns.getColumnClassName(2)).isEqualTo("[B");
        });
    }
}
