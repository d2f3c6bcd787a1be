package io.github.d1jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * The moves of a result set, and what every one answers alike. Only {@code next} is for every one; the others are for scrollable ones, as a program that
 * relies on them should hear it before it meets a driver that keeps no rows.
 */
interface ResultSetMoves extends ResultSetDefaults {

    /** The position, of an open result set. */
    Cursor cursor() throws SQLException;

    private Cursor scrolling(String method) throws SQLException {
        Cursor cursor = cursor();
        if (getType() != ResultSet.TYPE_FORWARD_ONLY) return cursor;
        throw SqlErrors.unsupported(
                "ResultSet." + method + " of a forward-only result",
                "create the statement with TYPE_SCROLL_INSENSITIVE");
    }

    @Override
    default boolean next() throws SQLException {
        return cursor().next();
    }

    @Override
    default boolean previous() throws SQLException {
        return scrolling("previous").previous();
    }

    @Override
    default boolean first() throws SQLException {
        return scrolling("first").absolute(1);
    }

    @Override
    default boolean last() throws SQLException {
        return scrolling("last").absolute(-1);
    }

    @Override
    default boolean absolute(int row) throws SQLException {
        return scrolling("absolute").absolute(row);
    }

    @Override
    default boolean relative(int rows) throws SQLException {
        return scrolling("relative").relative(rows);
    }

    @Override
    default void beforeFirst() throws SQLException {
        scrolling("beforeFirst").beforeFirst();
    }

    @Override
    default void afterLast() throws SQLException {
        scrolling("afterLast").afterLast();
    }

    @Override
    default boolean isBeforeFirst() throws SQLException {
        return cursor().isBeforeFirst();
    }

    @Override
    default boolean isFirst() throws SQLException {
        return cursor().isFirst();
    }

    @Override
    default boolean isLast() throws SQLException {
        return cursor().isLast();
    }

    @Override
    default boolean isAfterLast() throws SQLException {
        return cursor().isAfterLast();
    }

    @Override
    default int getRow() throws SQLException {
        return cursor().row() + 1;
    }

    @Override
    default int getFetchDirection() throws SQLException {
        cursor();
        return ResultSet.FETCH_FORWARD;
    }

    // A hint, which JDBC lets a forward-only result refuse.
    @Override
    default void setFetchDirection(int direction) throws SQLException {
        cursor();
        if (direction < ResultSet.FETCH_FORWARD || direction > ResultSet.FETCH_UNKNOWN) {
            throw SqlErrors.argument("There is no fetch direction " + direction + ".");
        }
        if (direction != ResultSet.FETCH_FORWARD && getType() == ResultSet.TYPE_FORWARD_ONLY) {
            throw SqlErrors.unsupported("ResultSet.setFetchDirection", "a forward-only result is read forward");
        }
    }

    @Override
    default int getConcurrency() throws SQLException {
        cursor();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    default int getHoldability() throws SQLException {
        cursor();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    default int getFetchSize() throws SQLException {
        return cursor().fetchSize();
    }

    // A hint: D1 sends a result whole.
    @Override
    default void setFetchSize(int rows) throws SQLException {
        Cursor cursor = cursor();
        if (rows < 0) throw SqlErrors.argument("A fetch size must not be negative.");
        cursor.setFetchSize(rows);
    }

    @Override
    default @Nullable SQLWarning getWarnings() throws SQLException {
        cursor();
        return null;
    }

    @Override
    default void clearWarnings() throws SQLException {
        cursor();
    }

    // A result is read-only: no row of it is ever changed through it.
    @Override
    default boolean rowUpdated() throws SQLException {
        cursor();
        return false;
    }

    @Override
    default boolean rowInserted() throws SQLException {
        cursor();
        return false;
    }

    @Override
    default boolean rowDeleted() throws SQLException {
        cursor();
        return false;
    }
}
