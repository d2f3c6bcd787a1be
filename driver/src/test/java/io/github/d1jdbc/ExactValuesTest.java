package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Infinities, REAL 1.0, bytes that are no UTF-8 and volatile functions: what is read, and by how many requests. */
class ExactValuesTest {
    private static final double UP = Double.POSITIVE_INFINITY;
    private static final double DOWN = Double.NEGATIVE_INFINITY;

    private TestD1 d1;
    private JdbcConnection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
        statement = connection.createStatement();
        statement.executeUpdate("CREATE TABLE t(id INTEGER PRIMARY KEY, r REAL, n DECIMAL(9,2), v, i INTEGER NOT NULL,"
                + " at DATETIME, x TEXT);"
                + "INSERT INTO t(id, r, n, v, i) VALUES(1, 9e999, -9e999, 9e999, 1),(2, 1, 2.5, 3.0, 2),"
                + "(3, NULL, NULL, NULL, 9e999), (4, -9e999, 1, 'x', 4)");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        d1.close();
    }

    private List<Object> objects(String sql) throws SQLException {
        List<Object> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) values.add(rows.getObject(i));
            }
        }
        return values;
    }

    private int requests(String sql) throws Exception {
        return d1.requests(() -> statement.execute(sql));
    }

    @Test
    void anInfinityIsReadFromEveryColumnThatMayHoldOne() throws SQLException {
        assertThat(objects("SELECT r FROM t ORDER BY id")).containsExactly(UP, 1.0, null, DOWN);
        assertThat(objects("SELECT n FROM t WHERE id = 1")).containsExactly(DOWN);
        assertThat(objects("SELECT v FROM t WHERE id < 4")).containsExactly(UP, 3.0, null);
        assertThat(objects("SELECT * FROM t WHERE id = 3")).containsExactly(3, null, null, null, UP, null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT max(r) FROM t",
                "SELECT total(r) FROM t WHERE id < 3",
                "SELECT avg(r) AS a FROM t WHERE id < 3",
                "SELECT 9e999",
                "SELECT 1e308 * 10",
                "SELECT CAST('9e999' AS REAL)",
                "SELECT m FROM (SELECT max(t.r) AS m FROM t)",
                "SELECT r FROM t WHERE id = 1 UNION ALL SELECT r FROM t WHERE id = 77",
                "SELECT q.r FROM (SELECT * FROM t) q WHERE id = 1"
            })
    void anInfinityIsReadFromAnExpressionThatIsReal(String sql) throws SQLException {
        assertThat(objects(sql)).containsExactly(UP);
    }

    @Test
    void aBoundInfinityComesBackInOneRequest() throws Exception {
        try (PreparedStatement query = connection.prepareStatement("SELECT ?, ?")) {
            query.setDouble(1, DOWN);
            query.setObject(2, UP);
            int requests = d1.requests(() -> {
                try (ResultSet row = query.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getDouble(1)).isEqualTo(DOWN);
                    assertThat(row.getFloat(2)).isEqualTo(Float.POSITIVE_INFINITY);
                    assertThat(row.getString(2)).isEqualTo("Inf");
                    assertThat(row.wasNull()).isFalse();
                    assertThat(row.getMetaData().getColumnLabel(1)).isEqualTo("?");
                }
            });
            assertThat(requests).isEqualTo(1);
        }
    }

    @Test
    void aNullIsLookedAtOnceAColumnAndOnlyWhereAnInfinityMayBe() throws Exception {
        assertThat(requests("SELECT r FROM t WHERE id = 2")).isEqualTo(1);
        assertThat(requests("SELECT r FROM t WHERE id = 3")).isEqualTo(2);
        for (int id = 1; id <= 4; id++) {
            assertThat(requests("SELECT id, r FROM t WHERE id = " + id)).isEqualTo(1);
        }
        assertThat(objects("SELECT r, id FROM t WHERE id = 4")).containsExactly(DOWN, 4);
        assertThat(requests("SELECT at, x FROM t")).isEqualTo(1);
        assertThat(requests("SELECT avg(r) FROM t WHERE id = 77")).isEqualTo(2);
        assertThat(requests("SELECT avg(r) FROM t WHERE id = 78")).isEqualTo(1);
        assertThat(requests("SELECT avg(r) AS a FROM t WHERE id = 2")).isEqualTo(1);
        assertThat(requests("SELECT NULL, max(at), CASE WHEN 0 THEN 1.5 END FROM t"))
                .isEqualTo(1);
        assertThat(requests("SELECT a.x, b.i FROM t a LEFT JOIN t b ON b.id = -a.id"))
                .as("what an outer join leaves out")
                .isEqualTo(1);
        try (JdbcConnection fast = d1.connect("&int64=fast");
                Statement asSent = fast.createStatement()) {
            assertThat(d1.requests(() -> asSent.execute("SELECT r FROM t"))).isEqualTo(1);
        }
    }

    @Test
    void whatNoTypeTellsIsReadAsNull() throws SQLException {
        statement.executeUpdate("UPDATE t SET at = 9e999 WHERE id = 1");
        assertThat(objects("SELECT at FROM t WHERE id = 1")).containsExactly((Object) null);
        assertThat(objects("SELECT at, 9007199254740993 FROM t WHERE id = 1")).containsExactly(UP, 9007199254740993L);
    }

    @Test
    void aRealIsADoubleInExpressionsToo() throws SQLException {
        assertThat(objects("SELECT 2.0, 4.0 / 2, avg(i), total(1), max(r), sum(r), round(2), CAST(id AS REAL) FROM t"
                        + " WHERE id = 2"))
                .containsExactly(2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 2.0, 2.0);
        assertThat(objects("SELECT count(*), max(id), sum(i), 4 / 2, length('ab') FROM t WHERE id = 2"))
                .containsExactly(1, 2, 2, 2, 2);
    }

    @Test
    void bytesThatAreNoUtf8AreKept() throws Exception {
        statement.executeUpdate("UPDATE t SET x = CAST(x'FFFE61' AS TEXT) WHERE id = 1;"
                + "UPDATE t SET x = 'own \uFFFD' WHERE id = 2; UPDATE t SET x = '=h41' WHERE id = 3;"
                + "UPDATE t SET x = 'é' || char(0) || 'z' WHERE id = 4");
        for (int i = 0; i < 2; i++) {
            int requests = d1.requests(() -> {
                try (ResultSet rows = statement.executeQuery("SELECT x, id, x AS y FROM t ORDER BY id")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getBytes(1)).isEqualTo(new byte[] {-1, -2, 'a'});
                    assertThat(rows.getBinaryStream("y").readAllBytes()).isEqualTo(new byte[] {-1, -2, 'a'});
                    assertThat(rows.getString(1)).isEqualTo("\uFFFD\uFFFDa");
                    assertThat(rows.getObject(1)).isEqualTo("\uFFFD\uFFFDa");
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("own \uFFFD");
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("=h41");
                    assertThat(rows.getBytes(1)).isEqualTo("=h41".getBytes(StandardCharsets.US_ASCII));
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("é\0z");
                }
            });
            assertThat(requests).isEqualTo(i == 0 ? 2 : 1);
        }
        assertThat(requests("SELECT x FROM t WHERE id = 4")).isEqualTo(1);
    }

    @Test
    void anExactAnswerWithBrokenTextIsReadOnceMore() throws SQLException {
        statement.executeUpdate("UPDATE t SET x = CAST(x'80' AS TEXT)");
        try (ResultSet rows = statement.executeQuery("SELECT x, random() FROM t")) {
            rows.next();
            assertThat(rows.getBytes(1)).isEqualTo(new byte[] {-128});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "random()",
                "hex(randomblob(3))",
                "total_changes()",
                "CURRENT_TIMESTAMP",
                "current_date",
                "datetime('NOW', '-1 day')",
                "julianday()",
                "strftime('%s')",
                "unixepoch ( )"
            })
    void aVolatileQueryIsExactFromTheStart(String expression) throws Exception {
        assertThat(requests("SELECT 9007199254740993, " + expression)).isEqualTo(1);
        try (ResultSet row = statement.getResultSet()) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isEqualTo(9007199254740993L);
            assertThat(row.getMetaData().getColumnLabel(2)).isEqualTo(expression);
        }
    }

    @Test
    void aBoundNowIsVolatileAndAStarOfAKnownTableIsCounted() throws Exception {
        statement.executeUpdate("INSERT INTO t(id, i) VALUES(9007199254740993, 7)");
        try (PreparedStatement query = connection.prepareStatement("SELECT *, date(?) FROM t WHERE id > 5")) {
            query.setString(1, "now");
            assertThat(d1.requests(query::executeQuery)).as("the table is new").isEqualTo(2);
        }
        assertThat(requests("SELECT * FROM t WHERE id > 5 AND date('now') > '2000'"))
                .isEqualTo(1);
        try (ResultSet row = statement.getResultSet()) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong("id")).isEqualTo(9007199254740993L);
        }
    }

    @Test
    void ofSeveralQueriesEachStaysExactWhenAnotherIsReadAgain() throws Exception {
        assertThat(requests("SELECT 9007199254740993, random(); SELECT 9007199254740995"))
                .isEqualTo(2);
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(9007199254740993L);
        }
        assertThat(statement.getMoreResults()).isTrue();
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(9007199254740995L);
        }
    }

    @Test
    void aStatementThatIsTooLongIsNotSent() throws Exception {
        String fits = "SELECT '" + "é".repeat(49_995) + "'";
        assertThat(objects(fits)).hasSize(1);
        String tooLong = "SELECT 1; SELECT 'é" + "é".repeat(49_996) + "'";
        int requests = d1.requests(() -> assertThatThrownBy(() -> statement.execute(tooLong))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("54000"))
                .hasMessageContaining("100003 bytes")
                .hasMessageContaining("at most 100000")
                .hasMessageContaining("Nothing was sent"));
        assertThat(requests).isZero();
        statement.setMaxRows(7);
        assertThat(objects(fits)).hasSize(1);
    }

    @Test
    void eachArmOfACompoundKeepsItsOwnTypes() throws SQLException {
        assertThat(objects("SELECT r FROM t WHERE id = 2 UNION ALL SELECT 9007199254740993 UNION SELECT 0 ORDER BY r"))
                .containsExactly(0, 1.0, 9007199254740993L);
        assertThat(objects("WITH w(k) AS (SELECT 9007199254740993) SELECT r FROM t WHERE id = 2"
                        + " UNION SELECT k FROM w EXCEPT SELECT 1 ORDER BY 1 DESC LIMIT 1"))
                .containsExactly(9007199254740993L);
    }

    @Test
    void fiveArmsAreStillReadExactly() throws SQLException {
        assertThat(objects("SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 9007199254740993"))
                .containsExactly(1, 2, 3, 4, 9007199254740993L);
    }

    @Test
    void valuesMayBeInfiniteToo() throws SQLException {
        assertThat(objects("VALUES (9e999, 1.0, max(1, (2))), (-9e999, 'x', NULL) -- end"))
                .containsExactly(UP, 1.0, 2, DOWN, "x", null);
        assertThat(objects("WITH w(k) AS (SELECT 9e999) VALUES ((SELECT k FROM w))"))
                .containsExactly(UP);
    }
}
