package io.github.d1jdbc;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one result, which are all in memory; read-only, scrollable where the statement was made so. For one
 * thread at a time, as JDBC has it.
 */
final class JdbcResultSet implements ResultSetGetters {
    private final @Nullable JdbcStatement statement;
    private final Cells cells;
    private final Values values;
    private final Cursor cursor;
    private final int type;
    private final @Nullable Origins origins;
    private final boolean anyLabel;
    private boolean lastWasNull;
    private boolean closed;

    private JdbcResultSet(
            @Nullable JdbcStatement statement,
            Cells cells,
            @Nullable Origins origins,
            boolean exact,
            long maxRows,
            boolean anyLabel) {
        this.statement = statement;
        this.cells = cells;
        this.origins = origins;
        this.values = new Values(cells, exact);
        this.cursor = new Cursor(maxRows > 0 ? (int) Math.min(maxRows, cells.rowCount()) : cells.rowCount());
        this.type = statement == null ? ResultSet.TYPE_FORWARD_ONLY : statement.resultSetType();
        this.anyLabel = anyLabel;
    }

    /** What a query gave; no more than {@code maxRows} rows, 0 for all. */
    static JdbcResultSet of(JdbcStatement statement, Cells cells, Origins origins, boolean exact, long maxRows) {
        return new JdbcResultSet(statement, cells, origins, exact, maxRows, false);
    }

    /** Rows that the driver makes. */
    static JdbcResultSet local(@Nullable JdbcStatement statement, Cells.Local rows) {
        return new JdbcResultSet(statement, rows, null, true, 0, false);
    }

    /** Generated keys: one column, which any label finds, because tools ask by the name of their own key column. */
    static JdbcResultSet keys(JdbcStatement statement, String label, List<Long> keys) {
        return new JdbcResultSet(statement, Cells.Local.column(label, keys), null, true, 0, true);
    }

    private void checkOpen() throws SQLException {
        if (isClosed()) throw SqlErrors.closed("result set");
    }

    @Override
    public Cursor cursor() throws SQLException {
        checkOpen();
        return cursor;
    }

    @Override
    public void close() throws SQLException {
        if (closed) return;
        closed = true;
        if (statement != null) statement.resultSetClosed();
    }

    /** Closes it without telling the statement, which does so itself. */
    void closeByStatement() {
        closed = true;
    }

    /** Whether it was closed itself. */
    boolean closed() {
        return closed;
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || (statement != null && statement.isClosed());
    }

    @Override
    public boolean wasNull() throws SQLException {
        checkOpen();
        return lastWasNull;
    }

    /** Ignores case; the first of several equal labels, as JDBC has it. */
    @Override
    public int findColumn(@Nullable String label) throws SQLException {
        checkOpen();
        List<String> columns = cells.columns();
        for (int i = 0; i < columns.size(); i++) if (columns.get(i).equalsIgnoreCase(label)) return i + 1;
        if (anyLabel && label != null) return 1;
        throw SqlErrors.noColumn("The result has no column " + label + ".");
    }

    // Whether the cell has a value; checks everything that a getter must check.
    private boolean has(int column) throws SQLException {
        checkOpen();
        if (column < 1 || column > cells.columns().size()) {
            throw SqlErrors.noColumn("The result has no column " + column + ": it has "
                    + cells.columns().size() + ".");
        }
        if (!cursor.onRow()) {
            throw SqlErrors.state("No row is current: call next() first, and only as long as it is true.", "24000");
        }
        lastWasNull = cells.isNull(cursor.row(), column - 1);
        return !lastWasNull;
    }

    @Override
    public @Nullable String getString(int column) throws SQLException {
        return has(column) ? values.getString(cursor.row(), column - 1) : null;
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        return has(column) && values.getBoolean(cursor.row(), column - 1);
    }

    @Override
    public byte getByte(int column) throws SQLException {
        return has(column) ? values.getByte(cursor.row(), column - 1) : 0;
    }

    @Override
    public short getShort(int column) throws SQLException {
        return has(column) ? values.getShort(cursor.row(), column - 1) : 0;
    }

    @Override
    public int getInt(int column) throws SQLException {
        return has(column) ? values.getInt(cursor.row(), column - 1) : 0;
    }

    @Override
    public long getLong(int column) throws SQLException {
        return has(column) ? values.getLong(cursor.row(), column - 1) : 0;
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return has(column) ? values.getFloat(cursor.row(), column - 1) : 0;
    }

    @Override
    public double getDouble(int column) throws SQLException {
        return has(column) ? values.getDouble(cursor.row(), column - 1) : 0;
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        return has(column) ? values.getBigDecimal(cursor.row(), column - 1) : null;
    }

    @Override
    public byte @Nullable [] getBytes(int column) throws SQLException {
        return has(column) ? values.getBytes(cursor.row(), column - 1) : null;
    }

    @Override
    public @Nullable Object getObject(int column) throws SQLException {
        return has(column) ? values.getObject(cursor.row(), column - 1) : null;
    }

    @Override
    public <T> @Nullable T getObject(int column, @Nullable Class<T> type) throws SQLException {
        if (type == null) throw SqlErrors.argument("A class must be given.");
        if (!Conversions.knows(type)) {
            throw SqlErrors.unsupported("ResultSet.getObject(int, " + type.getName() + ".class)");
        }
        return has(column) ? Conversions.to(type, values, cursor.row(), column - 1) : null;
    }

    @Override
    public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        return has(column) ? moment(column).date(calendar) : null;
    }

    @Override
    public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        return has(column) ? moment(column).time(calendar) : null;
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        return has(column) ? moment(column).timestamp(calendar) : null;
    }

    private Moment moment(int column) throws SQLException {
        return Conversions.moment(values, cursor.row(), column - 1);
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return new JdbcResultSetMetaData(cells.columns(), values, origins);
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return type;
    }
}
