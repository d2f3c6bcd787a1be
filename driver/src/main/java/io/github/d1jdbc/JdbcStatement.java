package io.github.d1jdbc;

import io.github.d1jdbc.Session.Command;
import io.github.d1jdbc.internal.Abort;
import io.github.d1jdbc.sql.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL, several statements in one text too: they go as one atomic request and give one result each. For one thread
 * at a time; only {@link #cancel} and {@link #close} may come from another, and abort the HTTP call.
 */
sealed class JdbcStatement implements StatementOverloads permits JdbcPreparedStatement {
    private final JdbcConnection connection;
    private final StatementBatch batch = new StatementBatch();
    private final Options options = new Options();
    private Results results;
    private String keyLabel = "last_insert_rowid()";
    private volatile @Nullable Abort running;
    private volatile boolean closed;
    private boolean closeOnCompletion;

    @SuppressWarnings("this-escape") // Results only keeps the reference
    JdbcStatement(JdbcConnection connection) {
        this.connection = connection;
        this.results = new Results(this, List.of(), true, 0);
    }

    final void checkOpen() throws SQLException {
        if (closed) throw SqlErrors.closed("statement");
        connection.checkOpen();
    }

    @Override
    public final Options options() throws SQLException {
        checkOpen();
        return options;
    }

    /** Its results are scrollable from now on; all rows are in memory anyway. */
    final void scroll() {
        options.scroll();
    }

    /** As {@link #getResultSetType}, also of a closed one. */
    final int resultSetType() {
        return options.resultSetType();
    }

    @Override
    public final void nameKeys(String @Nullable [] columns) {
        if (columns != null && columns.length > 0) keyLabel = columns[0];
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return query(commands(sql));
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return update(commands(sql));
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(commands(sql));
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        addToBatch(commands(sql));
    }

    private List<Command> commands(@Nullable String sql) throws SQLException {
        checkOpen();
        if (sql == null) throw SqlErrors.emptySql();
        List<SqlStatement> statements = SqlStatement.split(options.escapes() ? JdbcEscapes.replaced(sql) : sql);
        if (statements.isEmpty()) throw SqlErrors.emptySql();
        return statements.stream().map(Command::of).toList();
    }

    final ResultSet query(List<Command> commands) throws SQLException {
        for (Command command : commands) {
            if (!command.statement().mayGiveRows()) {
                throw SqlErrors.wrongMethod("executeQuery needs a statement that gives rows and was called with "
                        + command.statement().words().get(0) + ": use executeUpdate. Nothing was sent.");
            }
        }
        run(commands);
        ResultSet rows = results.rows();
        if (rows == null) throw SqlErrors.wrongMethod("The statement gave no rows: use execute.");
        return rows;
    }

    final long update(List<Command> commands) throws SQLException {
        for (Command command : commands) refuseRows("executeUpdate", command.statement());
        run(commands);
        return results.count() == -1 ? 0 : results.count();
    }

    static void refuseRows(String method, SqlStatement statement) throws SQLException {
        if (!statement.kind().reads() && !statement.returning()) return;
        throw SqlErrors.wrongMethod(method + " cannot run a statement that gives rows ("
                + statement.words().get(0) + (statement.returning() ? " with RETURNING" : "")
                + "): use executeQuery or execute. Nothing was sent.");
    }

    /** Runs the commands; whether the first one gave rows. */
    final boolean run(List<Command> commands) throws SQLException {
        forget();
        for (Command command : commands) options.warn(PragmaWarnings.of(command.statement()));
        options.warn(connection.transaction().warning(commands));
        results = new Results(
                this, send(commands, options.maxRows()), connection.session().exact(), options.maxRows());
        return results.rows() != null;
    }

    /** Where the columns of a result come from. */
    final Origins origins(Outcome.Result result) {
        return new Origins(
                connection.session(), result.statement(), result.cells().columns());
    }

    private void forget() {
        results.closeAll();
        results = new Results(this, List.of(), true, 0);
        options.forgetWarnings();
    }

    private List<Outcome> send(List<Command> commands, long rows) throws SQLException {
        Abort abort = connection.session().abort(options.queryTimeout());
        running = abort;
        // close() or abort() may have come since checkOpen looked.
        if (isClosed()) abort.pull();
        try {
            return connection.transaction().run(commands, rows, abort);
        } catch (SQLException e) {
            connection.failed(e);
            throw e;
        } finally {
            running = null;
        }
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        checkOpen();
        return results.rows();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return results.count();
    }

    @Override
    public boolean getMoreResults(int what) throws SQLException {
        checkOpen();
        return results.next(what);
    }

    /** Empty and never null when there is no key. */
    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        return JdbcResultSet.keys(this, keyLabel, results.keys());
    }

    final void addToBatch(List<Command> commands) {
        batch.add(commands);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    /** One atomic request: either all of it is done or nothing; past D1's limits several, with a warning. */
    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        forget();
        Transaction transaction = connection.transaction();
        StatementBatch.Done done =
                batch.run(commands -> send(commands, 0), transaction.requestBytes(), transaction.inTransaction());
        options.warn(done.warning());
        // The keys stay to be asked for; the counts are this method's answer and no results.
        results = new Results(this, done.outcomes(), true, 0);
        for (int i = 0; i < done.outcomes().size(); i++) results.next(java.sql.Statement.CLOSE_CURRENT_RESULT);
        return done.counts().stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void cancel() throws SQLException {
        checkOpen();
        abortRunning();
    }

    final void abortRunning() {
        Abort abort = running;
        if (abort != null) abort.pull();
    }

    @Override
    public void close() throws SQLException {
        if (closed) return;
        closed = true;
        abortRunning();
        connection.statementClosed(this);
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || connection.isClosed();
    }

    /** A result set of this statement was closed by its user. */
    final void resultSetClosed() throws SQLException {
        if (closeOnCompletion && results.exhausted()) close();
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
    }

    @Override
    public Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }
}
