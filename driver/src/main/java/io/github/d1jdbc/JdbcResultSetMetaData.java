package io.github.d1jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a result. D1 sends no types: a column that comes straight from a table's has the declared ones, of
 * zero rows too, any other one those of its values. The first question that needs the schema may cost a request, once
 * a connection. For one thread at a time.
 */
final class JdbcResultSetMetaData implements ResultSetMetaDataDefaults {
    private final List<String> columns;
    private final Values values;
    private final @Nullable Origins origins;

    /** @param origins null for rows that come from no table */
    JdbcResultSetMetaData(List<String> columns, Values values, @Nullable Origins origins) {
        this.columns = columns;
        this.values = values;
        this.origins = origins;
    }

    private @Nullable Origin origin(int column) throws SQLException {
        int index = index(column);
        return origins == null ? null : origins.at(index);
    }

    // Null for a column without a type too, which says nothing about its values.
    private @Nullable DeclaredType declared(int column) throws SQLException {
        Origin origin = origin(column);
        return origin == null || origin.column().type().isBlank() ? null : DeclaredType.of(origin.column());
    }

    // Values tell more than their expression's text, which may be NULL all the same.
    private int undeclared(int index) throws SQLException {
        int type = origins == null || values.hasAny(index) ? Types.NULL : origins.expressionType(index);
        return type == Types.NULL ? values.sqlType(index) : type;
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

    /** The name in its table, and the label where it is no table's. */
    @Override
    public String getColumnName(int column) throws SQLException {
        Origin origin = origin(column);
        return origin == null ? columns.get(index(column)) : origin.column().name();
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        DeclaredType declared = declared(column);
        if (declared == null) return undeclared(index(column));
        // SQLite's INTEGER has 64 bits: whoever believes the type must be able to read the values.
        boolean isLong = declared.sqlType() == Types.INTEGER && values.sqlType(index(column)) == Types.BIGINT;
        return isLong ? Types.BIGINT : declared.sqlType();
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        DeclaredType declared = declared(column);
        if (declared != null) return declared.name();
        return switch (getColumnType(column)) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> "INTEGER";
            case Types.BOOLEAN -> "BOOLEAN";
            case Types.DOUBLE -> "REAL";
            case Types.NUMERIC -> "NUMERIC";
            case Types.BLOB -> "BLOB";
            default -> "TEXT";
        };
    }

    /** What {@code getObject} gives, which goes by the values and not by the declared type, as SQLite does. */
    @Override
    public String getColumnClassName(int column) throws SQLException {
        int index = index(column);
        Origin origin = origin(column);
        if (values.hasAny(index)) return Values.className(values.sqlType(index));
        if (origin == null) return Values.className(getColumnType(column));
        return switch (origin.column().affinity()) {
            case INTEGER -> Values.className(getColumnType(column) == Types.BIGINT ? Types.BIGINT : Types.INTEGER);
            case REAL -> Values.className(Types.DOUBLE);
            case TEXT -> Values.className(Types.VARCHAR);
            // Without a type, or with ANY, it holds whatever it was given.
            case BLOB -> getColumnType(column) == Types.BLOB ? Values.className(Types.BLOB) : "java.lang.Object";
            case NUMERIC -> "java.lang.Object";
        };
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return DeclaredType.isNumber(getColumnType(column));
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        DeclaredType declared = declared(column);
        if (declared != null) return declared.size();
        int type = getColumnType(column);
        return DeclaredType.isNumber(type) ? DeclaredType.size(type) : 0;
    }

    @Override
    public int getScale(int column) throws SQLException {
        DeclaredType declared = declared(column);
        if (declared == null && getColumnType(column) == Types.NUMERIC) return DeclaredType.UNDECLARED_DIGITS;
        Integer digits = declared == null ? null : declared.digits();
        return digits == null ? 0 : digits;
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        DeclaredType declared = declared(column);
        int type = getColumnType(column);
        int size = declared == null ? DeclaredType.size(type) : declared.size();
        return switch (type) {
            // The sign, the point and the exponent of -2.2250738585072014E-308.
            case Types.DOUBLE, Types.FLOAT, Types.REAL -> 24;
            case Types.NUMERIC, Types.DECIMAL -> size + 2;
            default -> DeclaredType.isNumber(type) ? size + 1 : size;
        };
    }

    @Override
    public int isNullable(int column) throws SQLException {
        Origin origin = origin(column);
        if (origin == null) return ResultSetMetaData.columnNullableUnknown;
        boolean never = origin.column().neverNull() && !origin.optional();
        return never ? ResultSetMetaData.columnNoNulls : ResultSetMetaData.columnNullable;
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        Origin origin = origin(column);
        boolean ignores = origin != null && origin.column().collation().equals("NOCASE");
        return DeclaredType.isText(getColumnType(column)) && !ignores;
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
        Origin origin = origin(column);
        return origin != null && origin.column().autoincrement();
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        index(column);
        return false;
    }

    // JDBC's answer for a column of no table is an empty name.
    @Override
    public String getTableName(int column) throws SQLException {
        Origin origin = origin(column);
        return origin == null ? "" : origin.table().name();
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
