package io.github.d1jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** The columns of a result; their types are those of the values, because D1 sends no declared ones. Immutable. */
final class JdbcResultSetMetaData implements ResultSetMetaDataDefaults {
    private final List<String> columns;
    private final Values values;

    JdbcResultSetMetaData(List<String> columns, Values values) {
        this.columns = columns;
        this.values = values;
    }

    private int index(int column) throws SQLException {
        if (column >= 1 && column <= columns.size()) return column - 1;
        throw SqlErrors.noColumn("The result has no column " + column + ": it has " + columns.size() + ".");
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return columns.get(index(column));
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        return columns.get(index(column));
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return values.sqlType(index(column));
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return switch (getColumnType(column)) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> "INTEGER";
            case Types.BOOLEAN -> "BOOLEAN";
            case Types.DOUBLE -> "REAL";
            case Types.BLOB -> "BLOB";
            default -> "TEXT";
        };
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        return Values.className(getColumnType(column));
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        int type = getColumnType(column);
        return type == Types.INTEGER || type == Types.BIGINT || type == Types.DOUBLE;
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return switch (getColumnType(column)) {
            case Types.INTEGER -> 10;
            case Types.BIGINT -> 19;
            case Types.DOUBLE -> 17;
            default -> 0;
        };
    }

    @Override
    public int getScale(int column) throws SQLException {
        index(column);
        return 0;
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        return switch (getColumnType(column)) {
            case Types.INTEGER -> 11;
            case Types.BIGINT -> 20;
            case Types.DOUBLE -> 24;
            // A text or blob has no other bound than D1's 2,000,000 bytes a value.
            default -> 2_000_000;
        };
    }

    @Override
    public int isNullable(int column) throws SQLException {
        index(column);
        return ResultSetMetaData.columnNullableUnknown;
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return getColumnType(column) == Types.VARCHAR;
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        index(column);
        return true;
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        index(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        index(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        index(column);
        return false;
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        index(column);
        return false;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        index(column);
        return false;
    }

    // D1 does not say where a column comes from; JDBC's answer for that is an empty name.
    @Override
    public String getTableName(int column) throws SQLException {
        index(column);
        return "";
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        index(column);
        return "";
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        index(column);
        return "";
    }
}
