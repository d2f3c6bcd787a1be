package io.github.d1jdbc;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a statement. SQLite gives them no types, so that one has the type of the value that was set when
 * this was asked for, and before that VARCHAR, as in SQLite's own JDBC driver. Immutable.
 */
final class JdbcParameterMetaData implements ParameterMetaDataDefaults {
    private final @Nullable Parameter[] parameters;

    JdbcParameterMetaData(@Nullable Parameter[] parameters) {
        this.parameters = parameters.clone();
    }

    @Override
    public int getParameterCount() {
        return parameters.length;
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        check(index);
        return ParameterMetaData.parameterModeIn;
    }

    @Override
    public int isNullable(int index) throws SQLException {
        check(index);
        return ParameterMetaData.parameterNullable;
    }

    @Override
    public int getParameterType(int index) throws SQLException {
        check(index);
        Parameter value = parameters[index - 1];
        if (value instanceof Parameter.Int) return Types.BIGINT;
        if (value instanceof Parameter.Real) return Types.DOUBLE;
        return value instanceof Parameter.Blob ? Types.BLOB : Types.VARCHAR;
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        return switch (getParameterType(index)) {
            case Types.BIGINT -> "INTEGER";
            case Types.DOUBLE -> "REAL";
            case Types.BLOB -> "BLOB";
            default -> "TEXT";
        };
    }

    @Override
    public String getParameterClassName(int index) throws SQLException {
        return Values.className(getParameterType(index));
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        return switch (getParameterType(index)) {
            case Types.BIGINT -> 19;
            case Types.DOUBLE -> 17;
            default -> 0;
        };
    }

    @Override
    public int getScale(int index) throws SQLException {
        check(index);
        return 0;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        int type = getParameterType(index);
        return type == Types.BIGINT || type == Types.DOUBLE;
    }

    private void check(int index) throws SQLException {
        if (index < 1 || index > parameters.length) throw SqlErrors.parameterIndex(index, parameters.length);
    }
}
