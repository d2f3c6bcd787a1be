package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.internal.RestClient;
import io.github.d1jdbc.sql.QueryOutline;
import io.github.d1jdbc.sql.SqlKind;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL with parameters; nothing is sent before it is executed. The parameters of several statements in one text count
 * through. For one thread at a time, as its {@link JdbcStatement}.
 */
final class JdbcPreparedStatement extends JdbcStatement implements ParameterOverloads {

    private record Part(SqlStatement statement, SqlBinder binder, int offset) {}

    private final List<Part> parts = new ArrayList<>();
    private final @Nullable Parameter[] parameters;
    private final JdbcConnection connection;
    private @Nullable ResultSetMetaData columns;

    JdbcPreparedStatement(JdbcConnection connection, String sql) throws SQLException {
        super(connection);
        this.connection = connection;
        int count = 0;
        for (SqlStatement statement : SqlStatement.split(JdbcEscapes.replaced(sql))) {
            parts.add(new Part(statement, new SqlBinder(Labels.named(statement)), count));
            count += statement.parameterCount();
        }
        if (parts.isEmpty()) throw SqlErrors.emptySql();
        parameters = new @Nullable Parameter[count];
        setPoolable(true);
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
        return new JdbcParameterMetaData(parameters);
    }

    /**
     * The columns that it will give, which D1 is asked for once and without running it; null where it gives no rows or
     * D1 can only tell by running it (RETURNING, PRAGMA, EXPLAIN, several statements).
     */
    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        if (columns == null && parts.size() == 1 && parts.get(0).statement.kind() == SqlKind.SELECT) {
            // The values do not matter, and 0 may stand in LIMIT too.
            List<Parameter> zeros = Collections.nCopies(parameters.length, new Parameter.Int(0));
            RestClient.Statement query = parts.get(0).binder.bind(zeros, 0);
            String labels = QueryOutline.of(query.sql()).labels(query.sql());
            if (labels == null) return null;
            Command command = new Command(parts.get(0).statement, new RestClient.Statement(labels, query.params()));
            // Another statement asks, because this one's results stay.
            try (JdbcStatement asking = (JdbcStatement) connection.createStatement()) {
                columns = asking.query(List.of(command)).getMetaData();
            }
        }
        return columns;
    }

    @Override
    public void checkParameter(int index) throws SQLException {
        checkOpen();
        if (index < 1 || index > parameters.length) throw SqlErrors.parameterIndex(index, parameters.length);
    }

    @Override
    public void set(int index, Parameter value) throws SQLException {
        checkParameter(index);
        parameters[index - 1] = value;
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
