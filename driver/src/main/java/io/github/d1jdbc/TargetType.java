package io.github.d1jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What {@code setObject} with a target type binds: the value as one of SQLite's storage classes, which the type names
 * (JDBC 4.3, table B-5). Nothing is cut or rounded but by a scale that the caller gives.
 */
final class TargetType {
    private TargetType() {}

    /**
     * The parameter for a value and a type of {@link Types}; a type that SQLite has no storage class for, as
     * {@code OTHER} or another driver's own, leaves the choice to the value's class.
     *
     * @param scale digits after the point for DECIMAL and NUMERIC, the length for streams; -1 for neither
     */
    static Parameter convert(Object value, int type, int scale, int index) throws SQLException {
        return switch (type) {
            case Types.NULL -> Parameter.Null.INSTANCE;
            case Types.BIT, Types.BOOLEAN -> new Parameter.Int(truth(value, type, index) ? 1 : 0);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> integer(value, type, index);
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> real(value, type, index);
            case Types.DECIMAL, Types.NUMERIC -> decimal(value, type, scale, index);
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB,
                    Types.DATALINK -> text(value, type, scale, index);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> blob(value, type, scale, index);
            case Types.DATE, Types.TIME, Types.TIMESTAMP -> time(value, type, index);
            case Types.TIME_WITH_TIMEZONE, Types.TIMESTAMP_WITH_TIMEZONE -> withZone(value, index);
            case Types.ARRAY, Types.STRUCT, Types.DISTINCT, Types.REF, Types.REF_CURSOR, Types.ROWID, Types.SQLXML ->
                throw SqlErrors.unsupported("A parameter of type " + name(type));
            default -> Parameter.of(value, index);
        };
    }

    private static String name(int type) {
        return JDBCType.valueOf(type).getName();
    }

    private static SQLException not(Object value, int type, int index) {
        return SqlErrors.badParameter(
                "Parameter " + index + ", a " + value.getClass().getName() + ", cannot be bound as " + name(type) + ".",
                "22018");
    }

    // The value as a number, or null where it is none.
    private static @Nullable BigDecimal number(Object value) {
        if (value instanceof BigDecimal number) return number;
        if (value instanceof Boolean flag) return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        boolean text = value instanceof String || value instanceof Character;
        String digits = text || value instanceof Number ? value.toString().strip() : "";
        return Values.isNumber(digits) ? new BigDecimal(digits) : null;
    }

    private static boolean truth(Object value, int type, int index) throws SQLException {
        String text = value.toString().strip().toLowerCase(Locale.ROOT);
        if (text.equals("true") || text.equals("false")) return text.equals("true");
        BigDecimal number = number(value);
        if (number == null) throw not(value, type, index);
        return number.signum() != 0;
    }

    private static Parameter integer(Object value, int type, int index) throws SQLException {
        BigDecimal number = number(value);
        if (number == null) throw not(value, type, index);
        Parameter.Int integer = Parameter.integer(number);
        if (integer != null) return integer;
        throw SqlErrors.badParameter(
                "Parameter " + index + " is no integer of 64 bits, and would lose digits as " + name(type) + ".",
                "22003");
    }

    private static Parameter real(Object value, int type, int index) throws SQLException {
        if (value instanceof Double || value instanceof Float) return Parameter.of(value, index);
        BigDecimal number = number(value);
        if (number == null) throw not(value, type, index);
        return Parameter.real(number.doubleValue(), index);
    }

    private static Parameter decimal(Object value, int type, int scale, int index) throws SQLException {
        boolean floating = value instanceof Double || value instanceof Float;
        if (floating && scale < 0) return Parameter.of(value, index);
        BigDecimal number = number(value);
        if (number == null) throw not(value, type, index);
        return Parameter.of(scale < 0 ? number : number.setScale(scale, RoundingMode.HALF_UP), index);
    }

    private static Parameter text(Object value, int type, int length, int index) throws SQLException {
        if (value instanceof Reader reader) return Parameter.text(StreamValue.text(reader, length, index), index);
        if (value instanceof InputStream stream) return Parameter.text(StreamValue.text(stream, length, index), index);
        if (value instanceof Number || value instanceof Boolean) return Parameter.text(value.toString(), index);
        Parameter parameter = value instanceof Clob ? Parameter.of(value, index) : null;
        if (parameter == null && !isBytes(value)) parameter = Parameter.of(value, index);
        if (parameter instanceof Parameter.Text) return parameter;
        throw not(value, type, index);
    }

    private static boolean isBytes(Object value) {
        return value instanceof byte[] || value instanceof Blob;
    }

    private static Parameter blob(Object value, int type, int length, int index) throws SQLException {
        if (value instanceof InputStream stream) return new Parameter.Blob(StreamValue.bytes(stream, length, index));
        if (isBytes(value)) return Parameter.of(value, index);
        if (value instanceof UUID id) {
            ByteBuffer bytes = ByteBuffer.allocate(16);
            bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            return new Parameter.Blob(bytes.array());
        }
        throw not(value, type, index);
    }

    // A text stays as it is, but must be a date or time; what knows an instant keeps it.
    private static Parameter time(Object value, int type, int index) throws SQLException {
        String text = value instanceof String given ? given : TimeText.of(value);
        Moment moment = text == null ? null : Moment.ofText(text.strip());
        if (text == null || moment == null) throw not(value, type, index);
        boolean cut = !(value instanceof String) && moment.offset() == null;
        LocalDateTime local = moment.local();
        if (cut && type == Types.DATE)
            return new Parameter.Text(local.toLocalDate().toString());
        if (cut && type == Types.TIME) return new Parameter.Text(TimeText.time(local.toLocalTime()));
        if (cut && type == Types.TIMESTAMP) return new Parameter.Text(TimeText.dateTime(local));
        return new Parameter.Text(text);
    }

    private static Parameter withZone(Object value, int index) throws SQLException {
        if (value instanceof Timestamp t) return new Parameter.Text(TimeText.instant(t.toInstant()));
        if (value instanceof Calendar c) return new Parameter.Text(TimeText.instant(c.toInstant()));
        if (value.getClass() == java.util.Date.class) {
            return new Parameter.Text(TimeText.instant(((java.util.Date) value).toInstant()));
        }
        return time(value, Types.TIMESTAMP_WITH_TIMEZONE, index);
    }
}
