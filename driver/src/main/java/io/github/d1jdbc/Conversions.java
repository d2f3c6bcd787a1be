package io.github.d1jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Map;
import java.util.UUID;

/** What {@code getObject(column, Class)} gives; dates and times are a {@link Moment}'s matter. */
final class Conversions {

    private interface Reader<T> {
        T read(Values values, int row, int column) throws SQLException;
    }

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
            entry(LocalDate.class, (v, r, c) -> moment(v, r, c).localDateTime().toLocalDate()),
            entry(LocalTime.class, (v, r, c) -> moment(v, r, c).localDateTime().toLocalTime()),
            entry(LocalDateTime.class, (v, r, c) -> moment(v, r, c).localDateTime()),
            entry(Instant.class, (v, r, c) -> moment(v, r, c).instant()),
            entry(OffsetDateTime.class, (v, r, c) -> moment(v, r, c).offsetDateTime()),
            entry(
                    OffsetTime.class,
                    (v, r, c) -> moment(v, r, c).offsetDateTime().toOffsetTime()),
            entry(ZonedDateTime.class, (v, r, c) -> moment(v, r, c).zonedDateTime()),
            entry(Date.class, (v, r, c) -> moment(v, r, c).date(null)),
            entry(Time.class, (v, r, c) -> moment(v, r, c).time(null)),
            entry(Timestamp.class, (v, r, c) -> moment(v, r, c).timestamp(null)),
            entry(java.util.Date.class, (v, r, c) -> moment(v, r, c).timestamp(null)),
            entry(Calendar.class, Conversions::calendar),
            entry(Blob.class, (v, r, c) -> new JdbcBlob(v.getBytes(r, c))),
            entry(Clob.class, (v, r, c) -> new JdbcClob(v.getString(r, c))),
            entry(NClob.class, (v, r, c) -> new JdbcClob(v.getString(r, c))),
            entry(InputStream.class, (v, r, c) -> new ByteArrayInputStream(v.getBytes(r, c))),
            entry(java.io.Reader.class, (v, r, c) -> new StringReader(v.getString(r, c))),
            entry(URL.class, Conversions::url));

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

    // Text, or its 16 bytes as a blob.
    private static UUID uuid(Values values, int row, int column) throws SQLException {
        if (values.isBlob(row, column)) {
            ByteBuffer bytes = ByteBuffer.wrap(values.getBytes(row, column));
            if (bytes.capacity() == 16) return new UUID(bytes.getLong(), bytes.getLong());
            throw SqlErrors.notConvertible("blob", "UUID", values.label(column));
        }
        try {
            return UUID.fromString(values.getString(row, column).strip());
        } catch (IllegalArgumentException e) {
            throw SqlErrors.notConvertible("text", "UUID", values.label(column));
        }
    }

    private static URL url(Values values, int row, int column) throws SQLException {
        try {
            return new URL(values.getString(row, column));
        } catch (MalformedURLException e) {
            throw SqlErrors.notConvertible("text", "URL", values.label(column));
        }
    }

    private static Calendar calendar(Values values, int row, int column) throws SQLException {
        Calendar calendar = Calendar.getInstance();
        calendar.setTime(moment(values, row, column).timestamp(null));
        return calendar;
    }

    /** The cell as a date or time. */
    static Moment moment(Values values, int row, int column) throws SQLException {
        String text = values.getString(row, column).strip();
        boolean number = values.isNumber(row, column) || Values.isNumber(text);
        Moment moment = null;
        if (!number) moment = Moment.ofText(text);
        else if (text.matches("[-+]?[0-9]+")) moment = Moment.ofMillis(values.getLong(row, column));
        else moment = Moment.ofJulianDay(values.getDouble(row, column));
        if (moment != null) return moment;
        throw SqlErrors.notConvertible(number ? "number" : "text", "a date or time", values.label(column));
    }
}
