package io.github.d1jdbc.behaviour;

import static io.github.d1jdbc.behaviour.D1.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a getter makes of what SQLite stored. */
final class ConversionBehaviours {
    private ConversionBehaviours() {}

    /** Reads the first column of the first row. */
    interface Reading {
        @Nullable
        Object read(ResultSet rows) throws Exception;
    }

    private static void reads(Table t, String name, String expression, Reading reading, @Nullable Object expected) {
        t.row(
                name,
                d1 -> assertThat(reading.read(d1.row("SELECT " + expression))).isEqualTo(expected));
    }

    /** One expression read in many ways by both drivers. */
    private static void sameReadings(Table t, String name, String expression, Reading... readings) {
        t.same(name, (Connection c) -> {
            List<@Nullable Object> answers = new ArrayList<>();
            try (Statement s = c.createStatement();
                    ResultSet rows = s.executeQuery("SELECT " + expression)) {
                rows.next();
                for (Reading reading : readings) answers.add(reading.read(rows));
            }
            return answers;
        });
    }

    static Table table() {
        Table t = new Table("conversion");
        numbers(t);
        texts(t);
        times(t);
        return t;
    }

    private static void numbers(Table t) {
        sameReadings(
                t,
                "integer-as-every-number",
                "42",
                r -> r.getByte(1),
                r -> r.getShort(1),
                r -> r.getInt(1),
                r -> r.getLong(1),
                r -> r.getFloat(1),
                r -> r.getDouble(1),
                r -> r.getString(1),
                r -> r.getBoolean(1));
        sameReadings(t, "real-as-every-number", "2.5", r -> r.getFloat(1), r -> r.getDouble(1), r -> r.getString(1));
        sameReadings(
                t,
                "null-as-everything",
                "NULL",
                r -> r.getInt(1),
                r -> r.wasNull(),
                r -> r.getString(1),
                r -> r.getDouble(1),
                r -> r.getBytes(1),
                r -> r.getObject(1),
                r -> r.getBoolean(1),
                r -> r.wasNull());
        sameReadings(t, "text-of-a-number-as-number", "'12'", r -> r.getInt(1), r -> r.getLong(1), r -> r.getDouble(1));
        t.row("was-null-follows-the-last-get", d1 -> {
            ResultSet rows = d1.row("SELECT NULL, 0");
            assertThat(rows.getInt(1)).isZero();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.getInt(2)).isZero();
            assertThat(rows.wasNull()).isFalse();
        });
        t.row("int-overflow-error", d1 -> {
            fails("22003", () -> d1.row("SELECT 5000000000").getInt(1));
            fails("22003", () -> d1.row("SELECT 300").getByte(1));
            fails("22003", () -> d1.row("SELECT 70000").getShort(1));
            fails("22003", () -> d1.row("SELECT 1e300").getLong(1));
        });
        t.row("bad-text-as-int-error", d1 -> {
            fails("22018", () -> d1.row("SELECT 'abc'").getInt(1));
            fails("22018", () -> d1.row("SELECT 'abc'").getDouble(1));
            fails("22018", () -> d1.row("SELECT ''").getLong(1));
        });
        t.row("long-2e53-plus-1-read", d1 -> {
            ResultSet rows = d1.row("SELECT 9007199254740993, -9007199254740993, " + Long.MAX_VALUE);
            assertThat(rows.getLong(1)).isEqualTo(9007199254740993L);
            assertThat(rows.getString(2)).isEqualTo("-9007199254740993");
            assertThat(rows.getObject(3)).isEqualTo(Long.MAX_VALUE);
        });
        t.row("long-rounding-is-signalled", d1 -> {
            try (Connection c = d1.connect("&int64=fast");
                    Statement s = c.createStatement();
                    ResultSet rows = s.executeQuery("SELECT 9007199254740993")) {
                rows.next();
                fails("22003", () -> rows.getLong(1));
            }
        });
        t.row("long-from-a-table-in-a-join", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "INSERT INTO t VALUES (9007199254740993, 'x')");
            ResultSet rows = d1.row("SELECT u.id, t.id, t.a FROM t JOIN t AS u ON u.id = t.id ORDER BY t.id");
            assertThat(rows.getLong(1)).isEqualTo(9007199254740993L);
            assertThat(rows.getLong(2)).isEqualTo(9007199254740993L);
            assertThat(rows.getString(3)).isEqualTo("x");
        });
        t.row("long-from-returning", d1 -> {
            d1.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
            assertThat(d1.row("INSERT INTO t VALUES (9007199254740993) RETURNING id")
                            .getLong(1))
                    .isEqualTo(9007199254740993L);
        });
        t.row("real-as-string-is-10.0", d1 -> {
            d1.run("CREATE TABLE t (a REAL)", "INSERT INTO t VALUES (10.0)");
            assertThat(d1.row("SELECT a FROM t").getString(1)).isEqualTo("10.0");
        });
        t.row("doubles-come-back-to-the-bit", d1 -> {
            for (double value : new double[] {0.1, 1.0 / 3, Double.MIN_VALUE, Double.MAX_VALUE, 1e22, -0.5}) {
                try (var s = d1.prepare("SELECT ?")) {
                    s.setDouble(1, value);
                    ResultSet rows = s.executeQuery();
                    rows.next();
                    assertThat(rows.getDouble(1)).isEqualTo(value);
                }
            }
        });
        reads(t, "big-decimal-of-an-integer", "42", r -> r.getBigDecimal(1), new BigDecimal("42"));
        reads(t, "big-decimal-of-text", "'1.50'", r -> r.getBigDecimal(1), new BigDecimal("1.50"));
        reads(t, "boolean-of-text", "'true'", r -> r.getBoolean(1), true);
        reads(t, "boolean-of-0", "0", r -> r.getBoolean(1), false);
        reads(t, "object-as-class-long", "7", r -> r.getObject(1, Long.class), 7L);
        reads(t, "object-as-class-integer", "7", r -> r.getObject(1, Integer.class), 7);
        reads(t, "object-as-class-boolean", "1", r -> r.getObject(1, Boolean.class), true);
        reads(t, "object-as-class-double", "7", r -> r.getObject(1, Double.class), 7.0);
        reads(t, "object-as-class-string", "7", r -> r.getObject(1, String.class), "7");
        reads(t, "object-as-class-of-null", "NULL", r -> r.getObject(1, Long.class), null);
        t.row(
                "object-as-an-unknown-class",
                d1 -> fails("HYC00|22", () -> d1.row("SELECT 1").getObject(1, Thread.class)));
    }

    private static void texts(Table t) {
        sameReadings(t, "text", "'Zürich 🦆'", r -> r.getString(1), r -> r.getObject(1));
        reads(t, "n-string-is-a-string", "'ü'", r -> r.getNString(1), "ü");
        t.row(
                "blob-as-bytes",
                d1 -> assertThat(d1.row("SELECT x'0001FF'").getBytes(1)).containsExactly(0, 1, -1));
        t.row(
                "blob-as-object",
                d1 -> assertThat((byte[]) d1.row("SELECT x'0001FF'").getObject(1))
                        .containsExactly(0, 1, -1));
        t.row(
                "blob-as-class-bytes",
                d1 -> assertThat(d1.row("SELECT x'0A'").getObject(1, byte[].class))
                        .containsExactly(10));
        t.row(
                "text-as-bytes",
                d1 -> assertThat(d1.row("SELECT 'ü'").getBytes(1)).isEqualTo("ü".getBytes(StandardCharsets.UTF_8)));
        t.row("blob-that-looks-like-json", d1 -> {
            d1.run("CREATE TABLE t (a)", "INSERT INTO t VALUES (x'0B'), (x'00'), (x'5B5D')");
            ResultSet rows = d1.statement().executeQuery("SELECT a FROM t ORDER BY rowid");
            List<Integer> firsts = new ArrayList<>();
            while (rows.next()) firsts.add((int) rows.getBytes(1)[0]);
            assertThat(firsts).containsExactly(0x0B, 0, 0x5B);
        });
        t.row(
                "blob-object",
                d1 -> assertThat(d1.row("SELECT x'010203'").getBlob(1).length()).isEqualTo(3));
        t.row("blob-of-null", d1 -> assertThat(d1.row("SELECT NULL").getBlob(1)).isNull());
        t.row("binary-stream", d1 -> {
            try (InputStream in = d1.row("SELECT x'010203'").getBinaryStream(1)) {
                assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
            }
        });
        t.row(
                "clob-object",
                d1 -> assertThat(d1.row("SELECT 'abc'").getClob(1).getSubString(1, 3))
                        .isEqualTo("abc"));
        t.row("characters-stream", d1 -> {
            try (Reader in = d1.row("SELECT 'abc'").getCharacterStream(1)) {
                char[] chars = new char[5];
                assertThat(in.read(chars)).isEqualTo(3);
            }
        });
        t.row("ascii", d1 -> {
            try (InputStream in = d1.row("SELECT 'abc'").getAsciiStream(1)) {
                assertThat(in.readAllBytes()).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
            }
        });
        reads(
                t,
                "uuid-of-text",
                "'00000000-1111-2222-3333-444444444444'",
                r -> r.getObject(1, UUID.class),
                UUID.fromString("00000000-1111-2222-3333-444444444444"));
    }

    private static void times(Table t) {
        reads(t, "date-of-date()", "date('2026-11-22')", r -> r.getDate(1), Date.valueOf("2026-11-22"));
        reads(
                t,
                "timestamp-of-datetime()",
                "datetime('2026-11-22 13:14:15')",
                r -> r.getTimestamp(1),
                Timestamp.valueOf("2026-11-22 13:14:15"));
        reads(
                t,
                "timestamp-with-t-and-fraction",
                "'2026-11-22T13:14:15.25'",
                r -> r.getTimestamp(1),
                Timestamp.valueOf("2026-11-22 13:14:15.25"));
        reads(
                t,
                "timestamp-of-a-date",
                "'2026-11-22'",
                r -> r.getTimestamp(1),
                Timestamp.valueOf("2026-11-22 00:00:00"));
        reads(
                t,
                "timestamp-with-z",
                "'2026-11-22T13:14:15Z'",
                r -> r.getTimestamp(1).toInstant(),
                Instant.parse("2026-11-22T13:14:15Z"));
        reads(
                t,
                "timestamp-of-epoch-millis",
                "1795353255000",
                r -> r.getTimestamp(1).getTime(),
                1795353255000L);
        reads(
                t,
                "date-of-a-timestamp",
                "'2026-11-22 13:14:15'",
                r -> r.getObject(1, LocalDate.class),
                LocalDate.of(2026, 11, 22));
        reads(t, "time-of-time()", "time('13:14:15')", r -> r.getObject(1, LocalTime.class), LocalTime.of(13, 14, 15));
        reads(
                t,
                "local-date-time",
                "'2026-11-22 13:14'",
                r -> r.getObject(1, LocalDateTime.class),
                LocalDateTime.of(2026, 11, 22, 13, 14));
        reads(
                t,
                "offset-date-time",
                "'2026-11-22 13:14:15+09:00'",
                r -> instant(r.getObject(1, OffsetDateTime.class)),
                Instant.parse("2026-11-22T04:14:15Z"));
        reads(
                t,
                "instant-of-text",
                "'2026-11-22T13:14:15Z'",
                r -> r.getObject(1, Instant.class),
                Instant.parse("2026-11-22T13:14:15Z"));
        t.row("no-date-in-the-text", d1 -> {
            fails("22", () -> d1.row("SELECT 'tomorrow'").getDate(1));
            fails("22", () -> d1.row("SELECT '2026-02-30'").getObject(1, LocalDate.class));
        });
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
