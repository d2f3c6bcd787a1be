package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Objects;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    private static final Calendar UTC = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    private static final Calendar TOKYO = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));

    private static Moment of(String text) {
        return Objects.requireNonNull(Moment.ofText(text), text);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29T00:00, ",
        "2024-02-29 13:05, 2024-02-29T13:05, ",
        "2024-02-29T13:05:09.123456789, 2024-02-29T13:05:09.123456789, ",
        "2024-02-29 13:05:09.1, 2024-02-29T13:05:09.1, ",
        "0000-01-01 00:00:00, 0000-01-01T00:00, ",
        "9999-12-31 23:59:59.999, 9999-12-31T23:59:59.999, ",
        "2024-02-29T13:05Z, 2024-02-29T13:05, Z",
        "2024-02-29 13:05:09 -09:30, 2024-02-29T13:05:09, -09:30",
        "1890-01-01 00:00:00+00:53:28, 1890-01-01T00:00, +00:53:28",
        "13:05:09+02:00, 1970-01-01T13:05:09, +02:00"
    })
    void textKeepsItsClockAndOffset(String text, String local, ZoneOffset offset) {
        assertThat(of(text)).isEqualTo(new Moment(LocalDateTime.parse(local), offset));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "T", " ", "now", "2024-02-30", "2024-2-3", "13", "13:5", "2024-02-29 25:00", "Z"})
    void whatSqliteWouldNotWriteIsNoMoment(String text) {
        assertThat(Moment.ofText(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2440587.5, 1970-01-01T00:00:00Z",
        "2460370.25, 2024-02-29T18:00:00Z",
        "2460370.04524306, 2024-02-29T13:05:09Z",
        "0.0, -4713-11-24T12:00:00Z"
    })
    void aJulianDayIsReadToTheMillisecond(double day, Instant instant) {
        assertThat(Objects.requireNonNull(Moment.ofJulianDay(day)).instant()).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 5373484.5, 1e300, Double.NaN, Double.POSITIVE_INFINITY})
    void aNumberOutsideOfSqlitesYearsIsNoJulianDay(double day) {
        assertThat(Moment.ofJulianDay(day)).isNull();
    }

    @Test
    void aCalendarSaysWhereTheClockHangs() {
        Moment moment = of("2024-02-29 13:05:09.123456789");
        Timestamp utc = moment.timestamp(UTC);
        assertThat(utc.toInstant()).isEqualTo(Instant.parse("2024-02-29T13:05:09.123456789Z"));
        assertThat(moment.timestamp(TOKYO).toInstant()).isEqualTo(Instant.parse("2024-02-29T04:05:09.123456789Z"));
        assertThat(moment.date(TOKYO).getTime())
                .isEqualTo(Instant.parse("2024-02-28T15:00:00Z").toEpochMilli());
        assertThat(moment.time(UTC).getTime())
                .isEqualTo(Instant.parse("1970-01-01T13:05:09.123Z").toEpochMilli());
    }

    @Test
    void anOffsetIsStrongerThanACalendar() {
        Moment moment = of("2024-02-29 23:05:09+00:00");
        assertThat(moment.timestamp(TOKYO).toInstant()).isEqualTo(Instant.parse("2024-02-29T23:05:09Z"));
        assertThat(moment.date(TOKYO).getTime())
                .isEqualTo(Instant.parse("2024-02-29T15:00:00Z").toEpochMilli());
        assertThat(moment.offsetDateTime()).isEqualTo(OffsetDateTime.parse("2024-02-29T23:05:09Z"));
        assertThat(of("2024-02-29 23:05:09+05:45").offsetDateTime().getOffset()).isEqualTo(ZoneOffset.of("+05:45"));
    }

    @Test
    void whatIsBoundComesBack() {
        Random random = new Random(1);
        Calendar[] zones = {null, UTC, TOKYO, new GregorianCalendar(TimeZone.getTimeZone("America/St_Johns"))};
        for (int i = 0; i < 2_000; i++) {
            Calendar zone = zones[i % zones.length];
            // From 1100 to 2900; java.sql's dates before 1582 are of the Julian calendar.
            Timestamp stamp = new Timestamp((long) ((random.nextDouble() * 1800 - 870) * 31_556_952_000L));
            stamp.setNanos(random.nextInt(1_000_000_000));
            Moment moment = of(TimeText.timestamp(stamp, zone));
            // An hour that a change to winter time has twice is read as one of the two.
            long apart = Math.abs(moment.timestamp(zone).getTime() - stamp.getTime());
            assertThat(apart).as(stamp + " " + zone).isIn(0L, 3_600_000L, 7_200_000L);
            boolean hasWinterTime = i % zones.length == 0 || i % zones.length == 3;
            if (!hasWinterTime) assertThat(moment.timestamp(zone)).isEqualTo(stamp);
            Date day = moment.date(zone);
            assertThat(TimeText.date(day, zone)).isEqualTo(TimeText.date(stamp, zone));
            Time time = moment.time(zone);
            assertThat(of(TimeText.time(time, zone)).time(zone)).isEqualTo(time);
        }
    }
}
