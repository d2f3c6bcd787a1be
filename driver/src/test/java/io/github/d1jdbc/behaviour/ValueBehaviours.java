package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;

/** What is stored when a value is bound, read past the driver, and whether it comes back. */
final class ValueBehaviours {
    private ValueBehaviours() {}

    /** Binds the first parameter. */
    interface Binding {
        void bind(PreparedStatement s) throws Exception;
    }

    /** Stores one value in a column of a declared type (or none); gives typeof and the value as SQLite quotes it. */
    private static String stored(D1 d1, String type, Binding binding) throws Exception {
        d1.run("CREATE TABLE t (a " + type + ")");
        try (PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?)")) {
            binding.bind(s);
            assertThat(s.executeUpdate()).isOne();
        }
        return d1.truth("SELECT typeof(a) || ' ' || quote(a) FROM t").get(0) + "";
    }

    /** The stored value read back. */
    private static ResultSet back(D1 d1) throws SQLException {
        return d1.row("SELECT a FROM t");
    }

    private static void stores(Table t, String name, String type, Binding binding, String expected) {
        t.row(name, d1 -> assertThat(stored(d1, type, binding)).isEqualTo(expected));
    }

    static Table table() {
        Table t = new Table("value");
        numbers(t);
        texts(t);
        times(t);
        objects(t);
        return t;
    }

    private static void numbers(Table t) {
        stores(t, "int-into-text-column-is-42", "TEXT", s -> s.setInt(1, 42), "text '42'");
        stores(t, "int-into-untyped-is-integer", "", s -> s.setInt(1, 42), "integer 42");
        stores(t, "int-into-real-column-is-real", "REAL", s -> s.setInt(1, 42), "real 42.0");
        stores(t, "long-minimum", "", s -> s.setLong(1, Long.MIN_VALUE), "integer " + Long.MIN_VALUE);
        stores(t, "long-maximum", "", s -> s.setLong(1, Long.MAX_VALUE), "integer " + Long.MAX_VALUE);
        stores(t, "long-2e53-plus-1-write", "", s -> s.setLong(1, 9007199254740993L), "integer 9007199254740993");
        stores(t, "byte-and-short", "", s -> s.setShort(1, (short) -7), "integer -7");
        stores(t, "boolean-is-1", "", s -> s.setBoolean(1, true), "integer 1");
        stores(t, "double", "", s -> s.setDouble(1, 0.1), "real 0.1");
        stores(t, "whole-double-stays-real", "", s -> s.setDouble(1, 10.0), "real 10.0");
        stores(t, "double-maximum", "", s -> s.setDouble(1, Double.MAX_VALUE), "real 1.7976931348623157e+308");
        stores(t, "float-keeps-its-digits", "REAL", s -> s.setFloat(1, 0.5f), "real 0.5");
        t.row("set-double-nan-rejected-or-null", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ?");
            fails("22", () -> s.setDouble(1, Double.NaN));
            fails("22", () -> s.setObject(1, Float.NaN));
        });
        stores(t, "infinity-is-stored", "REAL", s -> s.setDouble(1, Double.NEGATIVE_INFINITY), "real -9.0e+999");
        t.row("set-big-decimal-exact", d1 -> {
            stored(d1, "TEXT", s -> s.setBigDecimal(1, new BigDecimal("123456789012345678.90")));
            assertThat(back(d1).getBigDecimal(1)).isEqualTo(new BigDecimal("123456789012345678.90"));
        });
        stores(
                t,
                "whole-big-decimal-into-integer",
                "INTEGER",
                s -> s.setBigDecimal(1, new BigDecimal("42")),
                "integer 42");
        t.row("big-integer-beyond-long-keeps-digits", d1 -> {
            BigInteger value = new BigInteger("123456789012345678901234567890");
            stored(d1, "TEXT", s -> s.setObject(1, value));
            assertThat(back(d1).getString(1)).isEqualTo(value.toString());
        });
        stores(t, "null-of-any-type", "", s -> s.setNull(1, Types.INTEGER), "null NULL");
        stores(t, "null-object", "", s -> s.setObject(1, null), "null NULL");
        stores(t, "null-string", "", s -> s.setString(1, null), "null NULL");
        stores(t, "null-with-a-type-name", "", s -> s.setNull(1, Types.STRUCT, "x"), "null NULL");
    }

    private static void texts(Table t) {
        stores(t, "text-with-quotes", "", s -> s.setString(1, "it's; -- \"x\""), "text 'it''s; -- \"x\"'");
        stores(t, "text-of-digits-stays-text", "", s -> s.setString(1, "42"), "text '42'");
        stores(t, "text-of-digits-into-integer", "INTEGER", s -> s.setString(1, "42"), "integer 42");
        t.row("text-of-any-script", d1 -> {
            String text = "Zürich 東京 🦆 \u0001\t\r\n \\n end";
            stored(d1, "TEXT", s -> s.setString(1, text));
            assertThat(d1.truth("SELECT a FROM t")).containsExactly(text);
            assertThat(back(d1).getString(1)).isEqualTo(text);
        });
        t.row("text-with-nul", d1 -> {
            stored(d1, "TEXT", s -> s.setString(1, "a\0b"));
            assertThat(d1.truth("SELECT hex(a) FROM t")).containsExactly("610062");
            assertThat(back(d1).getString(1)).isEqualTo("a\0b");
        });
        t.row("empty-text-is-not-null", d1 -> {
            stored(d1, "TEXT", s -> s.setString(1, ""));
            assertThat(back(d1).getString(1)).isEmpty();
        });
        t.row("text-of-a-megabyte", d1 -> {
            String text = "ab'\n".repeat(250_000);
            stored(d1, "TEXT", s -> s.setString(1, text));
            assertThat(back(d1).getString(1)).isEqualTo(text);
        });
        stores(t, "n-string", "", s -> s.setNString(1, "ü"), "text 'ü'");
        stores(t, "bytes", "", s -> s.setBytes(1, new byte[] {0, 1, -1}), "blob X'0001FF'");
        stores(t, "no-bytes", "", s -> s.setBytes(1, new byte[0]), "blob X''");
        stores(t, "bytes-into-text-column-stay-bytes", "TEXT", s -> s.setBytes(1, new byte[] {65}), "blob X'41'");
        t.row("bytes-of-two-million", d1 -> {
            byte[] bytes = new byte[2_000_000];
            Arrays.fill(bytes, (byte) 0xA5);
            d1.run("CREATE TABLE t (a)");
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?)");
            s.setBytes(1, bytes);
            s.executeUpdate();
            assertThat(d1.truth("SELECT length(a) FROM t")).containsExactly("2000000");
            assertThat(d1.row("SELECT length(a), substr(a, 1999999) FROM t").getBytes(2))
                    .containsExactly(0xA5, 0xA5);
        });
        t.row("set-blob-get-blob", d1 -> {
            Blob blob = d1.connection.createBlob();
            blob.setBytes(1, new byte[] {9, 8, 7});
            assertThat(stored(d1, "BLOB", s -> s.setBlob(1, blob))).isEqualTo("blob X'090807'");
            assertThat(back(d1).getBlob(1).getBytes(1, 3)).containsExactly(9, 8, 7);
        });
        t.row("set-binary-stream", d1 -> {
            byte[] bytes = {1, 2, 3, 4, 5};
            assertThat(stored(d1, "BLOB", s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes), 3)))
                    .isEqualTo("blob X'010203'");
            assertThat(back(d1).getBinaryStream(1).readAllBytes()).containsExactly(1, 2, 3);
        });
        stores(
                t,
                "binary-stream-without-length",
                "BLOB",
                s -> s.setBinaryStream(1, new ByteArrayInputStream(new byte[] {1, 2})),
                "blob X'0102'");
        stores(
                t,
                "character-stream",
                "TEXT",
                s -> s.setCharacterStream(1, new StringReader("abcdef"), 4),
                "text 'abcd'");
        stores(
                t,
                "ascii-stream",
                "TEXT",
                s -> s.setAsciiStream(1, new ByteArrayInputStream("abc".getBytes(StandardCharsets.US_ASCII))),
                "text 'abc'");
        t.row("set-clob-get-clob", d1 -> {
            Clob clob = d1.connection.createClob();
            clob.setString(1, "text");
            assertThat(stored(d1, "TEXT", s -> s.setClob(1, clob))).isEqualTo("text 'text'");
            assertThat(back(d1).getClob(1).getSubString(1, 4)).isEqualTo("text");
        });
        stores(t, "clob-from-a-reader", "TEXT", s -> s.setClob(1, new StringReader("xyz")), "text 'xyz'");
        stores(
                t,
                "blob-from-a-stream",
                "BLOB",
                s -> s.setBlob(1, new ByteArrayInputStream(new byte[] {5})),
                "blob X'05'");
    }

    private static void times(Table t) {
        stores(t, "date", "", s -> s.setDate(1, Date.valueOf("2026-11-22")), "text '2026-11-22'");
        t.row("time-comes-back", d1 -> {
            stored(d1, "", s -> s.setTime(1, Time.valueOf("13:14:15")));
            assertThat(back(d1).getTime(1)).isEqualTo(Time.valueOf("13:14:15"));
        });
        t.row("date-is-understood-by-sqlite", d1 -> {
            stored(d1, "", s -> s.setTimestamp(1, Timestamp.valueOf("2026-11-22 13:14:15.5")));
            assertThat(d1.truth("SELECT strftime('%Y-%m-%d %H:%M:%f', a) FROM t"))
                    .containsExactly("2026-11-22 13:14:15.500");
        });
        t.row("timestamp-micros-roundtrip", d1 -> {
            Timestamp at = Timestamp.valueOf("2026-11-22 13:14:15.123456");
            stored(d1, "", s -> s.setTimestamp(1, at));
            assertThat(back(d1).getTimestamp(1)).isEqualTo(at);
        });
        t.row("timestamp-calendar-used", d1 -> {
            Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
            Timestamp at = Timestamp.from(Instant.parse("2026-11-22T00:00:00Z"));
            stored(d1, "", s -> s.setTimestamp(1, at, tokyo));
            assertThat(d1.truth("SELECT a FROM t").get(0))
                    .startsWith("2026-11-22")
                    .contains("09:00:00");
            assertThat(back(d1).getTimestamp(1, tokyo)).isEqualTo(at);
        });
        t.row("date-with-calendar", d1 -> {
            Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
            Date date = new Date(Instant.parse("2026-11-22T12:00:00Z").toEpochMilli());
            assertThat(stored(d1, "", s -> s.setDate(1, date, utc))).isEqualTo("text '2026-11-22'");
        });
        comesBack(t, "set-object-local-date", LocalDate.of(2026, 11, 22), LocalDate.class);
        comesBack(t, "set-object-local-time", LocalTime.of(13, 14, 15, 123_000_000), LocalTime.class);
        comesBack(
                t,
                "set-object-local-date-time",
                LocalDateTime.of(2026, 11, 22, 1, 2, 3, 4_005_000),
                LocalDateTime.class);
        comesBack(t, "set-object-instant", Instant.parse("2026-11-22T10:20:30.123456Z"), Instant.class);
        t.row("set-object-offset-date-time", d1 -> {
            OffsetDateTime at = OffsetDateTime.of(2026, 11, 22, 1, 2, 3, 0, ZoneOffset.ofHours(9));
            stored(d1, "", s -> s.setObject(1, at));
            // The same instant: SQLite's own functions know no offset, so the text is UTC.
            assertThat(back(d1).getObject(1, OffsetDateTime.class).toInstant()).isEqualTo(at.toInstant());
            assertThat(d1.truth("SELECT unixepoch(a) FROM t")).containsExactly(String.valueOf(at.toEpochSecond()));
        });
        t.row(
                "local-date-is-stored-as-sqlite-writes-it",
                d1 -> assertThat(stored(d1, "", s -> s.setObject(1, LocalDate.of(2026, 1, 2))))
                        .isEqualTo("text '2026-01-02'"));
    }

    private static <T> void comesBack(Table t, String name, T value, Class<T> type) {
        t.row(name, d1 -> {
            stored(d1, "", s -> s.setObject(1, value));
            assertThat(back(d1).getObject(1, type)).isEqualTo(value);
        });
    }

    private static void objects(Table t) {
        comesBack(t, "set-object-uuid", UUID.fromString("00000000-1111-2222-3333-444444444444"), UUID.class);
        comesBack(t, "set-object-big-decimal", new BigDecimal("0.10"), BigDecimal.class);
        comesBack(t, "set-object-big-integer", new BigInteger("12345678901234567890"), BigInteger.class);
        stores(t, "set-object-string", "", s -> s.setObject(1, "x"), "text 'x'");
        stores(t, "set-object-integer", "", s -> s.setObject(1, 5), "integer 5");
        stores(t, "set-object-boolean", "", s -> s.setObject(1, (Object) false), "integer 0");
        stores(t, "set-object-bytes", "", s -> s.setObject(1, new byte[] {1}), "blob X'01'");
        stores(t, "set-object-character", "", s -> s.setObject(1, 'c'), "text 'c'");
        t.row("set-object-target-type", d1 -> {
            d1.run("CREATE TABLE t (a)");
            PreparedStatement s = d1.prepare("INSERT INTO t VALUES (?)");
            for (Object[] pair : new Object[][] {{"42", Types.INTEGER}, {42, Types.VARCHAR}, {"1.5", Types.DOUBLE}}) {
                s.setObject(1, pair[0], (Integer) pair[1]);
                s.executeUpdate();
            }
            assertThat(d1.truth("SELECT typeof(a) || ' ' || a FROM t ORDER BY rowid"))
                    .containsExactly("integer 42", "text 42", "real 1.5");
        });
        stores(t, "set-object-jdbc-type", "", s -> s.setObject(1, "7", JDBCType.BIGINT), "integer 7");
        stores(
                t,
                "set-object-with-scale",
                "TEXT",
                s -> s.setObject(1, new BigDecimal("1.239"), Types.DECIMAL, 2),
                "text '1.24'");
        t.row(
                "set-object-bad-number",
                d1 -> fails("22", () -> d1.prepare("SELECT ?").setObject(1, "x", Types.INTEGER)));
        t.row(
                "set-object-of-an-unknown-class",
                d1 -> fails("22|07|HYC00", () -> d1.prepare("SELECT ?").setObject(1, new Object())));
        t.row(
                "set-array-is-refused",
                d1 -> fails("HYC00", () -> d1.prepare("SELECT ?").setArray(1, null)));
        t.row("half-a-surrogate-pair-is-refused", d1 -> {
            PreparedStatement s = d1.prepare("SELECT ?");
            fails("22", () -> {
                s.setString(1, "\uD83E");
                s.executeQuery();
            });
        });
        t.row("values-compare-as-they-are-stored", d1 -> {
            d1.run("CREATE TABLE t (a TEXT, b INTEGER, c)", "INSERT INTO t VALUES ('042', 42, 42)");
            PreparedStatement s = d1.prepare("SELECT (a = ?), (b = ?), (c = ?), (c = ?) FROM t");
            s.setInt(1, 42);
            s.setString(2, "42");
            s.setLong(3, 42);
            s.setString(4, "42");
            ResultSet rows = s.executeQuery();
            rows.next();
            assertThat(List.of(rows.getInt(1), rows.getInt(2), rows.getInt(3), rows.getInt(4)))
                    .containsExactly(0, 1, 1, 0);
        });
    }
}
