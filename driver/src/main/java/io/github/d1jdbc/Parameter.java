package io.github.d1jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A bound value as one of SQLite's five storage classes. Immutable; {@code toString} never shows the value. */
sealed interface Parameter {

    /** The value as an SQL literal that means the same anywhere an expression may stand. */
    String literal();

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
        if (value instanceof BigInteger number) return decimal(new BigDecimal(number));
        if (value instanceof BigDecimal number) return decimal(number);
        if (value instanceof AtomicInteger || value instanceof AtomicLong) return new Int(((Number) value).longValue());
        if (value instanceof Character || value instanceof UUID || value instanceof URL) {
            return text(value.toString(), index);
        }
        if (value instanceof Enum<?> constant) return new Text(constant.name());
        String time = TimeText.of(value);
        if (time != null) return new Text(time);
        Parameter large = large(value, index);
        if (large != null) return large;
        throw SqlErrors.unsupported(
                "A parameter of class " + value.getClass().getName(), "bind a number, text, bytes or a date");
    }

    // A whole number is an INTEGER. Another one goes as text, as SQLite's own JDBC driver does it: a numeric column's
    // affinity makes a number of it, and a TEXT column keeps every digit.
    private static Parameter decimal(BigDecimal number) {
        Int integer = number.scale() == 0 ? integer(number) : null;
        return integer == null ? new Text(number.toString()) : integer;
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

    /** The parameter for a stream, which is read now, up to its end. */
    private static @Nullable Parameter large(Object value, int index) throws SQLException {
        if (value instanceof java.sql.Blob blob) {
            return new Blob(StreamValue.bytes(blob.getBinaryStream(), StreamValue.ALL, index));
        }
        if (value instanceof Clob clob) {
            return text(StreamValue.text(clob.getCharacterStream(), StreamValue.ALL, index), index);
        }
        if (value instanceof InputStream stream) return new Blob(StreamValue.bytes(stream, StreamValue.ALL, index));
        if (value instanceof Reader reader) return text(StreamValue.text(reader, StreamValue.ALL, index), index);
        return null;
    }

    /** The number as an integer, or null where it has a fraction or more than 64 bits. */
    static @Nullable Int integer(BigDecimal number) {
        // Looked at first, so that 1E+1000000000 is not written out.
        if (number.precision() - (long) number.scale() > 19) return null;
        try {
            return new Int(number.longValueExact());
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
