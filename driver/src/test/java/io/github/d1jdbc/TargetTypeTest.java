package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTypeTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2024, 2, 29, 13, 5, 9);

    private static Arguments row(Object value, int type, String literal) {
        return Arguments.of(value, type, -1, literal);
    }

    private static Arguments row(Object value, int type, int scale, String literal) {
        return Arguments.of(value, type, scale, literal);
    }

    static List<Arguments> conversions() {
        return List.of(
                row("42", Types.INTEGER, "(42)"),
                row(" -7 ", Types.BIGINT, "(-7)"),
                row(42.0, Types.SMALLINT, "(42)"),
                row(true, Types.TINYINT, "(1)"),
                row(new BigDecimal("1E+3"), Types.BIGINT, "(1000)"),
                row(BigInteger.valueOf(Long.MIN_VALUE), Types.BIGINT, "(-9223372036854775807-1)"),
                row("true", Types.BOOLEAN, "(1)"),
                row("FALSE", Types.BIT, "(0)"),
                row(0.5, Types.BOOLEAN, "(1)"),
                row("0", Types.BOOLEAN, "(0)"),
                row("1.5", Types.DOUBLE, "(1.5)"),
                row(7, Types.REAL, "(7.0)"),
                row(0.1f, Types.FLOAT, "(0.1)"),
                row(new BigDecimal("1e400"), Types.DOUBLE, "(9e999)"),
                row("12.50", Types.DECIMAL, "'12.50'"),
                row(new BigDecimal("12.345"), Types.DECIMAL, 2, "'12.35'"),
                row(12.345, Types.NUMERIC, 1, "'12.3'"),
                row(12.5, Types.NUMERIC, "(12.5)"),
                row(7, Types.NUMERIC, "(7)"),
                row(7, Types.NUMERIC, 2, "'7.00'"),
                row(42, Types.VARCHAR, "'42'"),
                row(true, Types.CHAR, "'true'"),
                row(new BigDecimal("1.10"), Types.NVARCHAR, "'1.10'"),
                row('x', Types.LONGVARCHAR, "'x'"),
                row(new UUID(1, 2), Types.VARCHAR, "'00000000-0000-0001-0000-000000000002'"),
                row(new JdbcClob("clob"), Types.CLOB, "'clob'"),
                row(new StringReader("reader"), Types.NCLOB, "'reader'"),
                row(new StringReader("reader"), Types.CLOB, 4, "'read'"),
                row(stream("é"), Types.LONGNVARCHAR, "'é'"),
                row(TIME, Types.VARCHAR, "'2024-02-29 13:05:09'"),
                row(new byte[] {1}, Types.BLOB, "X'01'"),
                row(stream("ab"), Types.BINARY, 1, "X'61'"),
                row(new JdbcBlob(new byte[] {2}), Types.VARBINARY, "X'02'"),
                row(new UUID(1, 2), Types.LONGVARBINARY, "X'00000000000000010000000000000002'"),
                row(TIME, Types.DATE, "'2024-02-29'"),
                row(TIME, Types.TIME, "'13:05:09'"),
                row(Timestamp.valueOf(TIME), Types.DATE, "'2024-02-29'"),
                row(new GregorianCalendar(2024, 1, 29, 13, 5, 9), Types.TIMESTAMP, "'2024-02-29 13:05:09'"),
                row(java.util.Date.from(Timestamp.valueOf(TIME).toInstant()), Types.TIME, "'13:05:09'"),
                row(LocalDate.of(2024, 2, 29), Types.TIMESTAMP, "'2024-02-29 00:00:00'"),
                row(LocalTime.of(13, 5), Types.TIME, "'13:05:00'"),
                row(Time.valueOf("13:05:09"), Types.TIMESTAMP, "'1970-01-01 13:05:09'"),
                row("2024-02-29T13:05", Types.TIMESTAMP, "'2024-02-29T13:05'"),
                row(Instant.parse("2024-02-29T13:05:09Z"), Types.TIMESTAMP, "'2024-02-29 13:05:09Z'"),
                row(
                        OffsetDateTime.parse("2024-02-29T13:05:09+02:00"),
                        Types.TIMESTAMP_WITH_TIMEZONE,
                        "'2024-02-29 13:05:09+02:00'"),
                row(new Timestamp(0), Types.TIMESTAMP_WITH_TIMEZONE, "'1970-01-01 00:00:00Z'"),
                row(
                        java.util.Date.from(Instant.ofEpochMilli(1500)),
                        Types.TIMESTAMP_WITH_TIMEZONE,
                        "'1970-01-01 00:00:01.5Z'"),
                row(OffsetTime.parse("13:05:09+02:00"), Types.TIME_WITH_TIMEZONE, "'13:05:09+02:00'"),
                row("anything", Types.NULL, "NULL"),
                row("x", Types.OTHER, "'x'"),
                row(5, Types.JAVA_OBJECT, "(5)"),
                row(5, 3003, "(5)"));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource
    void conversions(Object value, int type, int scale, String literal) throws SQLException {
        assertThat(TargetType.convert(value, type, scale, 1).literal()).isEqualTo(literal);
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of("x", Types.INTEGER, "22018"),
                Arguments.of("", Types.DOUBLE, "22018"),
                Arguments.of("0x10", Types.BIGINT, "22018"),
                Arguments.of(1.5, Types.INTEGER, "22003"),
                Arguments.of("9223372036854775808", Types.BIGINT, "22003"),
                Arguments.of(new BigDecimal("1E+1000000000"), Types.BIGINT, "22003"),
                Arguments.of(Double.NaN, Types.DOUBLE, "22023"),
                Arguments.of(Double.NaN, Types.INTEGER, "22018"),
                Arguments.of(new byte[1], Types.INTEGER, "22018"),
                Arguments.of("perhaps", Types.BOOLEAN, "22018"),
                Arguments.of(new byte[1], Types.VARCHAR, "22018"),
                Arguments.of("x", Types.BLOB, "22018"),
                Arguments.of("yesterday", Types.DATE, "22018"),
                Arguments.of(5, Types.TIMESTAMP, "22018"));
    }

    @ParameterizedTest
    @MethodSource
    void refusals(Object value, int type, String state) {
        assertThatThrownBy(() -> TargetType.convert(value, type, -1, 3))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
                .hasMessageContaining("Parameter 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {Types.ARRAY, Types.STRUCT, Types.REF, Types.ROWID, Types.SQLXML, Types.REF_CURSOR})
    void typesThatSqliteLacksAreRefusedByName(int type) {
        assertThatThrownBy(() -> TargetType.convert("x", type, -1, 1))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageContaining(java.sql.JDBCType.valueOf(type).getName());
    }

    @Test
    void theRefusedValueIsNotQuoted() {
        assertThatThrownBy(() -> TargetType.convert("4711-secret", Types.INTEGER, -1, 1))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711"));
    }
}
