package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcResultSetTest {
    private static TestD1 d1;
    private static Connection connection;
    private static Connection fast;

    @BeforeAll
    static void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
        fast = d1.connect("&int64=fast");
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        fast.close();
        d1.close();
    }

    private interface Check {
        void row(ResultSet row) throws SQLException;
    }

    private static void row(Connection from, String sql, Check check) throws SQLException {
        try (Statement statement = from.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + sql)) {
            assertThat(rows.next()).isTrue();
            check.row(rows);
        }
    }

    private static void row(String sql, Check check) throws SQLException {
        row(connection, sql, check);
    }

    private static void fails(Check check, ResultSet row, String state) {
        assertThatThrownBy(() -> check.row(row))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    void theCursorGoesForwardOnce() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 UNION ALL SELECT 2")) {
            fails(r -> r.getInt(1), rows, "24000");
            assertThat(rows.isBeforeFirst()).isTrue();
            assertThat(rows.getRow()).isZero();
            assertThat(rows.next()).isTrue();
            assertThat(rows.isFirst()).isTrue();
            assertThat(rows.getRow()).isEqualTo(1);
            assertThat(rows.next()).isTrue();
            assertThat(rows.isLast()).isTrue();
            assertThat(rows.next()).isFalse();
            assertThat(rows.isAfterLast()).isTrue();
            assertThat(rows.getRow()).isZero();
            assertThat(rows.next()).isFalse();
            fails(r -> r.getInt(1), rows, "24000");
            assertThatThrownBy(rows::previous).isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void anEmptyResultHasColumnsAndNoPosition() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 AS a, 'x' AS b WHERE 0")) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
            assertThat(rows.isBeforeFirst()).isFalse();
            assertThat(rows.isFirst()).isFalse();
            assertThat(rows.isLast()).isFalse();
            assertThat(rows.next()).isFalse();
            assertThat(rows.isAfterLast()).isFalse();
        }
    }

    @Test
    void columnsAreFoundInAnyCaseAndTheFirstOfEqualOnes() throws SQLException {
        row("1 AS Id, 2 AS id, 3 AS \"2\"", r -> {
            assertThat(r.findColumn("ID")).isEqualTo(1);
            assertThat(r.getInt("iD")).isEqualTo(1);
            assertThat(r.getInt("2")).isEqualTo(3);
            assertThat(r.getInt(2)).isEqualTo(2);
            fails(x -> x.getInt("nope"), r, "42S22");
            fails(x -> x.findColumn(null), r, "42S22");
            fails(x -> x.getInt(0), r, "42S22");
            fails(x -> x.getInt(4), r, "42S22");
        });
    }

    @Test
    void nullIsNullOrZeroAndSaysSo() throws SQLException {
        row("NULL, 0", r -> {
            assertThat(r.getString(1)).isNull();
            assertThat(r.wasNull()).isTrue();
            assertThat(r.getInt(2)).isZero();
            assertThat(r.wasNull()).isFalse();
            assertThat(r.getInt(1)).isZero();
            assertThat(r.getLong(1)).isZero();
            assertThat(r.getShort(1)).isZero();
            assertThat(r.getByte(1)).isZero();
            assertThat(r.getDouble(1)).isZero();
            assertThat(r.getFloat(1)).isZero();
            assertThat(r.getBoolean(1)).isFalse();
            assertThat(r.getBytes(1)).isNull();
            assertThat(r.getBigDecimal(1)).isNull();
            assertThat(r.getObject(1)).isNull();
            assertThat(r.getObject(1, Integer.class)).isNull();
            assertThat(r.getDate(1)).isNull();
            assertThat(r.getTime(1)).isNull();
            assertThat(r.getTimestamp(1)).isNull();
            assertThat(r.getNString(1)).isNull();
            assertThat(r.wasNull()).isTrue();
        });
    }

    @Test
    void numbersOutOfRangeAreErrorsAndDoNotWrap() throws SQLException {
        row("128, 32768, 2147483648, 1e19, 1e300, -129, 1.5", r -> {
            fails(x -> x.getByte(1), r, "22003");
            assertThat(r.getShort(1)).isEqualTo((short) 128);
            fails(x -> x.getShort(2), r, "22003");
            assertThat(r.getInt(2)).isEqualTo(32768);
            fails(x -> x.getInt(3), r, "22003");
            assertThat(r.getLong(3)).isEqualTo(2147483648L);
            fails(x -> x.getLong(4), r, "22003");
            fails(x -> x.getFloat(5), r, "22003");
            assertThat(r.getDouble(5)).isEqualTo(1e300);
            fails(x -> x.getByte(6), r, "22003");
            assertThat(r.getInt(7)).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740992",
                "-9007199254740992",
                "9007199254740993",
                "9223372036854775807",
                "-9223372036854775808"
            })
    void anIntegerThatJsonMayHaveRoundedIsNeverGivenSilently(String integer) throws SQLException {
        row(fast, "(" + integer + ") AS n", r -> {
            fails(x -> x.getLong(1), r, "22003");
            fails(x -> x.getInt(1), r, "22003");
            assertThatThrownBy(() -> r.getLong(1)).hasMessageContaining("CAST(n AS TEXT)");
            assertThat(r.getDouble(1)).isEqualTo(Double.parseDouble(integer));
        });
        row(fast, "CAST(" + integer + " AS TEXT)", r -> assertThat(r.getLong(1)).isEqualTo(Long.parseLong(integer)));
    }

    @Test
    void theLastExactIntegersAreGiven() throws SQLException {
        row("9007199254740991, -9007199254740991", r -> {
            assertThat(r.getLong(1)).isEqualTo(9007199254740991L);
            assertThat(r.getObject(2)).isEqualTo(-9007199254740991L);
        });
    }

    @Test
    void fastGivesADoubleButNoLong() throws SQLException {
        row(fast, "9007199254740993", r -> {
            assertThat(r.getObject(1)).isEqualTo(9007199254740992.0);
            assertThat(r.getString(1)).isEqualTo("9007199254740992");
            fails(x -> x.getLong(1), r, "22003");
        });
    }

    @Test
    void objectsAreOfTheSmallestFittingClass() throws SQLException {
        row("42, 2147483648, 1.5, 'x', x'01', 1e300, 1e19", r -> {
            assertThat(r.getObject(1)).isEqualTo(42);
            assertThat(r.getObject(2)).isEqualTo(2147483648L);
            assertThat(r.getObject(3)).isEqualTo(1.5);
            assertThat(r.getObject(4)).isEqualTo("x");
            assertThat(r.getObject(5)).isEqualTo(new byte[] {1});
            assertThat(r.getObject(6)).isEqualTo(1e300);
            assertThat(r.getObject(7)).isEqualTo(1e19);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'42', 42",
        "' -7 ', -7",
        "'3.9', 3",
        "'-3.9', -3",
        "'1e3', 1000",
        "'+5', 5",
        "'9007199254740993', 9007199254740993"
    })
    void textThatIsANumberIsRead(String text, long expected) throws SQLException {
        row("'" + text + "'", r -> assertThat(r.getLong(1)).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "12abc", "0x10", "1e", ".", "-", "NaN", "1d", "--1", "1 2"})
    void textThatIsNoNumberIsAnErrorAndNotZero(String text) throws SQLException {
        row("'" + text + "'", r -> {
            fails(x -> x.getLong(1), r, "22018");
            fails(x -> x.getInt(1), r, "22018");
            fails(x -> x.getDouble(1), r, "22018");
            fails(x -> x.getBigDecimal(1), r, "22018");
            fails(x -> x.getBoolean(1), r, "22018");
        });
    }

    @Test
    void conversionsBetweenTheStorageClasses() throws SQLException {
        row("42, 1.5, '2.5', x'616263', 'é', 0, 'true', 'FALSE', 'Inf', '-Inf', '0'", r -> {
            assertThat(r.getString(1)).isEqualTo("42");
            assertThat(r.getString(2)).isEqualTo("1.5");
            assertThat(r.getDouble(3)).isEqualTo(2.5);
            assertThat(r.getFloat(3)).isEqualTo(2.5f);
            assertThat(r.getBigDecimal(2)).isEqualByComparingTo(new BigDecimal("1.5"));
            assertThat(r.getBigDecimal(3)).isEqualByComparingTo(new BigDecimal("2.5"));
            assertThat(r.getString(4)).isEqualTo("abc");
            assertThat(r.getBytes(1)).isEqualTo("42".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(r.getBytes(5)).containsExactly(0xc3, 0xa9);
            assertThat(r.getBoolean(1)).isTrue();
            assertThat(r.getBoolean(2)).isTrue();
            assertThat(r.getBoolean(6)).isFalse();
            assertThat(r.getBoolean(7)).isTrue();
            assertThat(r.getBoolean(8)).isFalse();
            assertThat(r.getDouble(9)).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(r.getDouble(10)).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(r.getBoolean(11)).isFalse();
            fails(x -> x.getLong(4), r, "22018");
            fails(x -> x.getDouble(4), r, "22018");
            fails(x -> x.getBigDecimal(4), r, "22018");
            fails(x -> x.getLong(9), r, "22003");
        });
    }

    @Test
    void textComesBackToTheLastCharacter() throws SQLException {
        row(
                "'a'||char(0)||'é😀\"\\\n'||char(8232)",
                r -> assertThat(r.getString(1)).isEqualTo("a\u0000é😀\"\\\n\u2028"));
    }

    @Test
    void typesAreThoseOfTheValues() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT 1 AS i, 1.5 AS r, 'x' AS t, x'00' AS b, NULL AS n, 3 AS m,"
                                + " 5 AS l, 1 AS w UNION ALL SELECT NULL, 2, NULL, NULL, NULL, 'x', 2147483648, 2.5")) {
            ResultSetMetaData meta = rows.getMetaData();
            int[] types = {
                Types.INTEGER,
                Types.DOUBLE,
                Types.VARCHAR,
                Types.BLOB,
                Types.VARCHAR,
                Types.VARCHAR,
                Types.BIGINT,
                Types.DOUBLE
            };
            String[] names = {"INTEGER", "REAL", "TEXT", "BLOB", "TEXT", "TEXT", "INTEGER", "REAL"};
            String[] classes = {"Integer", "Double", "String", "[B", "String", "String", "Long", "Double"};
            for (int i = 1; i <= 8; i++) {
                assertThat(meta.getColumnType(i)).as(meta.getColumnLabel(i)).isEqualTo(types[i - 1]);
                assertThat(meta.getColumnTypeName(i)).isEqualTo(names[i - 1]);
                assertThat(meta.getColumnClassName(i)).endsWith(classes[i - 1]);
                assertThat(meta.isSigned(i)).isEqualTo(names[i - 1].matches("INTEGER|REAL"));
                assertThat(meta.getColumnDisplaySize(i)).isPositive();
                assertThat(meta.getScale(i)).isZero();
                assertThat(meta.isNullable(i)).isEqualTo(ResultSetMetaData.columnNullableUnknown);
                assertThat(meta.isCaseSensitive(i)).isEqualTo(names[i - 1].equals("TEXT"));
                assertThat(meta.getTableName(i) + meta.getSchemaName(i) + meta.getCatalogName(i))
                        .isEmpty();
                assertThat(meta.isReadOnly(i) && meta.isSearchable(i)).isTrue();
                assertThat(meta.isWritable(i)
                                || meta.isDefinitelyWritable(i)
                                || meta.isAutoIncrement(i)
                                || meta.isCurrency(i))
                        .isFalse();
            }
            assertThat(meta.getPrecision(1)).isEqualTo(10);
            assertThat(meta.getColumnName(2)).isEqualTo("r");
            assertThatThrownBy(() -> meta.getColumnLabel(9)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> meta.getScale(0)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void itSaysWhatItIs() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
            assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
            assertThat(rows.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            assertThat(rows.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
            assertThat(rows.getStatement()).isSameAs(statement);
            rows.setFetchSize(7);
            assertThat(rows.getFetchSize()).isEqualTo(7);
            rows.setFetchDirection(ResultSet.FETCH_FORWARD);
            rows.clearWarnings();
            assertThat(TestD1.texts(rows.getWarnings())).isEmpty();
            assertThatThrownBy(() -> rows.setFetchSize(-1)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> rows.setFetchDirection(ResultSet.FETCH_REVERSE))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> rows.updateInt(1, 2)).hasMessageContaining("ResultSet.updateInt");
        }
    }
}
