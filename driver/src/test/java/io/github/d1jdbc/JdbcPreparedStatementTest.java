package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcPreparedStatementTest {
    private final TestD1 d1 = new TestD1();
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = d1.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, i INTEGER, r REAL, x TEXT, n NUMERIC, b BLOB, z)");
        }
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        d1.close();
    }

    private interface Setter {
        void set(PreparedStatement statement, int index) throws SQLException;
    }

    /** What a value is in a column once it is stored: its storage class and SQLite's literal of it. */
    private String stored(String column, Setter setter) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("REPLACE INTO t(id, " + column + ") VALUES(1, ?)")) {
            setter.set(insert, 1);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        return d1.truth("SELECT typeof(" + column + ")||' '||quote(" + column + ") FROM t");
    }

    @Test
    void anIntegerStaysOneInEveryColumn() throws SQLException {
        Setter answer = (s, i) -> s.setInt(i, 42);
        assertThat(stored("i", answer)).isEqualTo("integer 42");
        assertThat(stored("r", answer)).isEqualTo("real 42.0");
        assertThat(stored("x", answer)).isEqualTo("text '42'");
        assertThat(stored("n", answer)).isEqualTo("integer 42");
        assertThat(stored("b", answer)).isEqualTo("integer 42");
        assertThat(stored("z", answer)).isEqualTo("integer 42");
    }

    @Test
    void longsAreExactToTheirEnds() throws SQLException {
        for (long value : new long[] {Long.MIN_VALUE, -(1L << 53) - 1, -1, (1L << 53) + 1, Long.MAX_VALUE}) {
            assertThat(stored("z", (s, i) -> s.setLong(i, value))).isEqualTo("integer " + value);
        }
        assertThat(stored("z", (s, i) -> s.setShort(i, (short) -7))).isEqualTo("integer -7");
        assertThat(stored("z", (s, i) -> s.setByte(i, (byte) 7))).isEqualTo("integer 7");
        assertThat(stored("z", (s, i) -> s.setBoolean(i, true))).isEqualTo("integer 1");
        assertThat(stored("z", (s, i) -> s.setObject(i, false))).isEqualTo("integer 0");
    }

    @Test
    void doublesStayRealAndExact() throws SQLException {
        assertThat(stored("z", (s, i) -> s.setDouble(i, 1.0))).isEqualTo("real 1.0");
        assertThat(stored("z", (s, i) -> s.setFloat(i, 0.1f))).isEqualTo("real 0.1");
        assertThat(stored("z", (s, i) -> s.setDouble(i, Double.POSITIVE_INFINITY)))
                .startsWith("real 9.0e+999");
        assertThat(stored("z", (s, i) -> s.setDouble(i, Double.NEGATIVE_INFINITY)))
                .startsWith("real -9.0e+999");
        Random random = new Random(42);
        for (int n = 0; n < 50; n++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isNaN(value) || Double.isInfinite(value)) continue;
            stored("z", (s, i) -> s.setDouble(i, value));
            assertThat(Double.parseDouble(d1.truth("SELECT printf('%!.17g', z) FROM t")))
                    .isEqualTo(value);
        }
    }

    @Test
    void notANumberIsRefused() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t(z) VALUES(?)")) {
            assertThatThrownBy(() -> insert.setDouble(1, Double.NaN)).hasMessageContaining("NaN");
            assertThatThrownBy(() -> insert.setObject(1, Float.NaN)).hasMessageContaining("NaN");
        }
    }

    @Test
    void textIsKeptToTheLastCharacter() throws SQLException {
        String awkward = "é😀'\"\\\n\r\t\u2028\u0000end";
        stored("x", (s, i) -> s.setString(i, awkward));
        assertThat(d1.truth("SELECT hex(x) FROM t"))
                .isEqualTo(java.util.HexFormat.of()
                        .withUpperCase()
                        .formatHex(awkward.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(stored("i", (s, i) -> s.setString(i, "042"))).isEqualTo("integer 42");
        assertThat(stored("z", (s, i) -> s.setNString(i, "042"))).isEqualTo("text '042'");
        assertThat(stored("z", (s, i) -> s.setString(i, ""))).isEqualTo("text ''");
    }

    @Test
    void decimalsKeepTheirDigits() throws SQLException {
        BigDecimal value = new BigDecimal("12.50");
        assertThat(stored("x", (s, i) -> s.setBigDecimal(i, value))).isEqualTo("text '12.50'");
        assertThat(stored("n", (s, i) -> s.setBigDecimal(i, value))).isEqualTo("real 12.5");
        assertThat(stored("x", (s, i) -> s.setObject(i, value, Types.DECIMAL, 1)))
                .isEqualTo("text '12.5'");
        assertThat(stored("x", (s, i) -> s.setObject(i, value, JDBCType.DECIMAL, 3)))
                .isEqualTo("text '12.500'");
    }

    @Test
    void nullsOfEveryKindAreNull() throws SQLException {
        assertThat(stored("z", (s, i) -> s.setNull(i, Types.INTEGER))).isEqualTo("null NULL");
        assertThat(stored("z", (s, i) -> s.setNull(i, Types.OTHER, "x"))).isEqualTo("null NULL");
        assertThat(stored("z", (s, i) -> s.setString(i, null))).isEqualTo("null NULL");
        assertThat(stored("z", (s, i) -> s.setBytes(i, null))).isEqualTo("null NULL");
        assertThat(stored("z", (s, i) -> s.setBigDecimal(i, null))).isEqualTo("null NULL");
        assertThat(stored("z", (s, i) -> s.setTimestamp(i, null))).isEqualTo("null NULL");
        assertThat(stored("z", (s, i) -> s.setObject(i, null))).isEqualTo("null NULL");
        assertThat(stored("z", (s, i) -> s.setObject(i, null, Types.DECIMAL, 2)))
                .isEqualTo("null NULL");
        assertThat(stored("z", (s, i) -> s.setObject(i, null, JDBCType.BIGINT))).isEqualTo("null NULL");
    }

    @Test
    void blobsAreKeptByteByByte() throws SQLException {
        assertThat(stored("z", (s, i) -> s.setBytes(i, new byte[] {0, -1, 16}))).isEqualTo("blob X'00FF10'");
        assertThat(stored("z", (s, i) -> s.setBytes(i, new byte[0]))).isEqualTo("blob X''");
        byte[] large = new byte[2_000_000];
        new Random(7).nextBytes(large);
        stored("b", (s, i) -> s.setBytes(i, large));
        assertThat(d1.truth("SELECT typeof(b)||length(b) FROM t")).isEqualTo("blob2000000");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT b FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBytes(1)).isEqualTo(large);
        }
    }

    @Test
    void timesGoAsSqlitesText() throws SQLException {
        assertThat(stored("x", (s, i) -> s.setDate(i, Date.valueOf("2024-02-29"))))
                .isEqualTo("text '2024-02-29'");
        assertThat(stored("x", (s, i) -> s.setTime(i, Time.valueOf("13:05:09"))))
                .isEqualTo("text '13:05:09'");
        assertThat(stored("x", (s, i) -> s.setTimestamp(i, Timestamp.valueOf("2024-02-29 13:05:09.5"))))
                .isEqualTo("text '2024-02-29 13:05:09.5'");
    }

    @Test
    void integersCompareAndDivideAsIntegers() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 7/?, ?=5, typeof(?), ?||''")) {
            query.setInt(1, 2);
            query.setInt(2, 5);
            query.setInt(3, 1);
            query.setLong(4, -3);
            ResultSet row = query.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(3);
            assertThat(row.getBoolean(2)).isTrue();
            assertThat(row.getString(3)).isEqualTo("integer");
            assertThat(row.getString(4)).isEqualTo("-3");
        }
    }

    @Test
    void anIndexIsStillUsedForABoundInteger() throws SQLException {
        try (PreparedStatement plan = connection.prepareStatement("EXPLAIN QUERY PLAN SELECT * FROM t WHERE id = ?")) {
            plan.setLong(1, 5);
            ResultSet row = plan.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(row.getString("detail")).contains("SEARCH");
        }
    }

    @Test
    void aParameterInOrderByNamesNoColumn() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO t(id, i) VALUES(1, 9), (2, 8), (3, 7)");
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id, i FROM t ORDER BY ?, id LIMIT ? OFFSET ?")) {
            query.setInt(1, 2);
            query.setInt(2, 2);
            query.setInt(3, 1);
            assertThat(TestD1.column(query.executeQuery())).containsExactly("2", "3");
        }
    }

    @Test
    void moreThanAHundredParametersWork() throws SQLException {
        String marks = String.join(",", Collections.nCopies(250, "(?)"));
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*), group_concat(column1, '') FROM (VALUES" + marks + ")")) {
            for (int i = 1; i <= 250; i++) query.setString(i, i % 2 == 0 ? "it's " + i : "\u0000" + i);
            ResultSet row = query.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(250);
            assertThat(row.getString(2)).contains("it's 250").endsWith("it's 250");
        }
    }

    @Test
    void valuesStayUntilTheyAreCleared() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t(i, x) VALUES(?, ?)")) {
            insert.setInt(1, 1);
            insert.setString(2, "a");
            insert.executeUpdate();
            insert.setInt(1, 2);
            assertThat(insert.execute()).isFalse();
            assertThat(insert.getUpdateCount()).isEqualTo(1);
            assertThat(TestD1.column(insert.getGeneratedKeys())).containsExactly("2");
            insert.clearParameters();
            assertThatThrownBy(insert::executeUpdate)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07001"))
                    .hasMessageContaining("Parameter 1");
        }
        assertThat(d1.truth("SELECT group_concat(i||x) FROM t")).isEqualTo("1a,2a");
    }

    @Test
    void aBatchIsOneRequestWithCountsAndKeys() throws Exception {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t(i, x) VALUES(?, ?)", new String[] {"id"})) {
            for (int i = 0; i < 120; i++) {
                insert.setInt(1, i);
                insert.setString(2, "row " + i);
                insert.addBatch();
            }
            int requests = d1.requests(
                    () -> assertThat(insert.executeBatch()).hasSize(120).containsOnly(1));
            assertThat(requests).isEqualTo(1);
            ResultSet keys = insert.getGeneratedKeys();
            assertThat(keys.getMetaData().getColumnName(1)).isEqualTo("id");
            assertThat(TestD1.column(keys)).hasSize(120).startsWith("1", "2").endsWith("120");
        }
    }

    @Test
    void aFailedBatchLeavesNothing() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t(id) VALUES(?)")) {
            for (int id : new int[] {1, 2, 1}) {
                insert.setInt(1, id);
                insert.addBatch();
            }
            assertThatThrownBy(insert::executeLargeBatch)
                    .isInstanceOfSatisfying(
                            BatchUpdateException.class,
                            e -> assertThat(e.getUpdateCounts()).containsExactly(-3, -3, -3));
        }
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void theParametersOfSeveralStatementsCountThrough() throws SQLException {
        try (PreparedStatement both =
                connection.prepareStatement("INSERT INTO t(id, x) VALUES(?, ?); SELECT x FROM t WHERE id = ?")) {
            assertThat(both.getParameterMetaData().getParameterCount()).isEqualTo(3);
            both.setInt(1, 5);
            both.setString(2, "five");
            both.setInt(3, 5);
            assertThat(both.execute()).isFalse();
            assertThat(both.getMoreResults()).isTrue();
            assertThat(TestD1.column(both.getResultSet())).containsExactly("five");
        }
    }

    @Test
    void aWrongIndexNamesTheNumberOfParameters() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT ?")) {
            for (int index : new int[] {0, 2, -1}) {
                assertThatThrownBy(() -> query.setInt(index, 1))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("07009"))
                        .hasMessageContaining("has 1");
                assertThatThrownBy(() -> query.getParameterMetaData().getParameterMode(index))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(query.getParameterMetaData().getParameterMode(1)).isEqualTo(1);
            assertThat(query.getParameterMetaData().isNullable(1)).isEqualTo(1);
        }
    }

    @Test
    void aPreparedStatementTakesNoOtherSql() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1")) {
            assertThatThrownBy(() -> query.execute("SELECT 2")).hasMessageContaining("execute()");
            assertThatThrownBy(() -> query.executeQuery("SELECT 2")).hasMessageContaining("executeQuery()");
            assertThatThrownBy(() -> query.executeUpdate("DELETE FROM t")).hasMessageContaining("executeUpdate()");
            assertThatThrownBy(() -> query.addBatch("DELETE FROM t")).hasMessageContaining("addBatch()");
            assertThatThrownBy(() -> query.executeUpdate()).hasMessageContaining("Nothing was sent");
        }
        assertThatThrownBy(() -> connection.prepareStatement(" -- nothing")).hasMessageContaining("no statement");
    }

    @Test
    void columnsAreKnownBeforeAnythingIsSetOrRun() throws Exception {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT id, x AS name, ? AS c FROM t WHERE i = ? ORDER BY ? LIMIT ? OFFSET ?")) {
            int requests =
                    d1.requests(() -> assertThat(labels(query.getMetaData())).containsExactly("id", "name", "c"));
            assertThat(requests).isEqualTo(1);
            assertThat(d1.requests(() -> assertThat(labels(query.getMetaData())).hasSize(3)))
                    .isZero();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t(i) VALUES(?)")) {
            assertThat(insert.getMetaData()).isNull();
        }
        assertThat(d1.truth("SELECT count(*) FROM t")).isEqualTo("0");
    }

    private static List<String> labels(ResultSetMetaData meta) throws SQLException {
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) labels.add(meta.getColumnLabel(i));
        return labels;
    }
}
