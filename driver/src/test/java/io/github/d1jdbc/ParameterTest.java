package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParameterTest {

    private static String literal(Object value) throws SQLException {
        return Parameter.of(value, 1).literal();
    }

    @Test
    void integersAreParenthesised() throws SQLException {
        assertThat(literal(42)).isEqualTo("(42)");
        assertThat(literal(-3L)).isEqualTo("(-3)");
        assertThat(literal((short) 7)).isEqualTo("(7)");
        assertThat(literal((byte) -1)).isEqualTo("(-1)");
        assertThat(literal(true)).isEqualTo("(1)");
        assertThat(literal(Long.MAX_VALUE)).isEqualTo("(9223372036854775807)");
        assertThat(literal(Long.MIN_VALUE)).isEqualTo("(-9223372036854775807-1)");
    }

    @Test
    void realsStayReals() throws SQLException {
        assertThat(literal(1.0)).isEqualTo("(1.0)");
        assertThat(literal(-2.5e300)).isEqualTo("(-2.5E300)");
        assertThat(literal(0.1f)).isEqualTo("(0.1)");
        assertThat(literal(Double.POSITIVE_INFINITY)).isEqualTo("(9e999)");
        assertThat(literal(Float.NEGATIVE_INFINITY)).isEqualTo("(-9e999)");
    }

    @Test
    void notANumberIsRefused() {
        for (Object nan : List.of(Double.NaN, Float.NaN)) {
            assertThatThrownBy(() -> Parameter.of(nan, 3))
                    .hasMessageContaining("Parameter 3 is NaN")
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
        }
    }

    @Test
    void textIsQuotedOnce() throws SQLException {
        assertThat(literal("it's")).isEqualTo("'it''s'");
        assertThat(literal("")).isEqualTo("''");
        assertThat(literal('x')).isEqualTo("'x'");
        assertThat(literal(Locale.Category.DISPLAY)).isEqualTo("'DISPLAY'");
        assertThat(literal(new UUID(1, 2))).isEqualTo("'00000000-0000-0001-0000-000000000002'");
    }

    @Test
    void textWithANulGoesByItsBytes() throws SQLException {
        assertThat(literal("a\u0000é")).isEqualTo("CAST(X'6100c3a9' AS TEXT)");
    }

    @Test
    void halfASurrogatePairIsRefused() throws SQLException {
        assertThatThrownBy(() -> Parameter.of("a\ud83d", 1)).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> Parameter.of("\ude00b", 1)).hasMessageContaining("surrogate");
        assertThat(literal("😀")).isEqualTo("'😀'");
    }

    @Test
    void blobsAreCopied() throws SQLException {
        byte[] bytes = {0, -1};
        Parameter parameter = Parameter.of(bytes, 1);
        bytes[0] = 9;
        assertThat(parameter.literal()).isEqualTo("X'00ff'");
    }

    @Test
    void bigNumbersAreIntegersOrGoAsTextOfWhichTheColumnMakesANumber() throws SQLException {
        assertThat(Parameter.of(new BigDecimal("42"), 1)).isEqualTo(new Parameter.Int(42));
        assertThat(Parameter.of(BigInteger.valueOf(Long.MIN_VALUE), 1)).isEqualTo(new Parameter.Int(Long.MIN_VALUE));
        assertThat(Parameter.of(new BigDecimal("1E+1000000000"), 1)).isEqualTo(new Parameter.Text("1E+1000000000"));
        assertThat(Parameter.of(new BigDecimal("12.50"), 1)).isEqualTo(new Parameter.Text("12.50"));
        assertThat(Parameter.of(new BigInteger("18446744073709551616"), 1))
                .isEqualTo(new Parameter.Text("18446744073709551616"));
    }

    @Test
    void timesAreWrittenAsSqliteWritesThem() throws SQLException {
        LocalDateTime time = LocalDateTime.of(2024, 2, 29, 13, 5, 9);
        assertThat(literal(time)).isEqualTo("'2024-02-29 13:05:09'");
        assertThat(literal(time.plusNanos(120_000_000))).isEqualTo("'2024-02-29 13:05:09.12'");
        assertThat(literal(time.plusNanos(1))).isEqualTo("'2024-02-29 13:05:09.000000001'");
        assertThat(literal(Timestamp.valueOf(time))).isEqualTo("'2024-02-29 13:05:09'");
        assertThat(literal(LocalDate.of(2024, 2, 29))).isEqualTo("'2024-02-29'");
        assertThat(literal(Date.valueOf("2024-02-29"))).isEqualTo("'2024-02-29'");
        assertThat(literal(LocalTime.of(13, 5))).isEqualTo("'13:05:00'");
        assertThat(literal(Time.valueOf("13:05:09"))).isEqualTo("'13:05:09'");
        assertThat(literal(OffsetDateTime.parse("2024-02-29T13:05:09+02:00"))).isEqualTo("'2024-02-29 13:05:09+02:00'");
        assertThat(literal(Instant.parse("2024-02-29T13:05:09.5Z"))).isEqualTo("'2024-02-29 13:05:09.5Z'");
    }

    @Test
    void anUnknownClassIsNamed() {
        assertThatThrownBy(() -> Parameter.of(TimeUnit.class, 1))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageContaining("java.lang.Class");
    }

    @Test
    void nullIsALiteralToo() {
        assertThat(Parameter.Null.INSTANCE.literal()).isEqualTo("NULL");
    }

    @Test
    void noParameterShowsItsValue() throws SQLException {
        for (Object value : List.of(4711, 47.11, "4711", new byte[] {47, 11})) {
            assertThat(Parameter.of(value, 1).toString()).contains("***").doesNotContain("47");
        }
    }
}
