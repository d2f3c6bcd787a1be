package io.github.d1jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The getters that give another getter's value in another form. */
interface ResultSetGetters extends ResultSetMoves {

    @Override
    default @Nullable String getNString(int column) throws SQLException {
        return getString(column);
    }

    @Override
    @Deprecated
    default @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(column);
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    default @Nullable Date getDate(int column) throws SQLException {
        return getDate(column, null);
    }

    @Override
    default @Nullable Time getTime(int column) throws SQLException {
        return getTime(column, null);
    }

    @Override
    default @Nullable Timestamp getTimestamp(int column) throws SQLException {
        return getTimestamp(column, null);
    }

    @Override
    default @Nullable Blob getBlob(int column) throws SQLException {
        return getObject(column, Blob.class);
    }

    @Override
    default @Nullable Clob getClob(int column) throws SQLException {
        return getObject(column, Clob.class);
    }

    @Override
    default @Nullable NClob getNClob(int column) throws SQLException {
        return getObject(column, NClob.class);
    }

    @Override
    default @Nullable InputStream getBinaryStream(int column) throws SQLException {
        return getObject(column, InputStream.class);
    }

    // As UTF-8, in which ASCII is ASCII and nothing else is lost.
    @Override
    default @Nullable InputStream getAsciiStream(int column) throws SQLException {
        return getObject(column, InputStream.class);
    }

    @Override
    @Deprecated
    default @Nullable InputStream getUnicodeStream(int column) throws SQLException {
        return getObject(column, InputStream.class);
    }

    @Override
    default @Nullable Reader getCharacterStream(int column) throws SQLException {
        return getObject(column, Reader.class);
    }

    @Override
    default @Nullable Reader getNCharacterStream(int column) throws SQLException {
        return getObject(column, Reader.class);
    }

    @Override
    default @Nullable URL getURL(int column) throws SQLException {
        return getObject(column, URL.class);
    }

    // SQLite has no types that a map could name.
    @Override
    default @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> types) throws SQLException {
        if (types == null || types.isEmpty()) return getObject(column);
        throw SqlErrors.unsupported("ResultSet.getObject with a map of types", "name a class: getObject(int, Class)");
    }
}
