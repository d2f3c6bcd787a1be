package io.github.d1jdbc;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A date, a time or both, as SQLite keeps them (sqlite.org/lang_datefunc.html, "Time Values"). Immutable.
 *
 * <p>Text is read in every form that SQLite's date functions write or read. A number written without a fraction is
 * milliseconds since 1970, as SQLite's own JDBC driver stores it, and another number is a Julian day: D1 sends the REAL
 * 2460370.0 as {@code 2460370}, so that a Julian day at noon sharp is taken for milliseconds. What carries no offset
 * means the calendar's zone, or else the JVM's.
 */
record Moment(LocalDateTime local, @Nullable ZoneOffset offset) {

    // A date, a time, or both with a space or a T between; a fraction; Z or an offset.
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .optionalStart()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalEnd()
            .optionalStart()
            .optionalStart()
            .appendLiteral('T')
            .optionalEnd()
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .appendValue(ChronoField.HOUR_OF_DAY, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
            .optionalStart()
            .appendLiteral(':')
            .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .optionalEnd()
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:MM:ss", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            // Strict: 2024-02-30 is an error and not the 29th.
            .withResolverStyle(ResolverStyle.STRICT);

    private static final double MILLIS_A_DAY = 86_400_000;

    // 1970-01-01T00:00Z, and the end of the year 9999, as Julian days.
    private static final double EPOCH_DAY = 2_440_587.5;
    private static final double LAST_DAY = 5_373_484.5;

    /** A text in one of SQLite's forms, or null where it is none. */
    static @Nullable Moment ofText(String text) {
        if (text.isEmpty()) return null;
        TemporalAccessor parsed;
        try {
            parsed = TEXT.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (date == null && time == null) return null;
        // SQLite takes 2000-01-01 for a missing date; java.sql.Time and its users take 1970-01-01.
        LocalDateTime local = (date == null ? LocalDate.EPOCH : date).atTime(time == null ? LocalTime.MIDNIGHT : time);
        return new Moment(local, parsed.query(TemporalQueries.offset()));
    }

    static Moment ofMillis(long millis) {
        return new Moment(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC), ZoneOffset.UTC);
    }

    /** A Julian day, to the millisecond as SQLite has it, or null outside of the years that SQLite knows. */
    static @Nullable Moment ofJulianDay(double day) {
        if (!(day >= 0 && day < LAST_DAY)) return null;
        return ofMillis(Math.round((day - EPOCH_DAY) * MILLIS_A_DAY));
    }

    /** The instant, which without an offset is in the JVM's zone. */
    Instant instant() {
        return zonedDateTime().toInstant();
    }

    /** The instant with the offset that was stored. */
    OffsetDateTime offsetDateTime() {
        return zonedDateTime().toOffsetDateTime();
    }

    /** In the offset that was stored, or else in the JVM's zone. */
    ZonedDateTime zonedDateTime() {
        return local.atZone(offset == null ? ZoneId.systemDefault() : offset);
    }

    /** What a clock in the JVM's zone shows. */
    LocalDateTime localDateTime() {
        return offset == null ? local : LocalDateTime.ofInstant(local.toInstant(offset), ZoneId.systemDefault());
    }

    Timestamp timestamp(@Nullable Calendar calendar) {
        if (offset != null) return Timestamp.from(local.toInstant(offset));
        // The JVM's own calendar, so that dates before 1582 come back as they were bound.
        if (calendar == null) return Timestamp.valueOf(local);
        Timestamp timestamp = new Timestamp(millis(calendar, local));
        timestamp.setNanos(local.get(ChronoField.NANO_OF_SECOND));
        return timestamp;
    }

    /** Midnight in the calendar's zone. */
    Date date(@Nullable Calendar calendar) {
        if (calendar == null) return Date.valueOf(localDateTime().toLocalDate());
        LocalDate day = in(calendar).toLocalDate();
        return new Date(millis(calendar, day.atStartOfDay()));
    }

    /** The time of day on 1970-01-01 in the calendar's zone, to the millisecond. */
    Time time(@Nullable Calendar calendar) {
        LocalDateTime day = LocalDate.EPOCH.atTime(in(calendar).toLocalTime());
        return new Time(millis(calendar == null ? new GregorianCalendar() : calendar, day));
    }

    private LocalDateTime in(@Nullable Calendar calendar) {
        if (calendar == null) return localDateTime();
        return offset == null
                ? local
                : LocalDateTime.ofInstant(
                        local.toInstant(offset), calendar.getTimeZone().toZoneId());
    }

    private static long millis(Calendar zone, LocalDateTime local) {
        Calendar calendar = (Calendar) zone.clone();
        calendar.clear();
        calendar.setLenient(true);
        calendar.set(
                local.getYear(),
                local.getMonthValue() - 1,
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond());
        calendar.set(Calendar.MILLISECOND, local.getNano() / 1_000_000);
        return calendar.getTimeInMillis();
    }
}
