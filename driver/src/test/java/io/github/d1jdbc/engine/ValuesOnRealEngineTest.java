package io.github.d1jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.GregorianCalendar;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Values that go to the real engine and come back. */
@RealD1
class ValuesOnRealEngineTest {

    private static Connection connect(D1Http.Database database) throws SQLException {
        D1Http http = database.http();
        String url = "jdbc:d1://" + http.accountId() + "/" + database.name() + "?endpoint=" + http.endpoint();
        return DriverManager.getConnection(url, "", http.token());
    }

    @Test
    void theColumnsAffinityActsAsOnLiterals(D1Http.Database database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(a, i INTEGER, r REAL, x TEXT, n NUMERIC, b BLOB)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES(?,?,?,?,?,?)")) {
                for (int i = 1; i <= 6; i++) insert.setLong(i, 42);
                insert.executeUpdate();
                for (int i = 1; i <= 6; i++) insert.setString(i, "042");
                insert.executeUpdate();
            }
            ResultSet rows = statement.executeQuery(
                    "SELECT quote(a)||quote(i)||quote(r)||quote(x)||quote(n)||quote(b)" + " FROM t");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("424242.0'42'4242");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("'042'4242.0'042'42'042'");
        }
    }

    @Test
    void theLargestBlobAndTextComeBack(D1Http.Database database) throws Exception {
        byte[] bytes = new byte[2_000_000];
        new Random(7).nextBytes(bytes);
        String text = "é".repeat(900_000) + "\u0000end";
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t(v) VALUES(?)")) {
                insert.setBinaryStream(1, new ByteArrayInputStream(bytes), bytes.length);
                insert.executeUpdate();
                insert.setCharacterStream(1, new StringReader(text));
                insert.executeUpdate();
            }
            ResultSet rows = statement.executeQuery("SELECT v FROM t ORDER BY id");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBlob(1).length()).isEqualTo(2_000_000);
            assertThat(Arrays.equals(rows.getBytes(1), bytes)).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1).equals(text)).isTrue();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void manyLongValuesFitIntoOneStatement(D1Http.Database database) throws SQLException {
        String marks = String.join(",", Collections.nCopies(500, "(?,?,?)"));
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT, b BLOB)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES" + marks)) {
                for (int i = 0; i < 500; i++) {
                    insert.setInt(3 * i + 1, i);
                    insert.setString(3 * i + 2, ("\"\\\n'😀" + i).repeat(40));
                    insert.setBytes(
                            3 * i + 3, ("blob" + i).repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
                assertThat(insert.executeUpdate()).isEqualTo(500);
            }
            ResultSet rows = statement.executeQuery("SELECT id, x, b FROM t ORDER BY id");
            for (int i = 0; i < 500; i++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(2)).isEqualTo(("\"\\\n'😀" + i).repeat(40));
                assertThat(rows.getString(3)).isEqualTo(("blob" + i).repeat(20));
            }
        }
    }

    @Test
    void timesCompareWithTheEnginesOwn(D1Http.Database database) throws SQLException {
        Calendar tokyo = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
        Instant instant = Instant.parse("2024-02-29T12:00:00.123456Z");
        try (Connection connection = connect(database);
                PreparedStatement query = connection.prepareStatement("SELECT ?, ?, ?, unixepoch(?), unixepoch(?),"
                        + " julianday('2024-02-29 18:00:00'), datetime('2024-02-29 13:05:09')")) {
            query.setTimestamp(1, Timestamp.from(instant), tokyo);
            query.setObject(2, instant);
            query.setObject(3, OffsetDateTime.parse("2024-02-29T13:00:00.123456+01:00"));
            query.setObject(4, instant);
            query.setObject(5, OffsetDateTime.parse("2024-02-29T13:00:00.123456+01:00"));
            ResultSet row = query.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(row.getTimestamp(1, tokyo).toInstant()).isEqualTo(instant);
            assertThat(row.getString(1)).isEqualTo("2024-02-29 21:00:00.123456");
            assertThat(row.getObject(2, Instant.class)).isEqualTo(instant);
            assertThat(row.getObject(3, OffsetDateTime.class))
                    .isEqualTo(OffsetDateTime.parse("2024-02-29T13:00:00.123456+01:00"));
            assertThat(row.getLong(4)).isEqualTo(instant.getEpochSecond());
            assertThat(row.getLong(5)).isEqualTo(instant.getEpochSecond());
            assertThat(row.getObject(6, Instant.class)).isEqualTo(Instant.parse("2024-02-29T18:00:00Z"));
            assertThat(row.getObject(7, LocalDateTime.class)).isEqualTo(LocalDateTime.of(2024, 2, 29, 13, 5, 9));
        }
    }
}
