package io.github.d1jdbc;

import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The texts as which dates and times are stored: those that SQLite's date functions write, so that they compare with
 * CURRENT_TIMESTAMP, with the fraction where there is one. What knows an instant is stored with its offset or
 * {@code Z}, which SQLite's functions understand too.
 */
final class TimeText {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(TIME)
            .toFormatter(Locale.ROOT);

    private TimeText() {}

    /** The text of a value of any class of dates and times, or null for another class. */
    static @Nullable String of(Object value) {
        if (value instanceof Timestamp t) return timestamp(t, null);
        if (value instanceof Time t) return time(t, null);
        if (value instanceof java.sql.Date d) return date(d, null);
        if (value instanceof java.util.Date d) return timestamp(Timestamp.from(d.toInstant()), null);
        if (value instanceof Calendar c) return timestamp(new Timestamp(c.getTimeInMillis()), null);
        if (value instanceof LocalDateTime t) return dateTime(t);
        if (value instanceof LocalDate d) return d.toString();
        if (value instanceof LocalTime t) return TIME.format(t);
        if (value instanceof OffsetTime t) return TIME.format(t) + t.getOffset();
        if (value instanceof OffsetDateTime t) return dateTime(t.toLocalDateTime()) + t.getOffset();
        if (value instanceof ZonedDateTime t) return dateTime(t.toLocalDateTime()) + t.getOffset();
        if (value instanceof Instant t) return instant(t);
        return null;
    }

    static String instant(Instant value) {
        return dateTime(LocalDateTime.ofInstant(value, ZoneOffset.UTC)) + "Z";
    }

    /** What a clock and calendar in the calendar's zone show, or in the JVM's. */
    static String timestamp(Timestamp value, @Nullable Calendar calendar) {
        return dateTime(local(value, calendar).withNano(value.getNanos()));
    }

    static String date(java.util.Date value, @Nullable Calendar calendar) {
        return local(value, calendar).toLocalDate().toString();
    }

    static String time(java.util.Date value, @Nullable Calendar calendar) {
        return time(local(value, calendar).toLocalTime());
    }

    static String time(LocalTime value) {
        return TIME.format(value);
    }

    static String dateTime(LocalDateTime value) {
        return DATE_TIME.format(value);
    }

    // By the fields of a calendar, because java.sql's dates before 1582 are of the Julian one.
    private static LocalDateTime local(java.util.Date value, @Nullable Calendar zone) {
        Calendar calendar = zone == null ? new GregorianCalendar() : (Calendar) zone.clone();
        calendar.setTime(value);
        return LocalDateTime.of(
                calendar.get(Calendar.YEAR),
                calendar.get(Calendar.MONTH) + 1,
                calendar.get(Calendar.DAY_OF_MONTH),
                calendar.get(Calendar.HOUR_OF_DAY),
                calendar.get(Calendar.MINUTE),
                calendar.get(Calendar.SECOND),
                calendar.get(Calendar.MILLISECOND) * 1_000_000);
    }
}
