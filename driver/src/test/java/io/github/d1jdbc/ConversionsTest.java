package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionsTest {
    private static TestD1 d1;
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException {
        d1 = new TestD1();
        connection = d1.connect();
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        d1.close();
    }

    private static <T> @Nullable T value(String sql, Class<T> type) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + sql + " AS v")) {
            assertThat(rows.next()).isTrue();
            return rows.getObject("v", type);
        }
    }

    @Test
    void plainClasses() throws SQLException {
        assertThat(value("42", Integer.class)).isEqualTo(42);
        assertThat(value("42", Long.class)).isEqualTo(42L);
        assertThat(value("42", Short.class)).isEqualTo((short) 42);
        assertThat(value("42", Byte.class)).isEqualTo((byte) 42);
        assertThat(value("42", Double.class)).isEqualTo(42.0);
        assertThat(value("1.5", Float.class)).isEqualTo(1.5f);
        assertThat(value("1", Boolean.class)).isTrue();
        assertThat(value("42", String.class)).isEqualTo("42");
        assertThat(value("42", Object.class)).isEqualTo(42);
        assertThat(value("'1.50'", BigDecimal.class)).isEqualTo(new BigDecimal("1.50"));
        assertThat(value("'18446744073709551616'", BigInteger.class)).isEqualTo(new BigInteger("18446744073709551616"));
        assertThat(value("x'0102'", byte[].class)).containsExactly(1, 2);
        assertThat(value("'00000000-0000-0001-0000-000000000002'", UUID.class)).isEqualTo(new UUID(1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29T00:00",
        "2024-02-29 13:05, 2024-02-29T13:05",
        "2024-02-29 13:05:09, 2024-02-29T13:05:09",
        "2024-02-29T13:05:09, 2024-02-29T13:05:09",
        "2024-02-29 13:05:09.5, 2024-02-29T13:05:09.5",
        "2024-02-29T13:05:09.123456789, 2024-02-29T13:05:09.123456789",
        "13:05, 1970-01-01T13:05",
        "13:05:09.25, 1970-01-01T13:05:09.25",
        "' 2024-02-29 ', 2024-02-29T00:00"
    })
    void everyTextFormOfSqlite(String text, String expected) throws SQLException {
        assertThat(value("'" + text + "'", LocalDateTime.class)).isEqualTo(LocalDateTime.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T12:00:00Z",
                "2024-02-29 14:00:00+02:00",
                "2024-02-29 12:00Z",
                "2024-02-29 12:00:00 +00:00"
            })
    void anOffsetNamesTheInstant(String text) throws SQLException {
        Instant noon = Instant.parse("2024-02-29T12:00:00Z");
        assertThat(value("'" + text + "'", Instant.class)).isEqualTo(noon);
        assertThat(value("'" + text + "'", Timestamp.class)).isEqualTo(Timestamp.from(noon));
        OffsetDateTime time = Objects.requireNonNull(value("'" + text + "'", OffsetDateTime.class));
        assertThat(time.toInstant()).isEqualTo(noon);
        assertThat(value("'" + text + "'", LocalDateTime.class))
                .isEqualTo(LocalDateTime.ofInstant(noon, ZoneId.systemDefault()));
    }

    @Test
    void withoutAnOffsetItIsTheJvmsTimeZone() throws SQLException {
        LocalDateTime local = LocalDateTime.of(2024, 2, 29, 13, 5, 9);
        String text = "'2024-02-29 13:05:09'";
        assertThat(value(text, Timestamp.class)).isEqualTo(Timestamp.valueOf(local));
        assertThat(value(text, ZonedDateTime.class)).isEqualTo(local.atZone(ZoneId.systemDefault()));
        assertThat(value(text, LocalDate.class)).isEqualTo(local.toLocalDate());
        assertThat(value(text, LocalTime.class)).isEqualTo(local.toLocalTime());
        assertThat(value(text, Date.class)).isEqualTo(Date.valueOf("2024-02-29"));
        assertThat(value(text, Time.class)).isEqualTo(Time.valueOf("13:05:09"));
        assertThat(value(text, java.util.Date.class)).isEqualTo(Timestamp.valueOf(local));
    }

    @Test
    void anIntegerIsMillisecondsSince1970() throws SQLException {
        assertThat(value("1709208000000", Instant.class)).isEqualTo(Instant.parse("2024-02-29T12:00:00Z"));
        assertThat(value("1709208000000", LocalDateTime.class))
                .isEqualTo(LocalDateTime.ofInstant(Instant.ofEpochMilli(1709208000000L), ZoneId.systemDefault()));
    }

    @Test
    void whatSqliteItselfWritesIsRead() throws SQLException {
        assertThat(value("datetime('2024-02-29 13:05:09')", LocalDateTime.class))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 13, 5, 9));
        assertThat(value("date('2024-02-29')", LocalDate.class)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(value("time('13:05:09')", LocalTime.class)).isEqualTo(LocalTime.of(13, 5, 9));
        assertThat(value("CURRENT_TIMESTAMP", Timestamp.class)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2024-13-01", "2024-02-30", "24:61", "2024-02-29 13"})
    void whatIsNoTimeIsAnError(String text) throws SQLException {
        assertThatThrownBy(() -> value("'" + text + "'", Timestamp.class))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22018"));
    }

    @Test
    void otherClassesAreRefusedByName() {
        assertThatThrownBy(() -> value("1", Currency.class))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageContaining("java.util.Currency");
        assertThatThrownBy(() -> value("'x'", UUID.class)).hasMessageContaining("UUID");
    }
}
