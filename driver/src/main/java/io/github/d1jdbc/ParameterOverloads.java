package io.github.d1jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * The setters of a prepared statement: each makes a {@link Parameter} of its value at once, streams included, so that a
 * value may be changed or closed afterwards. A null value is NULL.
 */
interface ParameterOverloads extends PreparedStatementDefaults {

    /** Keeps a parameter; the index counts from 1. */
    void set(int index, Parameter value) throws SQLException;

    /** Throws where {@link #set} would, so that no stream is read for nothing. */
    void checkParameter(int index) throws SQLException;

    private void setText(int index, @Nullable String value) throws SQLException {
        set(index, value == null ? Parameter.Null.INSTANCE : Parameter.text(value, index));
    }

    @Override
    default void setNull(int index, int sqlType) throws SQLException {
        set(index, Parameter.Null.INSTANCE);
    }

    @Override
    default void setNull(int index, int sqlType, @Nullable String typeName) throws SQLException {
        set(index, Parameter.Null.INSTANCE);
    }

    @Override
    default void setBoolean(int index, boolean value) throws SQLException {
        set(index, new Parameter.Int(value ? 1 : 0));
    }

    @Override
    default void setByte(int index, byte value) throws SQLException {
        set(index, new Parameter.Int(value));
    }

    @Override
    default void setShort(int index, short value) throws SQLException {
        set(index, new Parameter.Int(value));
    }

    @Override
    default void setInt(int index, int value) throws SQLException {
        set(index, new Parameter.Int(value));
    }

    @Override
    default void setLong(int index, long value) throws SQLException {
        set(index, new Parameter.Int(value));
    }

    @Override
    default void setFloat(int index, float value) throws SQLException {
        setObject(index, value);
    }

    @Override
    default void setDouble(int index, double value) throws SQLException {
        set(index, Parameter.real(value, index));
    }

    @Override
    default void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        setObject(index, value);
    }

    @Override
    default void setString(int index, @Nullable String value) throws SQLException {
        setText(index, value);
    }

    @Override
    default void setNString(int index, @Nullable String value) throws SQLException {
        setText(index, value);
    }

    @Override
    default void setBytes(int index, byte @Nullable [] value) throws SQLException {
        setObject(index, value);
    }

    @Override
    default void setURL(int index, @Nullable URL value) throws SQLException {
        setObject(index, value);
    }

    @Override
    default void setDate(int index, @Nullable Date value) throws SQLException {
        setDate(index, value, null);
    }

    @Override
    default void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        setText(index, value == null ? null : TimeText.date(value, calendar));
    }

    @Override
    default void setTime(int index, @Nullable Time value) throws SQLException {
        setTime(index, value, null);
    }

    @Override
    default void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        setText(index, value == null ? null : TimeText.time(value, calendar));
    }

    @Override
    default void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        setTimestamp(index, value, null);
    }

    @Override
    default void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        setText(index, value == null ? null : TimeText.timestamp(value, calendar));
    }

    @Override
    default void setObject(int index, @Nullable Object value) throws SQLException {
        checkParameter(index);
        set(index, value == null ? Parameter.Null.INSTANCE : Parameter.of(value, index));
    }

    @Override
    default void setObject(int index, @Nullable Object value, int sqlType) throws SQLException {
        setObject(index, value, sqlType, -1);
    }

    @Override
    default void setObject(int index, @Nullable Object value, int sqlType, int scaleOrLength) throws SQLException {
        checkParameter(index);
        Parameter parameter = Parameter.Null.INSTANCE;
        if (value != null) parameter = TargetType.convert(value, sqlType, scaleOrLength, index);
        set(index, parameter);
    }

    @Override
    default void setObject(int index, @Nullable Object value, @Nullable SQLType type) throws SQLException {
        setObject(index, value, type, -1);
    }

    @Override
    default void setObject(int index, @Nullable Object value, @Nullable SQLType type, int scaleOrLength)
            throws SQLException {
        checkParameter(index);
        if (type == null) throw SqlErrors.argument("The SQL type of parameter " + index + " is null.");
        Integer number = type.getVendorTypeNumber();
        if (number == null) throw SqlErrors.unsupported("The type " + type.getName());
        setObject(index, value, number, scaleOrLength);
    }

    @Override
    default void setBlob(int index, @Nullable Blob value) throws SQLException {
        setObject(index, value);
    }

    @Override
    default void setClob(int index, @Nullable Clob value) throws SQLException {
        setObject(index, value);
    }

    @Override
    default void setNClob(int index, @Nullable NClob value) throws SQLException {
        setObject(index, value);
    }

    private void setBytesOf(int index, @Nullable InputStream stream, long length) throws SQLException {
        checkParameter(index);
        Parameter parameter = Parameter.Null.INSTANCE;
        if (stream != null) parameter = new Parameter.Blob(StreamValue.bytes(stream, length, index));
        set(index, parameter);
    }

    private void setCharsOf(int index, @Nullable Reader reader, long length) throws SQLException {
        checkParameter(index);
        setText(index, reader == null ? null : StreamValue.text(reader, length, index));
    }

    // JDBC has -1 refused as a length; to us alone it means all.
    private static long given(long length) throws SQLException {
        if (length < 0) throw SqlErrors.argument("A length must not be negative.");
        return length;
    }

    @Override
    default void setBlob(int index, @Nullable InputStream stream) throws SQLException {
        setBytesOf(index, stream, StreamValue.ALL);
    }

    @Override
    default void setBlob(int index, @Nullable InputStream stream, long length) throws SQLException {
        setBytesOf(index, stream, given(length));
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream stream) throws SQLException {
        setBytesOf(index, stream, StreamValue.ALL);
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setBytesOf(index, stream, given(length));
    }

    @Override
    default void setBinaryStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        setBytesOf(index, stream, given(length));
    }

    private void setUtf8Of(int index, @Nullable InputStream stream, long length) throws SQLException {
        checkParameter(index);
        setText(index, stream == null ? null : StreamValue.text(stream, length, index));
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream stream) throws SQLException {
        setUtf8Of(index, stream, StreamValue.ALL);
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setUtf8Of(index, stream, given(length));
    }

    @Override
    default void setAsciiStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        setUtf8Of(index, stream, given(length));
    }

    @Override
    @Deprecated
    default void setUnicodeStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        setUtf8Of(index, stream, given(length));
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setCharsOf(index, reader, StreamValue.ALL);
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader, int length) throws SQLException {
        setCharsOf(index, reader, given(length));
    }

    @Override
    default void setCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharsOf(index, reader, given(length));
    }

    @Override
    default void setNCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setCharsOf(index, reader, StreamValue.ALL);
    }

    @Override
    default void setNCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharsOf(index, reader, given(length));
    }

    @Override
    default void setClob(int index, @Nullable Reader reader) throws SQLException {
        setCharsOf(index, reader, StreamValue.ALL);
    }

    @Override
    default void setClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharsOf(index, reader, given(length));
    }

    @Override
    default void setNClob(int index, @Nullable Reader reader) throws SQLException {
        setCharsOf(index, reader, StreamValue.ALL);
    }

    @Override
    default void setNClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharsOf(index, reader, given(length));
    }
}
