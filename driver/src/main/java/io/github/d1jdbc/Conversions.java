package io.github.d1jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.SQLException;
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
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What {@code getObject(column, Class)} gives. Dates and times are read from every text form that SQLite's date
 * functions read and write (sqlite.org/lang_datefunc.html, "Time Values"), and from integers as milliseconds since
 * 1970, which is what SQLite's own JDBC driver stores.
 */
final class Conversions {

    private interface Reader<T> {
        T read(Values values, int row, int column) throws SQLException;
    }

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
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            // Strict: 2024-02-30 is an error and not the 29th.
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Map<Class<?>, Reader<?>> READERS = Map.ofEntries(
            entry(String.class, Values::getString),
            entry(Object.class, Values::getObject),
            entry(Boolean.class, Values::getBoolean),
            entry(Byte.class, Values::getByte),
            entry(Short.class, Values::getShort),
            entry(Integer.class, Values::getInt),
            entry(Long.class, Values::getLong),
            entry(Float.class, Values::getFloat),
            entry(Double.class, Values::getDouble),
            entry(BigDecimal.class, Values::getBigDecimal),
            entry(BigInteger.class, (v, r, c) -> v.getBigDecimal(r, c).toBigInteger()),
            entry(byte[].class, Values::getBytes),
            entry(UUID.class, Conversions::uuid),
            entry(LocalDate.class, (v, r, c) -> local(v, r, c).toLocalDate()),
            entry(LocalTime.class, (v, r, c) -> local(v, r, c).toLocalTime()),
            entry(LocalDateTime.class, Conversions::local),
            entry(Instant.class, (v, r, c) -> zoned(v, r, c).toInstant()),
            entry(OffsetDateTime.class, (v, r, c) -> zoned(v, r, c).toOffsetDateTime()),
            entry(ZonedDateTime.class, Conversions::zoned),
            entry(Date.class, (v, r, c) -> Date.valueOf(local(v, r, c).toLocalDate())),
            entry(Time.class, (v, r, c) -> Time.valueOf(local(v, r, c).toLocalTime())),
            entry(Timestamp.class, (v, r, c) -> Timestamp.from(zoned(v, r, c).toInstant())),
            entry(java.util.Date.class, (v, r, c) -> Date.from(zoned(v, r, c).toInstant())));

    private Conversions() {}

    private static <T> Map.Entry<Class<?>, Reader<?>> entry(Class<T> type, Reader<T> reader) {
        return Map.entry(type, reader);
    }

    static boolean knows(Class<?> type) {
        return READERS.containsKey(type);
    }

    /** The cell, which is not null, as a value of a type that {@link #knows} knows. */
    static <T> T to(Class<T> type, Values values, int row, int column) throws SQLException {
        Reader<?> reader = READERS.get(type);
        if (reader == null) throw new IllegalArgumentException(type.getName());
        return type.cast(reader.read(values, row, column));
    }

    private static UUID uuid(Values values, int row, int column) throws SQLException {
        try {
            return UUID.fromString(values.getString(row, column));
        } catch (IllegalArgumentException e) {
            throw SqlErrors.notConvertible("text", "UUID", values.label(column));
        }
    }

    // What carries no offset means the JVM's own time zone, as java.sql.Timestamp has it.
    private static LocalDateTime local(Values values, int row, int column) throws SQLException {
        if (values.isNumber(row, column)) return zoned(values, row, column).toLocalDateTime();
        TemporalAccessor parsed = parse(values, row, column);
        if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) return zoned(parsed).toLocalDateTime();
        return withoutOffset(parsed);
    }

    private static ZonedDateTime zoned(Values values, int row, int column) throws SQLException {
        if (values.isNumber(row, column)) {
            return Instant.ofEpochMilli(values.getLong(row, column)).atZone(ZoneId.systemDefault());
        }
        return zoned(parse(values, row, column));
    }

    private static ZonedDateTime zoned(TemporalAccessor parsed) {
        LocalDateTime local = withoutOffset(parsed);
        ZoneOffset offset = parsed.query(TemporalQueries.offset());
        ZoneId here = ZoneId.systemDefault();
        return offset == null ? local.atZone(here) : local.atOffset(offset).atZoneSameInstant(here);
    }

    // SQLite takes 2000-01-01 for a missing date; java.sql.Time and its users take 1970-01-01.
    private static LocalDateTime withoutOffset(TemporalAccessor parsed) {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return (date == null ? LocalDate.EPOCH : date).atTime(time == null ? LocalTime.MIDNIGHT : time);
    }

    private static TemporalAccessor parse(Values values, int row, int column) throws SQLException {
        String text = values.getString(row, column).strip();
        try {
            if (!text.isEmpty()) return TEXT.parse(text);
        } catch (DateTimeException e) {
            throw SqlErrors.notConvertible("text", "a date or time", values.label(column));
        }
        throw SqlErrors.notConvertible("text", "a date or time", values.label(column));
    }
}
