package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterOverloadsTest {
    private static final Calendar TOKYO = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
    private static final Timestamp NOON = Timestamp.from(Instant.parse("2024-02-29T12:00:00.123456Z"));

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

    private interface Setter {
        void on(PreparedStatement statement) throws SQLException;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments row(String stored, Setter setter) {
        return Arguments.of(stored, setter);
    }

    @SuppressWarnings("deprecation") // setUnicodeStream is one of them
    static List<Arguments> everySetter() {
        return List.of(
                row("null|NULL", s -> s.setNull(1, Types.VARCHAR)),
                row("null|NULL", s -> s.setNull(1, Types.SQLXML, "x")),
                row("null|NULL", s -> s.setNull(1, 4711)),
                row("integer|1", s -> s.setBoolean(1, true)),
                row("integer|-1", s -> s.setByte(1, (byte) -1)),
                row("integer|7", s -> s.setShort(1, (short) 7)),
                row("integer|42", s -> s.setInt(1, 42)),
                row("integer|9223372036854775807", s -> s.setLong(1, Long.MAX_VALUE)),
                row("integer|-9223372036854775808", s -> s.setLong(1, Long.MIN_VALUE)),
                row("real|0.1", s -> s.setFloat(1, 0.1f)),
                row("real|1.0", s -> s.setDouble(1, 1)),
                row("text|'12.50'", s -> s.setBigDecimal(1, new BigDecimal("12.50"))),
                row("integer|12", s -> s.setBigDecimal(1, new BigDecimal("12"))),
                row("text|'18446744073709551616'", s -> s.setObject(1, BigInteger.TWO.pow(64))),
                row("integer|8", s -> s.setObject(1, new AtomicLong(8))),
                row("text|'it''s'", s -> s.setString(1, "it's")),
                row("text|'é'", s -> s.setNString(1, "é")),
                row("null|NULL", s -> s.setString(1, null)),
                row("blob|X'00FF'", s -> s.setBytes(1, new byte[] {0, -1})),
                row("null|NULL", s -> s.setBytes(1, null)),
                row("text|'2024-02-29'", s -> s.setDate(1, Date.valueOf("2024-02-29"))),
                row("text|'2024-02-29'", s -> s.setDate(1, new Date(NOON.getTime()), TOKYO)),
                row("text|'13:05:09'", s -> s.setTime(1, Time.valueOf("13:05:09"))),
                row("text|'21:00:00.123'", s -> s.setTime(1, new Time(NOON.getTime()), TOKYO)),
                row("text|'2024-02-29 13:05:09'", s -> s.setTimestamp(1, Timestamp.valueOf("2024-02-29 13:05:09"))),
                row("text|'2024-02-29 21:00:00.123456'", s -> s.setTimestamp(1, NOON, TOKYO)),
                row("null|NULL", s -> s.setTimestamp(1, null, TOKYO)),
                row("text|'2024-02-29 12:00:00.123456Z'", s -> s.setObject(1, NOON.toInstant())),
                row("text|'https://example.org/a'", s -> s.setURL(1, url())),
                row("blob|X'6162'", s -> s.setBlob(1, new JdbcBlob(new byte[] {'a', 'b'}))),
                row("blob|X'6162'", s -> s.setBlob(1, stream("ab"))),
                row("blob|X'61'", s -> s.setBlob(1, stream("ab"), 1)),
                row("blob|X'6162'", s -> s.setBinaryStream(1, stream("ab"))),
                row("blob|X'61'", s -> s.setBinaryStream(1, stream("ab"), 1)),
                row("blob|X'61'", s -> s.setBinaryStream(1, stream("ab"), 1L)),
                row("null|NULL", s -> s.setBinaryStream(1, null)),
                row("text|'ab'", s -> s.setClob(1, new JdbcClob("ab"))),
                row("text|'ab'", s -> s.setNClob(1, (NClob) new JdbcClob("ab"))),
                row("text|'ab'", s -> s.setClob(1, new StringReader("ab"))),
                row("text|'a'", s -> s.setClob(1, new StringReader("ab"), 1)),
                row("text|'ab'", s -> s.setNClob(1, new StringReader("ab"))),
                row("text|'a'", s -> s.setNClob(1, new StringReader("ab"), 1)),
                row("text|'ab'", s -> s.setAsciiStream(1, stream("ab"))),
                row("text|'a'", s -> s.setAsciiStream(1, stream("ab"), 1)),
                row("text|'a'", s -> s.setAsciiStream(1, stream("ab"), 1L)),
                row("text|'é'", s -> s.setUnicodeStream(1, stream("é!"), 2)),
                row("text|'ab'", s -> s.setCharacterStream(1, new StringReader("ab"))),
                row("text|'a'", s -> s.setCharacterStream(1, new StringReader("ab"), 1)),
                row("text|'a'", s -> s.setCharacterStream(1, new StringReader("ab"), 1L)),
                row("text|'ab'", s -> s.setNCharacterStream(1, new StringReader("ab"))),
                row("text|'a'", s -> s.setNCharacterStream(1, new StringReader("ab"), 1)),
                row("integer|42", s -> s.setObject(1, "42", Types.INTEGER)),
                row("text|'1.50'", s -> s.setObject(1, 1.5, JDBCType.DECIMAL, 2)),
                row("text|'42'", s -> s.setObject(1, 42, JDBCType.VARCHAR)),
                row("null|NULL", s -> s.setObject(1, null, Types.DATE)),
                row("null|NULL", s -> s.setObject(1, null)));
    }

    private static URL url() throws SQLException {
        try {
            return new URL("https://example.org/a");
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource
    void everySetter(String stored, Setter setter) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT typeof(?1)||'|'||quote(?1)")) {
            setter.on(query);
            assertThat(TestD1.column(query.executeQuery())).containsExactly(stored);
        }
    }

    static List<Arguments> refused() {
        return List.of(
                row("setArray", s -> s.setArray(1, null)),
                row("setRef", s -> s.setRef(1, null)),
                row("setRowId", s -> s.setRowId(1, null)),
                row("setSQLXML", s -> s.setSQLXML(1, null)),
                row("ARRAY", s -> s.setObject(1, "x", Types.ARRAY)),
                row("java.lang.Object", s -> s.setObject(1, new Object())));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String name, Setter setter) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT ?")) {
            assertThatThrownBy(() -> setter.on(query))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aStreamForNoParameterIsNotRead() throws Exception {
        try (PreparedStatement query = connection.prepareStatement("SELECT ?")) {
            InputStream stream = stream("ab");
            assertThatThrownBy(() -> query.setBinaryStream(2, stream)).hasMessageContaining("no parameter 2");
            assertThatThrownBy(() -> query.setObject(2, stream)).hasMessageContaining("no parameter 2");
            assertThat(stream.available()).isEqualTo(2);
            assertThatThrownBy(() -> query.setBinaryStream(1, stream, -1)).hasMessageContaining("negative");
            assertThatThrownBy(() -> query.setBinaryStream(1, stream, 3)).hasMessageContaining("ended after 2");
            assertThatThrownBy(query::executeQuery).hasMessageContaining("Parameter 1 has no value");
        }
    }

    @Test
    void createdLobsAreBoundAndComeBack() throws Exception {
        Blob blob = connection.createBlob();
        blob.setBytes(1, new byte[] {1, 2, 3});
        Clob clob = connection.createClob();
        clob.setString(1, "text");
        NClob nclob = connection.createNClob();
        nclob.setString(1, "näher");
        try (PreparedStatement query = connection.prepareStatement("SELECT ? AS a, ? AS b, ? AS c")) {
            query.setBlob(1, blob);
            query.setClob(2, clob);
            query.setNClob(3, nclob);
            ResultSet row = query.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(row.getBlob("a").getBytes(1, 3)).containsExactly(1, 2, 3);
            assertThat(row.getClob("b").getSubString(1, 9)).isEqualTo("text");
            assertThat(row.getNClob("c").getSubString(1, 9)).isEqualTo("näher");
        }
    }

    @Test
    void metadataKnowsWhatIsSet() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT ?,?,?,?,?")) {
            query.setInt(1, 1);
            query.setDouble(2, 1);
            query.setString(3, "x");
            query.setBytes(4, new byte[1]);
            ParameterMetaData meta = query.getParameterMetaData();
            assertThat(meta.getParameterCount()).isEqualTo(5);
            StringBuilder seen = new StringBuilder();
            for (int i = 1; i <= 5; i++) {
                seen.append(JDBCType.valueOf(meta.getParameterType(i)))
                        .append(' ')
                        .append(meta.getParameterTypeName(i))
                        .append(' ')
                        .append(meta.getParameterClassName(i))
                        .append(' ')
                        .append(meta.getPrecision(i))
                        .append(meta.isSigned(i) ? " signed;" : ";");
                assertThat(meta.getScale(i)).isZero();
            }
            assertThat(seen.toString())
                    .isEqualTo("BIGINT INTEGER java.lang.Long 19 signed;"
                            + "DOUBLE REAL java.lang.Double 17 signed;"
                            + "VARCHAR TEXT java.lang.String 0;"
                            + "BLOB BLOB [B 0;"
                            + "VARCHAR TEXT java.lang.String 0;");
            assertThatThrownBy(() -> meta.getParameterType(6)).hasMessageContaining("no parameter 6");
        }
    }
}
