package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same reads and writes through SQLite's own JDBC driver; every difference is listed with its reason. */
class ValueParityTest {
    private static TestD1 d1;
    private static Connection ours;
    private static Connection theirs;

    @BeforeAll
    static void open() throws SQLException {
        d1 = new TestD1();
        ours = d1.connect();
        theirs = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterAll
    static void close() throws Exception {
        ours.close();
        theirs.close();
        d1.close();
    }

    // What differs (a pattern of getter and cell), and why.
    private static final Map<String, String> READS = Map.of(
            "getBoolean -9e999",
            "every number but zero is true",
            "get(Boolean|Byte|Short|Int|Long|Float|Double) ('.*|x'.*|CAST.*)",
            "text that is no number is an error, and not 0 or the digits that it begins with; 'true' is true",
            "get(Byte|Short|Int|Long|Float) -?[0-9].*",
            "a number that the type cannot hold is an error, and does not wrap",
            "getBigDecimal (NULL|' 42 ')",
            "NULL is null, and white space around a number is no error",
            "get(Date|Time|Timestamp) ('.*|x'.*)",
            "every form of SQLite's own is read, not one format; a time has no date",
            "get(Date|Time) [0-9-].*",
            "a Date is at midnight and a Time on 1970-01-01, as JDBC has them",
            "getTimestamp (-2.75|1.5|10.0|1e300|-?9e999|1e308 .*|2460370.25)",
            "a Julian day is read to the millisecond, and one outside of SQLite's years is an error");

    private static final Map<String, String> WRITES = Map.of(
            "BigDecimal into (BLOB)?", "a whole number is bound as one, because text compares greater than any number",
            "(Byte|Short) into (BLOB)?", "a small integer is an integer",
            "(Timestamp|Date) into .*", "dates are text as SQLite writes them, which its date functions can read",
            "Float into .*", "a float is bound by its decimal form, so that 0.1f is 0.1");

    private static void assertExplained(Map<String, String> differences, Map<String, String> reasons) {
        Map<String, String> unexplained = new TreeMap<>(differences);
        for (String pattern : reasons.keySet()) {
            assertThat(unexplained.keySet().removeIf(what -> what.matches(pattern)))
                    .as("the difference " + pattern + " is gone, or another pattern takes it")
                    .isTrue();
        }
        assertThat(unexplained).isEmpty();
    }

    private interface Getter {
        Object get(ResultSet row) throws SQLException;
    }

    private static final List<String> CELLS = List.of(
            "NULL",
            "0",
            "1",
            "-7",
            "300",
            "70000",
            "5000000000",
            "1709208000000",
            "1.5",
            "-2.75",
            "10.0",
            "1e300",
            "9e999",
            "-9e999",
            "1e308 * 10",
            "CAST(x'FFFE61' AS TEXT)",
            "'a' || char(0) || 'b'",
            "9223372036854775807",
            "2460370.25",
            "''",
            "'42'",
            "' 42 '",
            "'1.5'",
            "'true'",
            "'abc'",
            "'5000000000'",
            "'2024-02-29'",
            "'2024-02-29 13:05:09'",
            "'2024-02-29 13:05:09.123'",
            "'2024-02-29T13:05:09'",
            "'13:05:09'",
            "x'616263'",
            "x''");

    private static Map<String, Getter> getters() {
        Map<String, Getter> getters = new LinkedHashMap<>();
        getters.put("getString", r -> r.getString(1));
        getters.put("getObject", r -> r.getObject(1));
        getters.put("getBoolean", r -> r.getBoolean(1));
        getters.put("getByte", r -> r.getByte(1));
        getters.put("getShort", r -> r.getShort(1));
        getters.put("getInt", r -> r.getInt(1));
        getters.put("getLong", r -> r.getLong(1));
        getters.put("getFloat", r -> r.getFloat(1));
        getters.put("getDouble", r -> r.getDouble(1));
        getters.put("getBigDecimal", r -> r.getBigDecimal(1));
        getters.put("getBytes", r -> r.getBytes(1));
        getters.put("getDate", r -> r.getDate(1));
        getters.put("getTime", r -> r.getTime(1));
        getters.put("getTimestamp", r -> r.getTimestamp(1));
        getters.put("getBinaryStream", r -> bytes(r));
        return getters;
    }

    private static Object bytes(ResultSet row) throws SQLException {
        try (var stream = row.getBinaryStream(1)) {
            return stream == null ? "null" : stream.readAllBytes();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shown(Connection connection, String cell, Getter getter) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + cell)) {
            assertThat(row.next()).isTrue();
            Object value = getter.get(row);
            if (value instanceof byte[] bytes) return Arrays.toString(bytes);
            if (value instanceof java.sql.Date date) return Long.toString(date.getTime());
            if (value instanceof java.sql.Time time) return Long.toString(time.getTime());
            if (value instanceof Timestamp stamp) return stamp.toInstant().toString();
            return value + (row.wasNull() ? " null" : "");
        } catch (SQLException e) {
            return "error";
        }
    }

    @Test
    void whatIsReadIsEqualButForTheListedReasons() throws SQLException {
        Map<String, String> differences = new TreeMap<>();
        for (Map.Entry<String, Getter> getter : getters().entrySet()) {
            for (String cell : CELLS) {
                String our = shown(ours, cell, getter.getValue());
                String their = shown(theirs, cell, getter.getValue());
                if (!our.equals(their)) differences.put(getter.getKey() + " " + cell, our + " <> " + their);
            }
        }
        assertExplained(differences, READS);
    }

    @Test
    void whatIsWrittenIsEqualButForTheListedReasons() throws SQLException {
        List<Object> values = new ArrayList<>(List.of(
                1,
                7L,
                (short) 3,
                (byte) 4,
                1.5,
                0.1f,
                true,
                "text",
                new java.math.BigDecimal("12.50"),
                new java.math.BigDecimal("12"),
                new java.math.BigInteger("18446744073709551616"),
                new byte[] {1, 2},
                'c',
                Timestamp.valueOf("2024-02-29 13:05:09.123"),
                java.sql.Date.valueOf("2024-02-29"),
                java.time.LocalDate.of(2024, 2, 29)));
        Map<String, String> differences = new TreeMap<>();
        for (Object value : values) {
            for (String type : List.of("", "TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB")) {
                String our = stored(ours, type, value);
                String their = stored(theirs, type, value);
                if (!our.equals(their)) {
                    differences.put(value.getClass().getSimpleName() + " into " + type, our + " <> " + their);
                }
            }
        }
        assertExplained(differences, WRITES);
    }

    private static String stored(Connection connection, String type, Object value) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DROP TABLE IF EXISTS parity");
            statement.executeUpdate("CREATE TABLE parity(c " + type + ")");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO parity VALUES(?)")) {
            insert.setObject(1, value);
            insert.executeUpdate();
        } catch (SQLException e) {
            return "error";
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT typeof(c)||' '||quote(c) FROM parity")) {
            return row.next() ? row.getString(1) : "no row";
        }
    }
}
