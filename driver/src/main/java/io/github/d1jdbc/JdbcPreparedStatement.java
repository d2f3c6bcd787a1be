package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.sql.SqlStatement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL with parameters; nothing is sent before it is executed. The parameters of several statements in one text count
 * through. For one thread at a time, as its {@link JdbcStatement}.
 */
final class JdbcPreparedStatement extends JdbcStatement implements PreparedStatementDefaults {

    private record Part(SqlStatement statement, SqlBinder binder, int offset) {}

    private final List<Part> parts = new ArrayList<>();
    private final @Nullable Parameter[] parameters;

    JdbcPreparedStatement(JdbcConnection connection, String sql) throws SQLException {
        super(connection);
        int count = 0;
        for (SqlStatement statement : SqlStatement.split(sql)) {
            parts.add(new Part(statement, new SqlBinder(statement), count));
            count += statement.parameterCount();
        }
        if (parts.isEmpty()) throw SqlErrors.emptySql();
        parameters = new @Nullable Parameter[count];
    }

    private List<Command> bound() throws SQLException {
        checkOpen();
        List<Parameter> values = new ArrayList<>();
        for (int i = 0; i < parameters.length; i++) {
            Parameter value = parameters[i];
            if (value == null) throw SqlErrors.missingParameter(i + 1);
            values.add(value);
        }
        List<Command> commands = new ArrayList<>();
        for (Part part : parts) {
            commands.add(new Command(part.statement, part.binder.bind(values, part.offset)));
        }
        return commands;
    }

    @Override
    public boolean execute() throws SQLException {
        return run(bound());
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return query(bound());
    }

    @Override
    public int executeUpdate() throws SQLException {
        return StatementOverloads.toInt(executeLargeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return update(bound());
    }

    @Override
    public void addBatch() throws SQLException {
        addToBatch(bound());
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(parameters, null);
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new JdbcParameterMetaData(parameters.length);
    }

    private void set(int index, Parameter value) throws SQLException {
        checkOpen();
        if (index < 1 || index > parameters.length) throw SqlErrors.parameterIndex(index, parameters.length);
        parameters[index - 1] = value;
    }

    private void setNullable(int index, @Nullable Object value) throws SQLException {
        set(index, value == null ? Parameter.Null.INSTANCE : Parameter.of(value, index));
    }

    @Override
    public void setNull(int index, int sqlType) throws SQLException {
        set(index, Parameter.Null.INSTANCE);
    }

    @Override
    public void setNull(int index, int sqlType, @Nullable String typeName) throws SQLException {
        set(index, Parameter.Null.INSTANCE);
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, new Parameter.Int(value ? 1 : 0));
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, new Parameter.Int(value));
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, new Parameter.Int(value));
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        set(index, new Parameter.Int(value));
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        set(index, new Parameter.Int(value));
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, Parameter.of(value, index));
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, Parameter.real(value, index));
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setNString(int index, @Nullable String value) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setBytes(int index, byte @Nullable [] value) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setDate(int index, @Nullable Date value) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setTime(int index, @Nullable Time value) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        setNullable(index, value);
    }

    // SQLite has no types to convert to but the column's own, which converts by itself.
    @Override
    public void setObject(int index, @Nullable Object value, int sqlType) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, int sqlType, int scale) throws SQLException {
        if (value instanceof BigDecimal number && scale >= 0) {
            setNullable(index, number.setScale(scale, RoundingMode.HALF_UP));
        } else {
            setNullable(index, value);
        }
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        setNullable(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type, int scale) throws SQLException {
        setObject(index, value, 0, scale);
    }

    // JDBC has SQL belong to prepareStatement here.
    @Override
    public boolean execute(String sql) throws SQLException {
        throw hasItsSql("execute");
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        throw hasItsSql("executeQuery");
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        throw hasItsSql("executeUpdate");
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        throw hasItsSql("addBatch");
    }

    private SQLException hasItsSql(String method) throws SQLException {
        checkOpen();
        return SqlErrors.wrongMethod("A prepared statement has its SQL already: call " + method + "() without SQL.");
    }
}
