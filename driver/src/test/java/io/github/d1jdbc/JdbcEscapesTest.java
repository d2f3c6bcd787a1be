package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcEscapesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT {d '2026-11-22'} | SELECT '2026-11-22'",
                "SELECT {t '10:20:30'}, {ts '2026-11-22 10:20:30.5'} | SELECT '10:20:30', '2026-11-22 10:20:30.5'",
                "SELECT {fn ucase({fn lcase('x')})} | SELECT upper(lower('x'))",
                "SELECT {fn abs(-3)}, {fn UPPER('a')} | SELECT abs(-3), UPPER('a')",
                "SELECT {fn now()}, {fn curdate()} | SELECT datetime('now'), date('now')",
                "SELECT {fn locate('b', name)} | SELECT instr(name, 'b')",
                "SELECT {fn convert(a + 1, SQL_VARCHAR)} | SELECT CAST(a + 1 AS TEXT)",
                "SELECT * FROM {oj a LEFT OUTER JOIN b ON a.x = b.x} | SELECT * FROM a LEFT OUTER JOIN b ON a.x = b.x",
                "a LIKE 'x!%' {escape '!'} | a LIKE 'x!%' ESCAPE '!'",
                "SELECT 1 {limit 5 offset 2} | SELECT 1 LIMIT 5 offset 2",
                "{d '2026-11-22'} | '2026-11-22'",
            })
    void areReplaced(String sql, String plain) throws SQLException {
        assertThat(JdbcEscapes.replaced(sql)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '{d}', \"{x}\", `{y}`, [{z}] -- {fn now()}",
                "SELECT json('{\"a\":{}}') /* { */",
                "SELECT 1"
            })
    void textsNamesAndCommentsStay(String sql) throws SQLException {
        assertThat(JdbcEscapes.replaced(sql)).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT {d 2026}",
                "SELECT {x 'y'}",
                "SELECT {",
                "SELECT {}",
                "SELECT {fn}",
                "SELECT {fn left('a')}",
                "SELECT {fn locate(?, ?)}",
                "SELECT {fn convert(1)}",
                "SELECT {fn convert(1, SQL_WHAT)}",
                "SELECT {d '2026-11-22'"
            })
    void whatIsNoneIsRefusedBeforeItIsSent(String sql) {
        assertThatThrownBy(() -> JdbcEscapes.replaced(sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42000"))
                .hasMessageContaining("Nothing was sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{call p(1)}", "{? = call f(?)}"})
    void callsAreNotSupported(String sql) {
        assertThatThrownBy(() -> JdbcEscapes.replaced(sql)).isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ucase('a') | A",
                "char_length('abc') | 3",
                "ascii('A') | 65",
                "left('abc', 2) | ab",
                "right('abc', 2) | bc",
                "locate('c', 'abc') | 3",
                "ceiling(1.2)} = 2, {fn lcase(1) | 1",
                "power(2, 0.5) | 1.4142135623730951",
                "convert({fn log10(1000)}, SQL_VARCHAR) | 3.0",
                "year('2026-11-22') | 2026",
                "month({d '2026-11-02'}) | 11",
                "dayofmonth('2026-11-02') | 2",
                "hour('10:20:30') | 10",
                "minute('10:20:30') | 20",
                "second('10:20:30') | 30",
                "convert('12', SQL_INTEGER) | 12",
                "concat('a', {fn ucase('b')}) | aB",
                "ifnull(NULL, 7) | 7",
            })
    void functionsGiveWhatJdbcSays(String call, String value) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:d1:local::memory:escapes");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT {fn " + call + "}")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void theyMayBeSwitchedOffButForPreparedStatements() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:d1:local::memory:escapes");
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT {fn ucase(?)}, {d '2026-11-22'}")) {
            statement.setEscapeProcessing(false);
            assertThatThrownBy(() -> statement.execute("SELECT {d '2026-11-22'}"))
                    .isInstanceOf(SQLException.class);
            statement.setEscapeProcessing(true);
            assertThat(statement.executeQuery("SELECT {d '2026-11-22'}").next()).isTrue();
            prepared.setString(1, "x");
            ResultSet rows = prepared.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("X");
            assertThat(rows.getDate(2)).hasToString("2026-11-22");
        }
    }
}
