package io.github.d1jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A bound value as one of SQLite's five storage classes. Immutable; {@code toString} never shows the value. */
sealed interface Parameter {

    /** The value as an SQL literal that means the same anywhere an expression may stand. */
    String literal();

    /** As CURRENT_TIMESTAMP is written, and the fraction where there is one. */
    DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    /** NULL. */
    enum Null implements Parameter {
        INSTANCE;

        @Override
        public String literal() {
            return "NULL";
        }
    }

    /** INTEGER. */
    record Int(long value) implements Parameter {
        // Parentheses keep "a -?" from becoming a comment; the smallest long is no literal of its own in SQLite,
        // because the minus is an operator on 2^63, a REAL.
        @Override
        public String literal() {
            return value == Long.MIN_VALUE ? "(-9223372036854775807-1)" : "(" + value + ")";
        }

        @Override
        public String toString() {
            return "Int[***]";
        }
    }

    /** REAL, never NaN. */
    record Real(double value) implements Parameter {
        @Override
        public String literal() {
            if (Double.isInfinite(value)) return value > 0 ? "(9e999)" : "(-9e999)";
            return "(" + value + ")";
        }

        @Override
        public String toString() {
            return "Real[***]";
        }
    }

    /** TEXT. */
    record Text(String value) implements Parameter {
        @Override
        public String literal() {
            // A NUL would end the statement's text in SQLite.
            if (value.indexOf(0) >= 0) return "CAST(" + hex(value.getBytes(StandardCharsets.UTF_8)) + " AS TEXT)";
            return "'" + value.replace("'", "''") + "'";
        }

        @Override
        public String toString() {
            return "Text[***]";
        }
    }

    /** BLOB; the array is not copied and must not be changed. */
    @SuppressWarnings("ArrayRecordComponent") // equals is of no use here, and a copy of a blob would be
    record Blob(byte[] value) implements Parameter {
        @Override
        public String literal() {
            return hex(value);
        }

        @Override
        public String toString() {
            return "Blob[***]";
        }
    }

    private static String hex(byte[] bytes) {
        return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }

    /** The parameter for a value of the usual classes; {@code index} is for the error's text. */
    static Parameter of(Object value, int index) throws SQLException {
        if (value instanceof String text) return text(text, index);
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return new Int(((Number) value).longValue());
        }
        if (value instanceof Double number) return real(number, index);
        // A float's own decimal form, so that 0.1f is stored as 0.1 and not as 0.10000000149011612.
        if (value instanceof Float number) return real(Double.parseDouble(number.toString()), index);
        if (value instanceof Boolean flag) return new Int(flag ? 1 : 0);
        if (value instanceof byte[] bytes) return new Blob(bytes.clone());
        // As SQLite's own JDBC driver does: the column's affinity makes a number of it, and a TEXT column keeps
        // every digit.
        if (value instanceof BigDecimal || value instanceof BigInteger) return new Text(value.toString());
        if (value instanceof Character || value instanceof UUID) return text(value.toString(), index);
        if (value instanceof Enum<?> constant) return new Text(constant.name());
        String time = time(value);
        if (time != null) return new Text(time);
        throw SqlErrors.unsupported(
                "A parameter of class " + value.getClass().getName(), "bind a number, text, bytes or a date");
    }

    static Parameter real(double value, int index) throws SQLException {
        if (Double.isNaN(value)) {
            throw SqlErrors.badParameter(
                    "Parameter " + index + " is NaN, which SQLite cannot store: bind NULL instead.", "22023");
        }
        return new Real(value);
    }

    static Parameter text(String value, int index) throws SQLException {
        // A half pair stays alone among the code points.
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw SqlErrors.badParameter(
                    "Parameter " + index
                            + " has half a surrogate pair, which is no character and would be stored as another one.",
                    "22021");
        }
        return new Text(value);
    }

    // The text forms that SQLite's date functions write, so that values compare with CURRENT_TIMESTAMP.
    private static @Nullable String time(Object value) {
        if (value instanceof Timestamp t) return dateTime(t.toLocalDateTime());
        if (value instanceof Time t) return t.toString();
        if (value instanceof java.sql.Date d) return d.toString();
        if (value instanceof LocalDateTime t) return dateTime(t);
        if (value instanceof LocalDate d) return d.toString();
        if (value instanceof LocalTime t) return t.format(DateTimeFormatter.ISO_LOCAL_TIME);
        // SQLite knows an offset behind the time, and turns it to UTC.
        if (value instanceof OffsetDateTime t) return dateTime(t.toLocalDateTime()) + t.getOffset();
        if (value instanceof Instant t)
            return dateTime(t.atOffset(ZoneOffset.UTC).toLocalDateTime()) + "Z";
        return null;
    }

    private static String dateTime(LocalDateTime value) {
        return value.format(DATE_TIME);
    }
}
