package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code int64=exact}: what JSON rounds is read again, and how many requests that takes. */
class ExactIntegersTest {
    private static final long BIG = 9007199254740993L;

    private TestD1 d1;
    private JdbcConnection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
        statement = connection.createStatement();
        statement.executeUpdate("CREATE TABLE t(id INTEGER PRIMARY KEY, n, r REAL, s TEXT, b BLOB);"
                + "INSERT INTO t VALUES(1, 9007199254740993, 1, '=i5', x'00ff'),"
                + "(2, 9223372036854775807, 9e999, 'a'||char(0)||'b', x'5b5d'),"
                + "(3, -9223372036854775808, 0.1, '=', x''), (4, NULL, NULL, NULL, NULL)");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        d1.close();
    }

    private int requests(String sql, TestD1.Action more) throws Exception {
        return d1.requests(() -> {
            statement.execute(sql);
            more.run();
        });
    }

    private List<Object> firstColumn(String sql) throws SQLException {
        List<Object> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) values.add(rows.getObject(1));
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740992",
                "-9007199254740992",
                "9007199254740993",
                "9223372036854775807",
                "-9223372036854775807-1"
            })
    void everyGetterGivesTheExactInteger(String integer) throws SQLException {
        long expected = new BigDecimal(integer.replace("-1", "")).longValueExact() - (integer.endsWith("-1") ? 1 : 0);
        try (ResultSet rows = statement.executeQuery("SELECT (" + integer + ") AS n")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong("n")).isEqualTo(expected);
            assertThat(rows.getObject(1)).isEqualTo(expected);
            assertThat(rows.getString(1)).isEqualTo(Long.toString(expected));
            assertThat(rows.getBigDecimal(1)).isEqualTo(BigDecimal.valueOf(expected));
            assertThat(rows.getObject(1, Long.class)).isEqualTo(expected);
            assertThat(rows.getDouble(1)).isEqualTo((double) expected);
        }
    }

    @Test
    void everyOtherValueOfARereadRowStaysWhatItIs() throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT n, r, s, b FROM t ORDER BY id; -- all")) {
            rows.next();
            assertThat(rows.getObject(1)).isEqualTo(BIG);
            assertThat(rows.getObject(2)).isEqualTo(1.0);
            assertThat(rows.getObject(3)).isEqualTo("=i5");
            assertThat(rows.getBytes(4)).isEqualTo(new byte[] {0, -1});
            rows.next();
            assertThat(rows.getObject(1)).isEqualTo(Long.MAX_VALUE);
            assertThat(rows.getObject(2)).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(rows.getString(2)).isEqualTo("Inf");
            assertThatThrownBy(() -> rows.getBigDecimal(2)).isInstanceOf(SQLException.class);
            assertThat(rows.getString(3)).isEqualTo("a\0b");
            assertThat(rows.getBytes(4)).isEqualTo(new byte[] {'[', ']'});
            rows.next();
            assertThat(rows.getObject(1)).isEqualTo(Long.MIN_VALUE);
            assertThat(rows.getObject(2)).isEqualTo(0.1);
            assertThat(rows.getString(3)).isEqualTo("=");
            assertThat(rows.getBytes(4)).isEmpty();
            rows.next();
            for (int i = 1; i <= 4; i++) assertThat(rows.getObject(i)).isNull();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void theSecondRequestIsMadeOnceAStatementAndOnlyWhereItIsNeeded() throws Exception {
        assertThat(requests("SELECT id FROM t", () -> {})).isEqualTo(1);
        assertThat(requests("SELECT n FROM t", () -> {})).isEqualTo(2);
        assertThat(requests("SELECT n FROM t", () -> {})).isEqualTo(1);
        assertThat(firstColumn("SELECT n FROM t ORDER BY id LIMIT 1")).containsExactly(BIG);
        assertThat(requests("SELECT n FROM t ORDER BY id LIMIT 1", () -> {})).isEqualTo(1);
        assertThat(requests("SELECT random(), abs(random())", () -> {})).isEqualTo(1);
        assertThat(requests("SELECT 123456789012345", () -> {})).isEqualTo(1);
        assertThat(requests("SELECT 1e19, 1e300", () -> {})).isEqualTo(1);
        try (JdbcConnection fast = d1.connect("&int64=fast");
                Statement asSent = fast.createStatement()) {
            assertThat(d1.requests(() -> asSent.execute("SELECT n FROM t"))).isEqualTo(1);
        }
    }

    @Test
    void labelsStayAsTheyAreDuplicatesIncluded() throws SQLException {
        String sql = "SELECT n, n, id AS n, t.*, n + 0, 'x' -- last\n FROM t WHERE id = 1";
        for (int i = 0; i < 2; i++) {
            try (ResultSet rows = statement.executeQuery(sql)) {
                ResultSetMetaData columns = rows.getMetaData();
                List<String> labels = new ArrayList<>();
                for (int c = 1; c <= columns.getColumnCount(); c++) labels.add(columns.getColumnLabel(c));
                assertThat(labels).startsWith("n", "n", "n", "id", "n", "r", "s", "b", "n + 0");
                rows.next();
                assertThat(rows.getLong("n + 0")).isEqualTo(BIG);
                assertThat(rows.getLong("id")).isEqualTo(1);
            }
        }
    }

    @Test
    void aRememberedQueryFollowsTheSchema() throws SQLException {
        assertThat(firstColumn("SELECT * FROM t WHERE n = 9007199254740993")).containsExactly(1);
        try (JdbcConnection other = d1.connect();
                Statement ddl = other.createStatement()) {
            ddl.executeUpdate("ALTER TABLE t RENAME COLUMN s TO text; ALTER TABLE t ADD COLUMN more DEFAULT 7");
        }
        for (int i = 0; i < 2; i++) {
            try (ResultSet rows = statement.executeQuery("SELECT * FROM t WHERE n = 9007199254740993")) {
                rows.next();
                assertThat(rows.getLong("n")).isEqualTo(BIG);
                assertThat(rows.getString("text")).isEqualTo("=i5");
                assertThat(rows.getInt("more")).isEqualTo(7);
            }
        }
    }

    @Test
    void parametersAreBoundAgain() throws Exception {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT n, ?, ? FROM t WHERE n = ? AND s = ? -- so")) {
            query.setString(1, "it's");
            query.setBytes(2, new byte[] {1, 2});
            query.setLong(3, BIG);
            query.setString(4, "=i5");
            for (int i = 0; i < 2; i++) {
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isEqualTo(BIG);
                    assertThat(rows.getString(2)).isEqualTo("it's");
                    assertThat(rows.getBytes(3)).isEqualTo(new byte[] {1, 2});
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VALUES(9007199254740993)",
                "WITH q(a) AS (VALUES(9007199254740993)) SELECT a FROM q",
                "SELECT n FROM t WHERE id = 1 UNION ALL VALUES(9007199254740993)",
                "SELECT max(n) - 3 FROM t",
                "SELECT 9007199254740993 AS d1_exact",
                "SELECT DISTINCT n FROM t WHERE id = 1 ORDER BY 1 DESC",
                "/* ( */ SELECT n FROM (SELECT * FROM t LIMIT 3) WHERE id = 1 GROUP BY n HAVING count(*) = 1"
            })
    void anyFormOfQueryIsReadExactly(String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo(d1.truth(sql));
        }
    }

    @Test
    void severalQueriesOfOneTextAreReadAgainTogether() throws Exception {
        assertThat(requests("SELECT id FROM t; SELECT n FROM t WHERE id = 1; SELECT s FROM t", () -> {}))
                .isEqualTo(2);
        assertThat(statement.getMoreResults()).isTrue();
        try (ResultSet rows = statement.getResultSet()) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(BIG);
        }
    }

    @Test
    void besideAWriteAQueryGoesExactAtOnceOrThrows() throws Exception {
        assertThat(requests("UPDATE t SET s = 'x' WHERE id = 1; SELECT n FROM t WHERE id = 1", () -> {
                    assertThat(statement.getMoreResults()).isTrue();
                    try (ResultSet rows = statement.getResultSet()) {
                        rows.next();
                        assertThat(rows.getLong(1)).isEqualTo(BIG);
                    }
                }))
                .isEqualTo(1);
        assertThat(requests("UPDATE t SET s = 'y' WHERE id = 1; SELECT * FROM t WHERE id = 1", () -> {
                    assertThat(statement.getMoreResults()).isTrue();
                    try (ResultSet rows = statement.getResultSet()) {
                        rows.next();
                        assertThat(rows.getString("s")).isEqualTo("y");
                        assertThatThrownBy(() -> rows.getLong("n")).hasMessageContaining("CAST(n AS TEXT)");
                    }
                }))
                .isEqualTo(1);
    }

    @Test
    void returningGivesTheExactValueWithTheWrite() throws Exception {
        assertThat(requests(
                        "INSERT INTO t(n, r) VALUES(9007199254740993, 2) RETURNING ID, n AS \"a b\", r r2, n + 1, s",
                        () -> {
                            try (ResultSet rows = statement.getResultSet()) {
                                rows.next();
                                assertThat(rows.getInt("id")).isEqualTo(5);
                                assertThat(rows.getLong("a b")).isEqualTo(BIG);
                                assertThat(rows.getObject("r2")).isEqualTo(2.0);
                                assertThat(rows.getLong("n + 1")).isEqualTo(BIG + 1);
                                assertThat(rows.getString("s")).isNull();
                                assertThat(rows.getMetaData().getColumnCount()).isEqualTo(5);
                                assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("id");
                            }
                        }))
                .isEqualTo(1);
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("5");
    }

    @Test
    void returningAllReadsTheSchemaOnce() throws Exception {
        String sql = "UPDATE t SET s = 'z' WHERE id = 2 RETURNING *";
        assertThat(requests(sql, () -> {})).isEqualTo(2);
        assertThat(requests(sql, () -> {
                    try (ResultSet rows = statement.getResultSet()) {
                        rows.next();
                        assertThat(rows.getMetaData().getColumnCount()).isEqualTo(5);
                        assertThat(rows.getLong("n")).isEqualTo(Long.MAX_VALUE);
                        assertThat(rows.getDouble("r")).isEqualTo(Double.POSITIVE_INFINITY);
                        assertThat(rows.getString("s")).isEqualTo("z");
                    }
                }))
                .isEqualTo(1);
        try (JdbcConnection other = d1.connect();
                Statement ddl = other.createStatement()) {
            ddl.executeUpdate("ALTER TABLE t ADD COLUMN more DEFAULT 7");
            try (ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                assertThat(rows.getInt("more")).isEqualTo(7);
                assertThat(rows.getMetaData().getColumnCount()).isEqualTo(6);
                assertThatThrownBy(() -> rows.getLong("n")).isInstanceOf(SQLException.class);
            }
            ddl.executeUpdate("ALTER TABLE t DROP COLUMN b");
            try (ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                assertThat(rows.getMetaData().getColumnCount()).isEqualTo(5);
            }
            try (ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                assertThat(rows.getLong("n")).isEqualTo(Long.MAX_VALUE);
            }
        }
    }

    @Test
    void aWriteThatFailsIsSentOnce() throws Exception {
        assertThat(d1.requests(
                        () -> assertThatThrownBy(() -> statement.execute("INSERT INTO t(id) VALUES(1) RETURNING id"))
                                .isInstanceOf(SQLIntegrityConstraintViolationException.class)))
                .isEqualTo(1);
        assertThatThrownBy(() -> statement.execute("INSERT INTO t(id) VALUES(77) RETURNING nope"))
                .hasMessageContaining("no such column: nope");
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("4");
    }

    @Test
    void aHundredColumnsAreReadExactlyAndALongQueryIsNot() throws SQLException {
        String hundred = "9007199254740993" + ", 9007199254740993".repeat(99);
        try (ResultSet rows = statement.executeQuery("SELECT " + hundred)) {
            rows.next();
            assertThat(rows.getLong(100)).isEqualTo(BIG);
        }
        String filler = "/*" + "x".repeat(99_900) + "*/";
        try (ResultSet rows = statement.executeQuery("SELECT n " + filler + " FROM t")) {
            rows.next();
            assertThatThrownBy(() -> rows.getLong(1)).hasMessageContaining("2^53");
        }
    }

    @Test
    void returningLearnsOfColumnsThatAnotherClientAdded() throws SQLException {
        String sql = "INSERT INTO t(n) VALUES(9007199254740993) RETURNING *";
        statement.execute(sql);
        try (JdbcConnection other = d1.connect();
                Statement ddl = other.createStatement()) {
            ddl.execute("ALTER TABLE t ADD COLUMN w DEFAULT 9007199254740995");
        }
        // Nobody has told this connection, so that its first answer has only D1's own numbers.
        statement.execute(sql);
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong("n")).isEqualTo(9007199254740993L);
            assertThat(rows.getLong("w")).isEqualTo(9007199254740995L);
        }
    }
}
