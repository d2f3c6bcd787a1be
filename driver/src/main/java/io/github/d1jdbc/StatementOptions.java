package io.github.d1jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can be set on a statement and asked of it, all of it kept in {@link Options}. */
interface StatementOptions extends StatementDefaults {

    /** How a statement runs; belongs to its thread. */
    final class Options {
        private @Nullable SQLWarning warnings;
        private Duration queryTimeout = Duration.ZERO;
        private long maxRows;
        private int fetchSize;
        private int resultSetType = ResultSet.TYPE_FORWARD_ONLY;
        private boolean escapes = true;
        private boolean poolable;

        /** Zero for none. */
        Duration queryTimeout() {
            return queryTimeout;
        }

        /** The most rows that a query shall give, 0 for all. */
        long maxRows() {
            return maxRows;
        }

        /** Whether JDBC's braces ({@code {fn …}}) are replaced. */
        boolean escapes() {
            return escapes;
        }

        int resultSetType() {
            return resultSetType;
        }

        /** Its results are scrollable from now on; all rows are in memory anyway. */
        void scroll() {
            resultSetType = ResultSet.TYPE_SCROLL_INSENSITIVE;
        }

        /** Chains a warning; null is none. */
        void warn(@Nullable String message) {
            if (message == null) return;
            SQLWarning warning = SqlErrors.warning(message);
            if (warnings == null) warnings = warning;
            else warnings.setNextWarning(warning);
        }

        void forgetWarnings() {
            warnings = null;
        }
    }

    /** The options of a statement that is open. */
    Options options() throws SQLException;

    @Override
    default @Nullable SQLWarning getWarnings() throws SQLException {
        return options().warnings;
    }

    @Override
    default void clearWarnings() throws SQLException {
        options().forgetWarnings();
    }

    @Override
    default int getQueryTimeout() throws SQLException {
        return (int) options().queryTimeout.toSeconds();
    }

    @Override
    default void setQueryTimeout(int seconds) throws SQLException {
        Options options = options();
        if (seconds < 0) throw SqlErrors.argument("A query timeout must not be negative.");
        options.queryTimeout = Duration.ofSeconds(seconds);
    }

    @Override
    default long getLargeMaxRows() throws SQLException {
        return options().maxRows;
    }

    @Override
    default void setLargeMaxRows(long max) throws SQLException {
        Options options = options();
        if (max < 0) throw SqlErrors.argument("A number of rows must not be negative.");
        options.maxRows = max;
    }

    @Override
    default int getFetchSize() throws SQLException {
        return options().fetchSize;
    }

    // A hint: D1 sends a result whole.
    @Override
    default void setFetchSize(int rows) throws SQLException {
        Options options = options();
        if (rows < 0) throw SqlErrors.argument("A fetch size must not be negative.");
        options.fetchSize = rows;
    }

    @Override
    default int getFetchDirection() throws SQLException {
        options();
        return ResultSet.FETCH_FORWARD;
    }

    // A hint too; what the result set can do, getResultSetType says.
    @Override
    default void setFetchDirection(int direction) throws SQLException {
        options();
        if (direction < ResultSet.FETCH_FORWARD || direction > ResultSet.FETCH_UNKNOWN) {
            throw SqlErrors.argument("There is no fetch direction " + direction + ".");
        }
    }

    @Override
    default int getResultSetType() throws SQLException {
        return options().resultSetType;
    }

    @Override
    default int getResultSetConcurrency() throws SQLException {
        options();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    default int getResultSetHoldability() throws SQLException {
        options();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    default int getMaxFieldSize() throws SQLException {
        options();
        return 0;
    }

    @Override
    default void setMaxFieldSize(int max) throws SQLException {
        options();
        if (max < 0) throw SqlErrors.argument("A field size must not be negative.");
        if (max != 0) throw SqlErrors.unsupported("Statement.setMaxFieldSize", "values are given whole");
    }

    // A prepared statement has taken its SQL already.
    @Override
    default void setEscapeProcessing(boolean enable) throws SQLException {
        options().escapes = enable;
    }

    // JDBC has it do nothing where there is no positioned update.
    @Override
    default void setCursorName(@Nullable String name) throws SQLException {
        options();
    }

    @Override
    default boolean isPoolable() throws SQLException {
        return options().poolable;
    }

    @Override
    default void setPoolable(boolean on) throws SQLException {
        options().poolable = on;
    }
}
