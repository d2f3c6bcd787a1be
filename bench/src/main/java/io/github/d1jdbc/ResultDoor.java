package io.github.d1jdbc;

import io.github.d1jdbc.internal.PageDoor;
import io.github.d1jdbc.internal.Rows;
import io.github.d1jdbc.sql.SqlStatement;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * Lets a benchmark make the driver's own result set of an answer that is in memory: the very classes that a query goes
 * through behind its last byte, and nothing else. One thread at a time.
 */
@NullMarked
public final class ResultDoor implements AutoCloseable {
    private static final SqlStatement QUERY =
            SqlStatement.split("SELECT * FROM orders").get(0);

    private final Connection connection;
    private final JdbcStatement statement;

    private ResultDoor(Connection connection, JdbcStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** A door over a statement of an embedded D1, which is asked nothing. */
    public static ResultDoor open() throws SQLException {
        Connection connection = new D1Driver().connect("jdbc:d1:local::memory:", new Properties());
        if (connection == null) throw new IllegalStateException("the driver does not take its own URL");
        return new ResultDoor(connection, (JdbcStatement) connection.createStatement());
    }

    /**
     * What {@code executeQuery} gives for this answer.
     *
     * @param reals the columns from 0 that were declared REAL, which the driver has asked for before
     */
    public ResultSet result(byte[] page, Set<Integer> reals) throws SQLException, IOException {
        Rows rows = PageDoor.read(page).get(0);
        Cells cells = new Cells.Wire(rows, rows.columns(), reals);
        if (Values.mayBeRounded(cells)) throw new IllegalArgumentException("such a page would be asked for again");
        Outcome.Result outcome = new Outcome.Result(cells, QUERY);
        return JdbcResultSet.of(statement, cells, statement.origins(outcome), true, 0);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
