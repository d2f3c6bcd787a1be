package io.github.d1jdbc;

import java.sql.ParameterMetaData;
import java.sql.SQLException;

/** How many parameters a statement has; SQLite gives them no types. Immutable. */
final class JdbcParameterMetaData implements ParameterMetaDataDefaults {
    private final int count;

    JdbcParameterMetaData(int count) {
        this.count = count;
    }

    @Override
    public int getParameterCount() {
        return count;
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

    private void check(int index) throws SQLException {
        if (index < 1 || index > count) throw SqlErrors.parameterIndex(index, count);
    }
}
